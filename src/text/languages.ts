import { answer as deAnswer, records as deRecords } from './de/answer.ts';
import { attention as deAttention } from './de/attention.ts';
import { columns as deColumns } from './de/columns.ts';
import { errors as deErrors } from './de/errors.ts';
import { kpis as deKpis } from './de/kpis.ts';
import { leftOut as deLeftOut, notes as deNotes } from './de/left-out.ts';
import { lines as deLines } from './de/lines.ts';
import * as deReasons from './de/reasons.ts';
import { scorecard as deScorecard } from './de/scorecard.ts';
import { talk as deTalk } from './de/talk.ts';
import { time as deTime } from './de/time.ts';
import { vocabulary as deVocabulary } from './de/vocabulary.ts';
import { answer as enAnswer, records as enRecords } from './en/answer.ts';
import { attention as enAttention } from './en/attention.ts';
import { columns as enColumns } from './en/columns.ts';
import { errors as enErrors } from './en/errors.ts';
import { kpis as enKpis } from './en/kpis.ts';
import { leftOut as enLeftOut, notes as enNotes } from './en/left-out.ts';
import { lines as enLines } from './en/lines.ts';
import * as enReasons from './en/reasons.ts';
import { scorecard as enScorecard } from './en/scorecard.ts';
import { talk as enTalk } from './en/talk.ts';
import { time as enTime } from './en/time.ts';
import { vocabulary as enVocabulary } from './en/vocabulary.ts';

/** The languages, each with every theme. A new language is its folder and one entry here; the compiler demands the keys. */
export const languages = {
  en: {
    answer: enAnswer,
    records: enRecords,
    attention: enAttention,
    errors: enErrors,
    columns: enColumns,
    kpis: enKpis,
    leftOut: enLeftOut,
    notes: enNotes,
    reasons: enReasons,
    lines: enLines,
    scorecard: enScorecard,
    talk: enTalk,
    time: enTime,
    vocabulary: enVocabulary,
  },
  de: {
    answer: deAnswer,
    records: deRecords,
    attention: deAttention,
    errors: deErrors,
    columns: deColumns,
    kpis: deKpis,
    leftOut: deLeftOut,
    notes: deNotes,
    reasons: deReasons,
    lines: deLines,
    scorecard: deScorecard,
    talk: deTalk,
    time: deTime,
    vocabulary: deVocabulary,
  },
} as const;

export type Language = keyof typeof languages;

/** `de-DE` → de; a language that we do not speak → the fallback. */
export function languageOfLocale(locale: string | null | undefined, fallback: Language): Language {
  const code = locale?.slice(0, 2).toLowerCase();
  return code === 'en' || code === 'de' ? code : fallback;
}
