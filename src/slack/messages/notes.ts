import type { KpiId } from '../../kpi/list.ts';
import type { StaleData } from '../../sources/stale.ts';
import { joined, type Phrase } from '../../text/phrase.ts';
import { periodLabel } from '../../text/say/period.ts';
import { context, type OurBlock } from '../blocks/build.ts';
import { mention, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Question } from '../question.ts';
import { askButtons } from './answer-buttons.ts';
import { segmentPhrase } from './scope.ts';
import type { Message, Voice } from './voice.ts';

/** Words that could be read in two ways: the reading taken, and the other ones to choose instead. */
export interface ReadingNote {
  /** A keyword that is also (part of) a partner's name, as it was read. */
  readonly word: string;
  readonly as: { readonly kpi: KpiId } | { readonly period: string } | { readonly partner: string };
  readonly instead: readonly { readonly question: Question; readonly partnerName: string | null }[];
}

/** Which partner a name was taken for that is not its own, and others that it may have meant. */
export interface TakenNote {
  readonly partner: string;
  readonly instead: readonly { readonly question: Question; readonly partnerName: string }[];
}

/** What the answer should say about how the words were understood. */
export interface Remarks {
  readonly reading: ReadingNote | null;
  readonly taken: TakenNote | null;
  readonly ignoredWords: readonly string[];
  readonly ignoredSegment: Question['segment'];
  /** The question was about the program, the answer is about the person's own partners. */
  readonly ownOnly: boolean;
  /** Cause of a sync that failed since. */
  readonly syncFailed: Phrase | null;
  /** Files that are older than they may be. */
  readonly stale: readonly StaleData[];
}

export const noRemarks: Remarks = {
  reading: null,
  taken: null,
  ignoredWords: [],
  ignoredSegment: {},
  ownOnly: false,
  syncFailed: null,
  stale: [],
};

/** The message with its remarks below the first block, and a button for each other reading and partner. */
export function withRemarks(message: Message, remarks: Remarks, voice: Voice): Message {
  const { talk } = voice.speak.words;
  const lines = [
    ...(remarks.reading === null ? [] : [readingLine(remarks.reading, voice)]),
    ...(remarks.taken === null || saysPartner(remarks.reading) ? [] : [takenLine(remarks.taken, voice)]),
    ...(remarks.ignoredWords.length === 0 ? [] : [talk.ignoredWords({ words: remarks.ignoredWords.join(', ') })]),
    ...(Object.keys(remarks.ignoredSegment).length === 0
      ? []
      : [talk.ignoredSegment({ segment: segmentPhrase(remarks.ignoredSegment, voice.speak) })]),
    ...(remarks.ownOnly ? [talk.ownOnly()] : []),
    ...(remarks.syncFailed === null ? [] : [talk.syncFailed({ cause: remarks.syncFailed })]),
    ...remarks.stale.map(({ file, since }) => talk.staleFile({ file, since: voice.speak.format.instant(since) })),
  ];
  if (lines.length === 0) return message;
  const [first, ...rest] = message.blocks;
  const others = [
    ...(remarks.reading?.instead ?? []).map((one) => ({ label: insteadLabel(one, voice), question: one.question })),
    ...(remarks.taken?.instead ?? []).map(({ question, partnerName }) => ({ label: partnerName, question })),
  ];
  const blocks: readonly OurBlock[] = [
    ...(first === undefined ? [] : [first]),
    context(lines.map((line) => mrkdwn`${line}`)),
    ...(others.length === 0 ? [] : [askButtons(others)]),
    ...rest,
  ];
  return { ...message, blocks };
}

function readingLine({ word, as }: ReadingNote, { speak }: Voice): Phrase {
  const { talk, kpis } = speak.words;
  if ('kpi' in as) return talk.readAsKpi({ word, kpi: kpis[as.kpi].name });
  if ('period' in as) return talk.readAsPeriod({ word, period: periodLabel(as.period, speak) });
  return talk.readAsPartner({ partner: as.partner });
}

const saysPartner = (reading: ReadingNote | null): boolean => reading !== null && 'partner' in reading.as;

function takenLine({ partner, instead }: TakenNote, { speak }: Voice): Phrase {
  const { talk } = speak.words;
  return instead.length === 0 ? talk.takenAs({ partner }) : talk.takenAsOrOther({ partner });
}

function insteadLabel({ question, partnerName }: ReadingNote['instead'][number], { speak }: Voice): string {
  const { talk, kpis } = speak.words;
  const reading = partnerName === null ? [] : [talk.readingPartner({ partner: partnerName })];
  const kpi = question.kpi === null ? [] : [talk.readingKpi({ kpi: kpis[question.kpi].name })];
  return talk.readInstead({ reading: joined([...kpi, ...reading], ', ') }).text;
}

/** A message as it stands in a channel: who shared it comes first. */
export function sharedBy(message: Message, userId: string, voice: Voice): Message {
  const by = context([mrkdwn`${voice.speak.words.talk.sharedBy({ user: '' }).text.trim()} ${mention(userId)}`]);
  return { ...message, blocks: [...message.blocks, by] };
}
