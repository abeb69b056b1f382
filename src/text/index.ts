import { type ErrorCode, type ErrorParams, isErrorCode } from '../errors.ts';
import type { AttentionReason } from '../kpi/analyst.ts';
import type { AnswerNote } from '../kpi/answer.ts';
import type { KpiId } from '../kpi/list.ts';
import type { LeftOutReason } from '../kpi/tally.ts';
import type { Caveat, ProofFigure, Reason } from '../proof/index.ts';
import type { answerKeys } from './keys/answer.ts';
import type { deliveryKeys } from './keys/delivery.ts';
import type { digestKeys } from './keys/digest.ts';
import type { filterKeys } from './keys/filter.ts';
import type { KpiWords } from './keys/kpis.ts';
import type { LeftOutKeys } from './keys/left-out.ts';
import type { lineKeys } from './keys/lines.ts';
import type { scorecardKeys } from './keys/scorecard.ts';
import type { pauseKeys, subscriptionKeys } from './keys/subscriptions.ts';
import type { talkKeys } from './keys/talk.ts';
import type { timeKeys } from './keys/time.ts';
import type { toldKeys } from './keys/told.ts';
import type { Vocabulary } from './keys/vocabulary.ts';
import { type Language, languages } from './languages.ts';
import { Message, type Phrase, type Value } from './phrase.ts';
import { reasonIn } from './reason.ts';
import { type Says, says } from './words.ts';

/** Everything that can be said in one language: message functions by theme, and plain words by KPI, figure and record. */
export interface Catalogue {
  readonly language: Language;
  readonly time: Says<typeof timeKeys>;
  readonly told: Says<typeof toldKeys>;
  readonly delivery: Says<typeof deliveryKeys>;
  readonly lines: Says<typeof lineKeys>;
  readonly scorecard: Says<typeof scorecardKeys>;
  readonly answer: Says<typeof answerKeys>;
  readonly subscriptions: Says<typeof subscriptionKeys>;
  readonly pauses: Says<typeof pauseKeys>;
  readonly talk: Says<typeof talkKeys>;
  readonly digest: Says<typeof digestKeys>;
  readonly filter: Says<typeof filterKeys>;
  readonly kpis: Readonly<Record<KpiId, KpiWords>>;
  readonly vocabulary: Vocabulary;
  readonly leftOut: Readonly<Record<LeftOutReason, (values: { readonly count: Value }) => Phrase>>;
  /** What an answer rests on. */
  note(code: AnswerNote): string;
  /** What a CRM's filter leaves out. */
  caveat(code: Caveat): string;
  /** Why the CRM's table and ours differ in a record. */
  difference(reason: Reason): string;
  proofFigure(name: ProofFigure): string;
  /** Why a source did not take a row, a field or a file. */
  reason(reason: string): string;
  /** What a record is called; its own name where there is no word. */
  record(kind: string): string;
  attention(reason: AttentionReason): Phrase;
  /** Cause, remedy and documentation page of a failure; a value that it does not carry is shown as “?”. */
  error(
    code: ErrorCode,
    params: ErrorParams,
  ): { readonly cause: Phrase; readonly remedy: Phrase; readonly page: string };
  /** A figure's label; its own key where it is none of the contract's. */
  figure(name: string): string;
}

const made = new Map<Language, Catalogue>();

/** The catalogue of a language; made once. */
export function catalogue(language: Language): Catalogue {
  const known = made.get(language);
  if (known !== undefined) return known;
  const words = languages[language];
  const labels: Readonly<Record<string, string>> = words.columns;
  const fresh: Catalogue = {
    language,
    time: says<typeof timeKeys>(words.time, language),
    told: says<typeof toldKeys>(words.told, language),
    delivery: says<typeof deliveryKeys>(words.delivery, language),
    lines: says<typeof lineKeys>(words.lines, language),
    scorecard: says<typeof scorecardKeys>(words.scorecard, language),
    answer: says<typeof answerKeys>(words.answer, language),
    subscriptions: says<typeof subscriptionKeys>(words.subscriptions, language),
    pauses: says<typeof pauseKeys>(words.pauses, language),
    talk: says<typeof talkKeys>(words.talk, language),
    digest: says<typeof digestKeys>(words.digest, language),
    filter: says<typeof filterKeys>(words.filter, language),
    kpis: words.kpis,
    vocabulary: words.vocabulary,
    leftOut: says<LeftOutKeys>(words.leftOut, language),
    note: (code) => words.notes[code],
    caveat: (code) => words.caveats[code],
    difference: (reason) => words.differences[reason],
    proofFigure: (name) => words.proofFigures[name],
    record: (kind) => words.records[kind] ?? kind,
    attention: (reason) => tolerant(words.attention[reason.code], language, reason.values),
    reason: (reason) => reasonIn(words.reasons, reason),
    error: (code, params) => ({
      cause: tolerant(words.errors[code].cause, language, toldIn(words, language, code, params)),
      remedy: tolerant(words.errors[code].remedy, language, params),
      page: words.errors[code].page,
    }),
    figure: (name) => labels[name] ?? name,
  };
  made.set(language, fresh);
  return fresh;
}

/** The reasons that an error carries, in the language's words; every other value as it is. */
function toldIn(
  words: (typeof languages)[Language],
  language: Language,
  code: ErrorCode,
  params: ErrorParams,
): ErrorParams {
  const { reasons } = words;
  const { reason } = params;
  if (typeof reason !== 'string') return params;
  // A job fails for a reason that has words of its own.
  if (code === 'job-failed' && isErrorCode(reason)) {
    const inner = { ...params, reason: params.why ?? '?' };
    const { text } = tolerant(words.errors[reason].cause, language, toldIn(words, language, reason, inner));
    return { ...params, reason: text.replace(/\.$/, '') };
  }
  if (code === 'bad-file') return { ...params, reason: reasonIn(reasons, reason) };
  const periods: Readonly<Record<string, string>> = reasons.periodReasons;
  return code === 'bad-period' ? { ...params, reason: periods[reason] ?? reason } : params;
}

const compiled = new Map<string, Message>();

/** A message must never hide what it reports, so a value that is missing shows as “?” instead of throwing. */
function tolerant(source: string, language: Language, values: Readonly<Record<string, Value>>): Phrase {
  const key = `${language} ${source}`;
  const message = compiled.get(key) ?? new Message(source, language);
  compiled.set(key, message);
  const blanks = Object.fromEntries([...source.matchAll(/\{(\w+)/g)].map((match) => [match[1] ?? '', '?']));
  return message.say({ ...blanks, ...values });
}
