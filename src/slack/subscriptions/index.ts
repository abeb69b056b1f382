import type { App } from '@slack/bolt';
import { actions, section } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import { digestWords } from '../commands/grammar/digest-words.ts';
import type { Admitted, Desk, Turn } from '../desk.ts';
import { openButton } from './listing.ts';
import { listingFor, registerManaging } from './manage.ts';
import { offerPersonal, registerOffer } from './offer.ts';
import { openForm } from './open-form.ts';
import { digestFor, isPartner } from './preview.ts';
import type { DigestSettings } from './settings.ts';
import { registerSubscribe } from './subscribe.ts';

/** What can be done about digests with words. */
export interface DigestEntry {
  /** Does what words about digests ask for; false where they are a question. `trigger`: of the command. */
  handle(typed: string, turn: Turn, trigger: string | null): Promise<boolean>;
  /** After an answer: offers a personal digest to whoever manages partners. Never throws. */
  afterwards(turn: Turn, admitted: Admitted): Promise<void>;
}

/** Registers all that is pressed and filled in about subscriptions, and gives the entry for words. */
export function registerDigests(app: App, desk: Desk): DigestEntry | null {
  const { digests } = desk.settings;
  if (digests === undefined) return null;
  registerSubscribe(app, desk, digests);
  registerManaging(app, desk, digests);
  registerOffer(app, desk, digests);
  return {
    handle: (typed, turn, trigger) => handle(typed, turn, trigger, desk, digests),
    afterwards: async ({ user }, admitted) => {
      try {
        await offerPersonal(user, admitted, desk, digests);
      } catch (error) {
        // The answer is out: a failure here is nothing to tell the person.
        desk.failed(error, { user, handler: 'offer' });
      }
    },
  };
}

async function handle(
  typed: string,
  turn: Turn,
  trigger: string | null,
  desk: Desk,
  digests: DigestSettings,
): Promise<boolean> {
  const asked = digestWords(typed);
  if (asked === null || (asked.kind === 'digest' && digests.preview === undefined)) return false;
  if (asked.kind === 'subscribe' && trigger !== null) {
    const { user, channel } = turn;
    const form = { user, trigger, here: channel, report: asked.report, edits: null };
    await openForm(desk, digests, form).catch((error: unknown) => desk.tell(turn, error));
    return true;
  }
  let done = true;
  await desk.serve(turn, async (admitted) => {
    const { reply, voice } = admitted;
    const say = voice.speak.words.subscriptions;
    if (asked.kind === 'digest') {
      if (asked.scope.name !== null && (await isPartner(typed, admitted))) done = false;
      else await digestFor(asked, admitted, digests);
    } else if (asked.kind === 'subscribe') {
      // Words alone cannot open a form; a button can.
      const hint = say.openHint();
      const blocks = [section(mrkdwn`${hint}`), actions([openButton(voice)])];
      await reply.privately({ text: messageText(hint), blocks });
    } else {
      const kind = asked.kind === 'unsubscribe' ? 'stop' : 'list';
      await reply.privately(await listingFor({ kind, page: 0 }, turn, admitted, desk, digests));
    }
  });
  return done;
}
