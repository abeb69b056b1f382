import type { PulseError } from '../../errors.ts';
import { joined, type Phrase, strong } from '../../text/phrase.ts';
import type { RefusalReason } from '../access/decide.ts';
import { context, section } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from './voice.ts';

/** A message that is one phrase. */
export const saying = (phrase: Phrase): Message => ({
  text: messageText(phrase),
  blocks: [section(mrkdwn`${phrase}`)],
});

export const keptMessage = ({ speak: { words } }: Voice): Message => saying(words.talk.kept());
export const sharedMessage = ({ speak: { words } }: Voice): Message => saying(words.talk.shared());
export const cannotShareMessage = ({ speak: { words } }: Voice): Message => saying(words.talk.cannotShareHere());
export const answeredElsewhereMessage = ({ speak: { words } }: Voice): Message =>
  saying(words.talk.answeredElsewhere());
export const outdatedMessage = ({ speak: { words } }: Voice): Message => saying(words.talk.outdated());
export const noPartnersMessage = ({ speak: { words } }: Voice): Message => saying(words.talk.noPartners());

/** Why somebody, or some place, gets no numbers. */
export const refusedMessage = (reason: RefusalReason, voice: Voice): Message => saying(refusedPhrase(reason, voice));

/** The same as a phrase. */
export function refusedPhrase(reason: RefusalReason, { speak: { words } }: Voice): Phrase {
  const { talk } = words;
  const sentences: Readonly<Record<RefusalReason, Phrase>> = {
    guest: talk.refusedGuest(),
    bot: talk.refusedBot(),
    'other-workspace': talk.refusedForeign(),
    deactivated: talk.refusedDeleted(),
    'unknown-person': talk.refusedUnknownUser(),
    'shared-channel': talk.refusedShared(),
    'not-linked': talk.refusedNotLinked(),
    'not-yours': talk.refusedNotYours(),
    'guests-here': talk.refusedGuestsHere(),
    'unknown-place': talk.refusedUncheckable(),
  };
  return sentences[reason];
}

/** How far the first load has come. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  readonly what: string;
}

const BAR = 20;

/** There are no data yet: says so, with a bar of text where the total is known. */
export function loadingMessage(progress: Progress | null, { speak: { words, format } }: Voice): Message {
  const { talk } = words;
  const sentence = talk.loading();
  const blocks = [section(mrkdwn`${sentence}`)];
  if (progress === null) return { text: messageText(sentence), blocks };
  const { done, total, what } = progress;
  const step =
    total === null || total <= 0
      ? talk.loadingCount({ done: format.count(done) })
      : talk.loadingStep({ what, done: format.count(done), total: format.count(total) });
  const share = total === null || total <= 0 ? null : Math.min(1, done / total);
  const bar =
    share === null ? null : `${'█'.repeat(Math.round(share * BAR))}${'░'.repeat(BAR - Math.round(share * BAR))}`;
  const line = bar === null || share === null ? mrkdwn`${step}` : mrkdwn`\`${bar}\` ${format.share(share)} · ${step}`;
  return { text: messageText(joined([sentence, step], ' ')), blocks: [...blocks, context([line])] };
}

/** A failure: cause, remedy, and the reference under which the log has the rest. */
export function wentWrongMessage(error: PulseError, reference: string, { speak: { words } }: Voice): Message {
  const { cause, remedy } = words.error(error.code, { reference, ...error.params });
  const mark = words.talk.faultReference({ reference });
  return {
    text: messageText(joined([cause, remedy, mark], ' ')),
    blocks: [section(mrkdwn`${strong(cause)}\n${remedy}`), context([mrkdwn`${mark}`])],
  };
}
