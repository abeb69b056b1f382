import type { App } from '@slack/bolt';
import type { NewSubscription } from '../../store/ledger/subscriptions.ts';
import { momentIn, weekdayName } from '../../text/say/schedule.ts';
import { pressOf } from '../actions/press.ts';
import { usable } from '../analyst-state.ts';
import { actions, button, context, type OurBlock, section } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Admitted, Desk } from '../desk.ts';
import { saying } from '../messages/plain-words.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { entitled } from './entitled.ts';
import { checkedZone, clockOf, nextOf, type Wish } from './rules.ts';
import { saveSubscription } from './save.ts';
import type { DigestSettings } from './settings.ts';
import { ownManager } from './wish.ts';

/**
 * Offers a manager who was not offered it before, and has no subscription, a personal digest of the own partners; where an
 * admin has preset it, it is set up and said so. Once in a person's life.
 */
export async function offerPersonal(
  user: string,
  admitted: Admitted,
  desk: Desk,
  digests: DigestSettings,
): Promise<void> {
  const { store, presetManagers } = digests;
  if ((await store.digestOffers.find(user)) !== null) return;
  const wish = await personalWish(user, admitted, desk, digests);
  if (wish === null) return;
  const { voice, reply } = admitted;
  const at = new Date(voice.now).toISOString();
  const all = await store.subscriptions.list();
  const has = all.some(({ owner, destination }) => owner === user || destination.id === user);
  // Whoever has one knows how to subscribe.
  if (!(await store.digestOffers.offer(user, has ? 'accepted' : presetManagers ? 'preset' : 'offered', at)) || has)
    return;
  if (!presetManagers) return reply.privately(offerMessage(wish, voice));
  if ((await subscribeTo(wish, user, admitted, desk, digests)) === null) return;
  const say = voice.speak.words.subscriptions;
  await reply.privately(saying(say.offerPreset({ ...whenOf(wish, voice), command: voice.command })));
}

/** A digest of the own partners in the own direct messages; null for somebody who manages none. */
async function personalWish(
  user: string,
  { actor, email, state, voice }: Admitted,
  desk: Desk,
  { personal }: DigestSettings,
): Promise<Wish | null> {
  const sight = state.kind === 'loading' ? null : state.analyst;
  if (sight === null || sight.sees === 'nothing') return null;
  const manager = await ownManager(email, sight);
  if (manager === null) return null;
  const zone = checkedZone(actor.kind === 'known' ? actor.zone : undefined) ?? checkedZone(sight.settings.timeZone);
  return {
    report: 'weekly',
    scope: { segment: { manager }, partners: null },
    destination: { kind: 'direct', id: user },
    schedule: { ...personal, zone: zone ?? 'UTC' },
    language: voice.speak.words.language ?? desk.settings.fallbackLanguage,
    quiet: null,
    holidays: [],
  };
}

const whenOf = ({ schedule }: Wish, { speak: { words } }: Voice) => ({
  day: weekdayName(schedule.day, words),
  time: clockOf(schedule),
  zone: schedule.zone,
});

function offerMessage(wish: Wish, voice: Voice): Message {
  const say = voice.speak.words.subscriptions;
  const when = whenOf(wish, voice);
  const offer = say.offer(when);
  return {
    text: messageText(offer),
    blocks: [
      section(mrkdwn`${offer}`),
      actions([
        button({ action: 'offer-yes', label: say.offerYes(when), style: 'primary' }),
        button({ action: 'offer-no', label: say.offerNo() }),
      ]),
    ],
  };
}

async function subscribeTo(
  wish: Wish,
  user: string,
  { voice }: Admitted,
  desk: Desk,
  { store }: DigestSettings,
): Promise<NewSubscription | null> {
  if ((await entitled({ ...wish, owner: user }, desk.settings)) !== null) return null;
  const at = new Date(voice.now).toISOString();
  const asked = { wish, owner: user, origin: 'slack', edits: null, mayChange: () => true, at } as const;
  const saved = await saveSubscription(asked, store);
  return saved.kind === 'saved' ? saved.subscription : null;
}

/** What somebody says to the offer, checked at the press: it may be an old message. */
export function registerOffer(app: App, desk: Desk, digests: DigestSettings): void {
  const { digestOffers } = digests.store;
  app.action('offer-yes', async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    await desk.track('offer', () =>
      desk.serve(press.turn(respond, 'ask'), async (admitted) => {
        const { voice, reply, state } = admitted;
        const say = voice.speak.words.subscriptions;
        const ready = usable(state, voice);
        if (ready.kind === 'message') return reply.privately(ready.message);
        const wish = await personalWish(press.user, admitted, desk, digests);
        const one = wish === null ? null : await subscribeTo(wish, press.user, admitted, desk, digests);
        if (one === null) return reply.instead(saying(voice.speak.words.talk.refusedNotLinked()));
        await digestOffers.answer(press.user, 'accepted', new Date(voice.now).toISOString());
        const next = nextOf(one, digests.fiscalYearStart, voice.now) ?? voice.now;
        const when = momentIn(next, one.schedule.zone, voice.speak.words);
        await reply.instead(saying(say.offerTaken({ command: voice.command, when })));
      }),
    );
  });
  app.action('offer-no', async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    await desk.track('offer', () =>
      desk.serve(press.turn(respond, 'ask'), async ({ voice, reply }) => {
        await digestOffers.answer(press.user, 'declined', new Date(voice.now).toISOString());
        await reply.instead(saying(voice.speak.words.subscriptions.offerDeclined({ command: voice.command })));
      }),
    );
  });
}

/**
 * What the first digest says that nobody asked for but an admin: how to end it. Null for any other; for whoever makes the
 * messages of a digest.
 */
export async function presetNote(
  { destination, lastAsOf }: { readonly destination: NewSubscription['destination']; readonly lastAsOf: string | null },
  { digestOffers }: Pick<DigestSettings['store'], 'digestOffers'>,
  voice: Pick<Voice, 'speak' | 'command'>,
): Promise<OurBlock | null> {
  if (lastAsOf !== null || destination.kind !== 'direct') return null;
  if ((await digestOffers.find(destination.id)) !== 'preset') return null;
  return context([mrkdwn`${voice.speak.words.subscriptions.presetNote({ command: voice.command })}`]);
}
