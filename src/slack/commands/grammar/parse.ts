import type { KpiId } from '../../../kpi/list.ts';
import type { Segment, SegmentKey } from '../../../kpi/segment.ts';
import { type FiscalToday, isHelp, type Keyword, keywordOf, LONGEST, vocabularies } from './keywords.ts';
import { type Token, tokens } from './tokens.ts';

/** One way to read what was typed. */
export interface Reading {
  readonly kpi: KpiId | null;
  readonly period: string | null;
  readonly segment: Segment;
  /** What is left for a partner's name; null where nothing is. */
  readonly name: string | null;
  readonly mine: boolean;
  /** Keywords that were read as such, with the words they were typed as. */
  readonly keywords: readonly { readonly typed: string; readonly keyword: Keyword }[];
  /** Words without a meaning here. */
  readonly ignored: readonly string[];
}

export type Parsed =
  | { readonly kind: 'empty' }
  | { readonly kind: 'help' }
  | { readonly kind: 'readings'; readonly readings: readonly Reading[] };

interface Span {
  readonly from: number;
  readonly to: number;
  readonly typed: string;
  readonly keyword: Keyword;
}

/** More keywords than this are not tried as names one by one; nobody types so many. */
const TRIED = 4;

/**
 * Reads the words after the command, in any order and in both languages. Every word that is a keyword may also be part
 * of a name, so all readings are given, the one with most keywords first; who knows the partners chooses.
 */
export function parse(typed: string, today: FiscalToday): Parsed {
  const all = tokens(typed, vocabularies);
  const [first] = all;
  if (first === undefined) return { kind: 'empty' };
  if (first.kind === 'word' && isHelp(first.norm)) return { kind: 'help' };
  const spans = keywordSpans(all, today);
  const words = spans.filter(({ keyword }) => keyword.kind !== 'filler').slice(0, TRIED);
  const fillers = spans.filter(({ keyword }) => keyword.kind === 'filler');
  const readings = subsets(words).flatMap((kept) => {
    const rest = spans.filter((span) => span.keyword.kind !== 'filler' && !words.includes(span));
    return [
      reading(all, [...kept, ...rest], fillers),
      ...(fillers.length === 0 ? [] : [reading(all, [...kept, ...rest], [])]),
    ];
  });
  return { kind: 'readings', readings };
}

/** Keywords from left to right, the longest at each place; they do not overlap. */
function keywordSpans(all: readonly Token[], today: FiscalToday): readonly Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < all.length; ) {
    const span = longestAt(all, from, today);
    if (span !== null) spans.push(span);
    from = span?.to ?? from + 1;
  }
  return spans;
}

function longestAt(all: readonly Token[], from: number, today: FiscalToday): Span | null {
  for (let length = Math.min(LONGEST, all.length - from); length > 0; length -= 1) {
    const slice = all.slice(from, from + length).filter((token) => token.kind === 'word');
    if (slice.length < length) continue;
    const keyword = keywordOf(slice.map(({ norm }) => norm).join('-'), today);
    if (keyword !== null) return { from, to: from + length, typed: slice.map(({ text }) => text).join(' '), keyword };
  }
  return null;
}

/** All subsets, the largest first, earlier entries kept longest. */
function subsets(spans: readonly Span[]): readonly (readonly Span[])[] {
  const sets = Array.from({ length: 2 ** spans.length }, (_, bits) =>
    spans.filter((_span, index) => (bits & (1 << index)) !== 0),
  );
  return sets.toSorted((a, b) => b.length - a.length);
}

function reading(all: readonly Token[], kept: readonly Span[], dropped: readonly Span[]): Reading {
  const kpis = kept.filter(({ keyword }) => keyword.kind === 'kpi');
  const periods = kept.filter(({ keyword }) => keyword.kind === 'period');
  const used = [...kept, ...dropped];
  const free = all.filter((_token, index) => !used.some(({ from, to }) => index >= from && index < to));
  const quoted = free.filter((token) => token.kind === 'quoted');
  const loose = free.filter((token) => token.kind === 'word');
  // A literal is the name; words beside it are not part of it.
  const name = (quoted.length > 0 ? quoted : loose).map(({ text }) => text).join(' ');
  const [kpi] = kpis;
  const [period] = periods;
  return {
    kpi: kpi?.keyword.kind === 'kpi' ? kpi.keyword.kpi : null,
    period: period?.keyword.kind === 'period' ? period.keyword.period : null,
    segment: segmentOf(free),
    name: name === '' ? null : name,
    mine: kept.some(({ keyword }) => keyword.kind === 'mine'),
    keywords: kept.map(({ typed, keyword }) => ({ typed, keyword })),
    ignored: [
      ...kpis.slice(1).map(({ typed }) => typed),
      ...periods.slice(1).map(({ typed }) => typed),
      ...(quoted.length > 0 ? loose.map(({ text }) => text) : []),
    ],
  };
}

function segmentOf(free: readonly Token[]): Segment {
  const segment: { [K in SegmentKey]?: string } = {};
  for (const token of free) if (token.kind === 'segment') segment[token.key] = token.value;
  return segment;
}
