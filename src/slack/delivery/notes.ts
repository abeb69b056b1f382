import type { OutboxMessage } from '../../store/ledger/outbox.ts';
import type { Destination, PauseReason, ReportKind } from '../../store/ledger/subscriptions.ts';
import type { Phrase } from '../../text/phrase.ts';
import { actions, button, context, header, type OurBlock, section } from '../blocks/build.ts';
import { channelLink, type Mark, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import { saying } from '../messages/plain-words.ts';
import type { Message, Voice } from '../messages/voice.ts';

/** What a note is about, named without a figure. */
export interface Subject {
  /** Null: some other message. */
  readonly report: ReportKind | null;
  readonly destination: Destination;
}

/** Without the name: each installation may have given the bot another one. */
const INVITE = '/invite';
export const POST_AGAIN = 'delivery-post-again';
export const IT_ARRIVED = 'delivery-it-arrived';

const nameOf = ({ report }: Subject, { speak }: Voice): Phrase => speak.words.delivery[report ?? 'message']();

/** The channel as a link, since its name may change. */
const placeMark = ({ kind, id }: Destination, { speak }: Voice): Mark => {
  const { delivery } = speak.words;
  if (kind === 'direct') return mrkdwn`${delivery.direct()}`;
  return mrkdwn`${delivery.channel({ channel: '' }).text.trim()} ${channelLink(id)}`;
};

function note(
  title: Phrase,
  what: readonly Phrase[],
  place: Destination,
  voice: Voice,
  more: readonly OurBlock[] = [],
) {
  return {
    text: messageText(`${title.text}. ${what[0]?.text ?? ''}`),
    blocks: [header(title), ...what.map((one) => section(mrkdwn`${one}`)), ...more, context([placeMark(place, voice)])],
  };
}

/** Why a subscription does not deliver, and what to do. */
export function pausedMessage(subject: Subject, reason: PauseReason, voice: Voice): Message {
  const { delivery } = voice.speak.words;
  const why = reasonPhrase(reason, voice);
  const title = delivery.pausedTitle({ what: nameOf(subject, voice) });
  return note(title, reason === 'by-hand' ? [why] : [why, delivery.goesOn()], subject.destination, voice);
}

/** Why a subscription does not deliver, in one or two sentences with the remedy. */
export function reasonPhrase(reason: PauseReason, { speak }: Voice): Phrase {
  const { delivery } = speak.words;
  const invite = INVITE;
  const phrases: Readonly<Record<PauseReason, () => Phrase>> = {
    'by-hand': delivery.byHand,
    'not-in-channel': () => delivery.notInChannel({ invite }),
    'channel-archived': delivery.channelArchived,
    'channel-gone': () => delivery.channelGone({ invite }),
    'channel-shared': delivery.channelShared,
    'guests-here': delivery.guestsHere,
    'audience-unknown': delivery.audienceUnknown,
    'owner-deactivated': delivery.ownerDeactivated,
    'owner-may-not-see': delivery.ownerMayNotSee,
    'recipient-gone': delivery.recipientGone,
    'token-refused': delivery.tokenRefused,
    uninstalled: delivery.uninstalled,
    'invalid-scope': delivery.invalidScope,
  };
  return phrases[reason]();
}

/** The cause of a pause is gone. */
export function resumedMessage(subject: Subject, voice: Voice): Message {
  const { delivery } = voice.speak.words;
  const title = delivery.resumedTitle({ what: nameOf(subject, voice) });
  return note(title, [delivery.resumed()], subject.destination, voice);
}

/** What stands where numbers stood. */
export const placeholderMessage = ({ speak }: Voice): Message => saying(speak.words.delivery.placeholder());

/** Numbers were taken out of a channel. */
export function hiddenMessage(channel: string, hidden: number, left: number, voice: Voice): Message {
  const { delivery } = voice.speak.words;
  const what = [
    ...(hidden > 0 ? [delivery.hidden({ count: hidden })] : []),
    ...(left > 0 ? [delivery.hiddenNot({ count: left })] : []),
  ];
  return note(delivery.hiddenTitle(), what, { kind: 'channel', id: channel }, voice);
}

/** Asks somebody whether a message is there. */
export function parkedMessage(message: OutboxMessage, subject: Subject, voice: Voice): Message {
  const { delivery } = voice.speak.words;
  const moment = voice.speak.format.instant(message.attemptedAt ?? message.createdAt);
  const title = delivery.parkedTitle({ what: nameOf(subject, voice) });
  return note(title, [delivery.parked({ moment })], subject.destination, voice, [
    context([mrkdwn`${delivery.parkedWhy()}`]),
    actions([
      button({ action: POST_AGAIN, label: delivery.postAgain(), value: message.id }),
      button({ action: IT_ARRIVED, label: delivery.itArrived(), value: message.id }),
    ]),
  ]);
}

/** Slack refuses a message for good. */
export function failedMessage(error: string, subject: Subject, voice: Voice): Message {
  const { delivery } = voice.speak.words;
  const title = delivery.failedTitle({ what: nameOf(subject, voice) });
  return note(title, [delivery.failed({ error })], subject.destination, voice);
}
