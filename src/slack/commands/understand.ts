import type { PartnerMatch, RemoteAnalyst } from '../../kpi/analyst.ts';
import type { PartnerInfo } from '../../kpi/answer.ts';
import type { How } from '../../kpi/names/found.ts';
import { type Segment, type SegmentKey, segmentKeys, UNKNOWN } from '../../kpi/segment.ts';
import { noRemarks, type ReadingNote, type Remarks, type TakenNote } from '../messages/notes.ts';
import type { Question } from '../question.ts';
import type { FiscalToday } from './grammar/keywords.ts';
import { parse, type Reading } from './grammar/parse.ts';

/** What somebody's words mean, given the partners there are. */
export type Understanding =
  | { readonly kind: 'help' }
  | { readonly kind: 'mine' }
  /** `mine`: of the asker's own partners only. */
  | { readonly kind: 'question'; readonly question: Question; readonly remarks: Remarks; readonly mine: boolean }
  | { readonly kind: 'which-kpi'; readonly question: Question }
  | {
      readonly kind: 'unknown-partner';
      readonly name: string;
      readonly near: readonly PartnerInfo[];
      readonly question: Question;
    }
  | {
      readonly kind: 'which-partner';
      readonly name: string;
      readonly fitting: readonly PartnerInfo[];
      /** Of whom `fitting` are the first. */
      readonly total: number;
      readonly question: Question;
    }
  | {
      readonly kind: 'unknown-segment';
      readonly key: SegmentKey;
      readonly value: string;
      readonly there: readonly string[];
    };

interface Candidate {
  readonly reading: Reading;
  readonly match: PartnerMatch | null;
  readonly fit: number;
}

/** How well a reading fits: `exact` names no partner, `swallowed` takes keywords for a part of a mistyped name. */
const FIT = {
  exact: 6,
  id: 6,
  name: 6,
  alias: 6,
  suffix: 5,
  prefix: 4,
  word: 3,
  fuzzy: 2,
  many: 1,
  swallowed: 0.5,
  none: 0,
} as const satisfies Record<How | 'exact' | 'many' | 'swallowed' | 'none', number>;

/** Chooses the reading that fits the partners best; of equal ones the one with most keywords. */
export async function understand(
  typed: string,
  analyst: RemoteAnalyst,
  today: FiscalToday,
): Promise<Understanding | { readonly kind: 'empty' }> {
  const parsed = parse(typed, today);
  if (parsed.kind !== 'readings') return parsed;
  const fullest = Math.max(...parsed.readings.map(({ keywords }) => keywords.length));
  const candidates = await Promise.all(
    parsed.readings.map((reading) => candidate(reading, analyst, reading.keywords.length === fullest)),
  );
  const best = candidates.toSorted((a, b) => b.fit - a.fit || rank(b.reading) - rank(a.reading))[0];
  if (best === undefined) return { kind: 'empty' };
  const { reading, match } = best;
  if (reading.mine && reading.name === null && reading.kpi === null) return { kind: 'mine' };
  const segment = await knownSegment(reading.segment, analyst);
  if ('unknown' in segment) return { kind: 'unknown-segment', ...segment.unknown };
  const question = { kpi: reading.kpi, partner: null, segment: segment.known, period: reading.period, asOf: null };
  const name = reading.name ?? '';
  if (match === null) {
    if (reading.kpi === null && reading.ignored.length === 0 && isPlain(question)) return { kind: 'empty' };
    if (reading.kpi === null) return { kind: 'which-kpi', question };
  } else if (match.kind === 'none') {
    return { kind: 'unknown-partner', name, near: match.suggestions, question };
  } else if (match.kind === 'many') {
    return { kind: 'which-partner', name, fitting: match.partners, total: match.total, question };
  }
  const partner = match?.partner ?? null;
  return {
    kind: 'question',
    mine: reading.mine && partner === null,
    question: { ...question, partner: partner?.id ?? null, segment: partner === null ? question.segment : {} },
    remarks: {
      ...noRemarks,
      // A group rules a single partner out, so there is nothing to choose.
      reading: Object.keys(reading.segment).length === 0 ? readingNote(best, candidates) : null,
      taken: match === null ? null : takenNote(name, match, question),
      ignoredWords: reading.ignored,
      ignoredSegment: partner === null ? {} : question.segment,
    },
  };
}

const isPlain = ({ segment, period }: Question): boolean => Object.keys(segment).length === 0 && period === null;

