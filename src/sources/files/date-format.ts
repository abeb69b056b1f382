import { Bad, type Parse } from './cells.ts';
import type { LocalTimes } from './local-times.ts';
import { bareDate, stamp } from './stamps.ts';

const tokens = {
  YYYY: String.raw`\d{4}`,
  YY: String.raw`\d{2}`,
  MM: String.raw`\d{2}`,
  M: String.raw`\d{1,2}`,
  DD: String.raw`\d{2}`,
  D: String.raw`\d{1,2}`,
  HH: String.raw`\d{2}`,
  H: String.raw`\d{1,2}`,
  hh: String.raw`\d{2}`,
  h: String.raw`\d{1,2}`,
  mm: String.raw`\d{2}`,
  ss: String.raw`\d{2}`,
  SSS: String.raw`\d{3}`,
  A: '[AaPp][Mm]',
  Z: String.raw`Z|[+-]\d{2}:?\d{2}`,
} as const;
type Token = keyof typeof tokens;
const isToken = (text: string): text is Token => Object.hasOwn(tokens, text);

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction' | 'half' | 'offset';
const partOf: Readonly<Record<Token, Part>> = {
  YYYY: 'year',
  YY: 'year',
  MM: 'month',
  M: 'month',
  DD: 'day',
  D: 'day',
  HH: 'hour',
  H: 'hour',
  hh: 'hour',
  h: 'hour',
  mm: 'minute',
  ss: 'second',
  SSS: 'fraction',
  A: 'half',
  Z: 'offset',
};

interface Piece {
  readonly text: string;
  /** How many brackets are open around it. */
  readonly depth: number;
}

const example = 'a date format such as DD.MM.YYYY, MM/DD/YYYY HH:mm or YYYY-MM-DD[ HH:mm:ss]';
const vocabulary = 'of YYYY YY MM M DD D HH H hh h A mm ss SSS Z, with [ ] around what may be absent';

/** What a date format should have been; null for a usable one. `ISO` is the plain form of rule 7.1. */
export function dateFormatProblem(format: string): string | null {
  if (format === 'ISO') return null;
  const pieces = piecesOf(format);
  const problem = pieces === null ? 'each [ with its ]' : (lettersProblem(pieces) ?? partsProblem(pieces));
  return problem === null ? null : `${example}: ${problem}`;
}

function piecesOf(format: string): Piece[] | null {
  const pieces: Piece[] = [];
  let depth = 0;
  for (const [text] of format.matchAll(/YYYY|YY|MM|M|DD|D|HH|H|hh|h|mm|ss|SSS|A|Z|[\s\S]/g)) {
    if (text === ']') depth -= 1;
    if (depth < 0) return null;
    pieces.push({ text, depth });
    if (text === '[') depth += 1;
  }
  return depth === 0 ? pieces : null;
}

function lettersProblem(pieces: readonly Piece[]): string | null {
  const strange = pieces.find(({ text }) => !isToken(text) && /[\p{L}\p{N}]/u.test(text) && text !== 'T');
  if (strange !== undefined) return `${vocabulary}; “${strange.text}” is none of them`;
  // `YYYYMD` reads 2024111 in two ways.
  const isLoose = (text: string | undefined): boolean => /^[MDHh]$/.test(text ?? '');
  const isDigits = (text: string | undefined): boolean => text !== undefined && isToken(text) && !/^[AZ]$/.test(text);
  const touching = pieces.some(
    ({ text }, at) => isLoose(text) && (isDigits(pieces[at - 1]?.text) || isDigits(pieces[at + 1]?.text)),
  );
  return touching ? 'a separator beside M, D, H and h, which have one or two digits' : null;
}

const needs: readonly (readonly [Part, Part])[] = [
  ['minute', 'hour'],
  ['second', 'minute'],
  ['fraction', 'second'],
  ['half', 'hour'],
  ['offset', 'hour'],
];

function partsProblem(pieces: readonly Piece[]): string | null {
  const found = new Map<Part, Piece>();
  for (const piece of pieces) {
    if (!isToken(piece.text)) continue;
    const part = partOf[piece.text];
    if (found.has(part)) return `the ${part} only once`;
    found.set(part, piece);
  }
  for (const part of ['year', 'month', 'day'] as const) {
    if (found.get(part)?.depth !== 0) return `${part} always there, outside of [ ]`;
  }
  for (const [part, beside] of needs) {
    if (found.has(part) && !found.has(beside)) return `no ${part} without ${beside}`;
  }
  const isTwelve = /^h/.test(found.get('hour')?.text ?? '');
  if (found.has('hour') && isTwelve !== found.has('half')) return 'h or hh together with A, H or HH without';
  return found.has('hour') && !found.has('minute') ? 'no hour without minute' : null;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()|{}/-]/g, String.raw`\$&`);

/**
 * A reader of dates in a format without a problem: gives a bare date or a UTC instant (rule 7.1); local times are of the
 * zone. Without one it gives the day that is written there, whatever the time behind it.
 */
export function dateReader(format: string, local: LocalTimes | null): Parse<string> {
  const pieces = piecesOf(format) ?? [];
  const parts: Part[] = [];
  const pattern = pieces.map(({ text }) => {
    if (text === '[') return '(?:';
    if (text === ']') return ')?';
    if (!isToken(text)) return text === ' ' ? String.raw`[ \u00a0\u202f]+` : escaped(text);
    parts.push(partOf[text]);
    return `(${tokens[text]})`;
  });
  const whole = new RegExp(`^${pattern.join('')}$`);
  return (cell) => {
    const groups = whole.exec(cell);
    if (groups === null) return notADate;
    const found: Partial<Record<Part, string>> = {};
    parts.forEach((part, at) => {
      const text = groups[at + 1];
      if (text !== undefined) found[part] = text;
    });
    return momentOf(found, local);
  };
}

const notADate = new Bad('not a date');
const noSuchTime = new Bad('no such local time: the clock was put forward');
const two = (text = '00'): string => text.padStart(2, '0');

function momentOf(found: Partial<Record<Part, string>>, local: LocalTimes | null): string | Bad {
  const { year = '', hour, minute, second, fraction = '000', offset } = found;
  const date = bareDate(`${year.length === 2 ? `20${year}` : year}-${two(found.month)}-${two(found.day)}`);
  if (date instanceof Bad || hour === undefined) return date;
  const full = fullHour(hour, found.half);
  if (full === null) return notADate;
  const time = `${two(String(full))}:${two(minute)}:${two(second)}.${fraction}`;
  const asUtc = stamp(`${date}T${time}${offset ?? 'Z'}`);
  if (asUtc instanceof Bad) return asUtc;
  if (local === null) return date;
  if (offset !== undefined) return asUtc;
  return local.utcOf(asUtc) ?? noSuchTime;
}

function fullHour(hour: string, half: string | undefined): number | null {
  const value = Number(hour);
  if (half === undefined) return value <= 23 ? value : null;
  if (value < 1 || value > 12) return null;
  return (value % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}
