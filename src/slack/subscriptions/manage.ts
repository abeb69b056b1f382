import type { App, RespondFn } from '@slack/bolt';
import type { Subscription } from '../../store/ledger/subscriptions.ts';
import { isAdmin } from '../access/rights.ts';
import { type Press, pressOf, tellOutdated } from '../actions/press.ts';
import type { Admitted, Desk, Turn } from '../desk.ts';
import { saying } from '../messages/plain-words.ts';
import type { Message } from '../messages/voice.ts';
import { refusalOf } from './check.ts';
import { type ListingKind, listingMessage, type Target, unpackTarget } from './listing.ts';
import { openForm } from './open-form.ts';
import { showDigest } from './preview.ts';
import { removeWith } from './save.ts';
import type { DigestSettings } from './settings.ts';
import { isOwnSubscription } from './submit.ts';

/** The person's subscriptions, an admin's all, as the ledger has them now. */
export async function listingFor(
  target: Pick<Target, 'kind' | 'page'>,
  turn: Pick<Turn, 'user' | 'channel'>,
  { actor, voice }: Pick<Admitted, 'actor' | 'voice'>,
  desk: Desk,
  digests: DigestSettings,
): Promise<Message> {
  const { user, channel } = turn;
  const { kind, page } = target;
  const subscriptions = await manageable(kind, turn, { actor }, desk, digests);
  const here = subscriptions.filter(({ destination }) => destination.id === channel).length;
  return listingMessage(
    {
      kind,
      subscriptions,
      page,
      user,
      all: kind === 'list' && (await isAdmin(actor, desk.settings.access, desk.settings.directory)),
      here: channel === null || here === 0 ? null : { channel, count: here },
      fiscalYearStart: digests.fiscalYearStart,
      previews: digests.preview !== undefined,
    },
    voice,
  );
}

/** What of the configuration is ended there. */
async function manageable(
  kind: ListingKind,
  { user }: Pick<Turn, 'user'>,
  { actor }: Pick<Admitted, 'actor'>,
  desk: Desk,
  digests: DigestSettings,
): Promise<readonly Subscription[]> {
  const admin = await isAdmin(actor, desk.settings.access, desk.settings.directory);
  return (await digests.store.subscriptions.list()).filter(
    (one) => (admin || isOwnSubscription(one, user)) && (kind === 'list' || one.origin !== 'configuration'),
  );
}

type Doing = (work: { readonly target: Target; readonly press: Press; readonly admitted: Admitted }) => Promise<void>;

/** The buttons of the list. Who presses is checked at every press. */
export function registerManaging(app: App, desk: Desk, digests: DigestSettings): void {
  const { subscriptions } = digests.store;

  const on = (action: string, doing: Doing): void => {
    app.action(action, async ({ ack, action: pressed, body, respond }) => {
      await ack();
      const press = pressOf(body, pressed);
      const target = unpackTarget(press.value);
      if (target === null) return tellOutdated(desk, press.turn(respond, 'ask'));
      await desk.track('subscription', () =>
        desk.serve(press.turn(respond, 'ask'), (admitted) => doing({ target, press, admitted })),
      );
    });
  };
  const again = async ({ target, press, admitted }: Parameters<Doing>[0]): Promise<void> =>
    admitted.reply.instead(await listingFor(target, press, admitted, desk, digests));
  /** The subscription that a button is about, if the person may change it; else it is said why not. */
  const theirs = async ({ target, press, admitted }: Parameters<Doing>[0]): Promise<Subscription | null> => {
    const say = admitted.voice.speak.words.subscriptions;
    const one = await subscriptions.find(target.id);
    const allowed = await manageable('list', press, admitted, desk, digests);
    const mine = allowed.some(({ id }) => id === target.id);
    if (one !== undefined && mine) return one;
    await admitted.reply.privately(saying(one === undefined ? say.gone() : say.notYours()));
    return null;
  };
  const onOne = (action: string, doing: (one: Subscription, work: Parameters<Doing>[0]) => Promise<void>): void =>
    on(action, async (work) => {
      const one = await theirs(work);
      if (one !== null) await doing(one, work);
    });

  on('subscription-page-previous', again);
  on('subscription-page-next', again);
  onOne('subscription-pause', async (one, work) => {
    const since = new Date(work.admitted.voice.now).toISOString();
    await subscriptions.pause(one.id, { reason: 'by-hand', since });
    await again(work);
  });
  onOne('subscription-resume', async (one, work) => {
    const { voice, reply } = work.admitted;
    const refusal = await refusalOf(one, voice, desk.settings);
    if (refusal !== null) return reply.privately(saying(refusal.phrase));
    await subscriptions.resume(one.id);
    await again(work);
  });
  onOne('subscription-remove', async (one, work) => {
    const say = work.admitted.voice.speak.words.subscriptions;
    if (one.origin === 'configuration') return work.admitted.reply.privately(saying(say.inConfiguration()));
    await digests.store.together((parts) => removeWith(parts, one.id));
    await again(work);
  });
  on('subscription-remove-all', async (work) => {
    const { target, press, admitted } = work;
    const ending = (await manageable('stop', press, admitted, desk, digests)).filter(
      ({ destination }) => destination.id === target.id,
    );
    await digests.store.together(async (parts) => {
      for (const { id } of ending) await removeWith(parts, id);
    });
    await admitted.reply.instead(saying(admitted.voice.speak.words.subscriptions.removed({ count: ending.length })));
  });
  onOne('subscription-show', async (one, { admitted }) => {
    await showDigest({ report: one.report, scope: one.scope }, admitted, digests);
  });

  registerOpening(app, desk, digests);
}

/** Buttons that open the form: their trigger lives three seconds, so nothing goes before it. */
function registerOpening(app: App, desk: Desk, digests: DigestSettings): void {
  const open = async (press: Press, respond: RespondFn, edits: string | null): Promise<void> => {
    const { user, trigger, channel } = press;
    if (trigger === null) return tellOutdated(desk, press.turn(respond, 'ask'));
    await desk.track('subscribe', () =>
      openForm(desk, digests, { user, trigger, here: channel, report: null, edits }).catch((error: unknown) =>
        desk.tell(press.turn(respond, 'read-view'), error),
      ),
    );
  };
  app.action('subscription-open', async ({ ack, action, body, respond }) => {
    await ack();
    await open(pressOf(body, action), respond, null);
  });
  app.action('subscription-edit', async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    const target = unpackTarget(press.value);
    if (target === null) return tellOutdated(desk, press.turn(respond, 'ask'));
    await open(press, respond, target.id);
  });
}