/** Keywords count for a reading, ignored words against it. */
const rank = ({ keywords, ignored }: Reading): number => keywords.length - 2 * ignored.length;

/** `fullest`: all keywords were read as such. */
async function candidate(reading: Reading, analyst: RemoteAnalyst, fullest: boolean): Promise<Candidate> {
  if (reading.name === null) return { reading, match: null, fit: FIT.exact };
  const match = await analyst.findPartner(reading.name, { loose: true });
  return { reading, match, fit: fitOf(match, fullest) };
}

function fitOf(match: PartnerMatch, fullest: boolean): number {
  if (match.kind === 'none') return FIT.none;
  if (match.how === 'fuzzy' && !fullest) return match.kind === 'one' ? FIT.swallowed : FIT.none;
  return match.kind === 'many' ? FIT.many : FIT[match.how];
}

/** What is to be said about a name that is not the partner's own; null where the answer's title says it all. */
function takenNote(typed: string, match: Extract<PartnerMatch, { kind: 'one' }>, question: Question): TakenNote | null {
  const { partner, how, near } = match;
  const isPart = partner.name.toLowerCase().includes(typed.toLowerCase());
  const isOwn = how === 'id' || how === 'name' || ((how === 'alias' || how === 'suffix') && isPart);
  if (isOwn && partner.mergedFrom === null && near.length === 0) return null;
  const instead = near.map(({ id, name }) => ({
    question: { ...question, partner: id, segment: {} },
    partnerName: name,
  }));
  return { partner: partner.name, instead };
}

/** The other readings that name one partner; null where the words could mean nothing else. */
function readingNote(best: Candidate, candidates: readonly Candidate[]): ReadingNote | null {
  const taken = partnerOf(best)?.id ?? null;
  const seen = new Set([`${best.reading.kpi} ${best.reading.period} ${taken}`]);
  const instead: ReadingNote['instead'][number][] = [];
  for (const { reading, match, fit } of candidates) {
    const partner = match?.kind === 'one' ? match.partner : null;
    const key = `${reading.kpi} ${reading.period} ${partner?.id ?? null}`;
    const usable = fit >= FIT.word && (partner !== null || reading.kpi !== null) && reading.ignored.length === 0;
    if (!usable || seen.has(key)) continue;
    seen.add(key);
    const question = {
      kpi: reading.kpi,
      partner: partner?.id ?? null,
      segment: {},
      period: reading.period,
      asOf: null,
    };
    instead.push({ question, partnerName: partner?.name ?? null });
  }
  const [first] = instead;
  if (first === undefined) return null;
  // The word in dispute is a keyword of this reading, or this reading's name.
  const keyword = best.reading.keywords.find(({ keyword: { kind } }) => kind === 'kpi' || kind === 'period');
  const partner = partnerOf(best);
  const shown = instead.slice(0, 2);
  if (keyword?.keyword.kind === 'kpi' && first.question.kpi !== keyword.keyword.kpi) {
    return { word: keyword.typed, as: { kpi: keyword.keyword.kpi }, instead: shown };
  }
  if (keyword?.keyword.kind === 'period' && first.question.period !== keyword.keyword.period) {
    return { word: keyword.typed, as: { period: keyword.keyword.period }, instead: shown };
  }
  return partner === null ? null : { word: best.reading.name ?? '', as: { partner: partner.name }, instead: shown };
}

const partnerOf = ({ match }: Candidate): PartnerInfo | null => (match?.kind === 'one' ? match.partner : null);

type Known =
  | { readonly known: Segment }
  | { readonly unknown: { readonly key: SegmentKey; readonly value: string; readonly there: readonly string[] } };

/** Group values in the spelling of the records; “unknown” stands for partners without a value (rule 1.9). */
export async function knownSegment(segment: Segment, analyst: RemoteAnalyst): Promise<Known> {
  const known: { [K in SegmentKey]?: string } = {};
  for (const key of segmentKeys) {
    const value = segment[key];
    if (value === undefined) continue;
    const there = await analyst.segmentValues(key);
    const same = there.find((one) => one.toLowerCase() === value.toLowerCase());
    const unknown = ['unknown', 'unbekannt', UNKNOWN].includes(value.toLowerCase()) ? UNKNOWN : undefined;
    const found = same ?? unknown;
    if (found === undefined) return { unknown: { key, value, there } };
    known[key] = found;
  }
  return { known };
}
