import { type SegmentKey, segmentKeys } from '../../../kpi/segment.ts';
import type { Vocabulary } from '../../../text/keys/vocabulary.ts';
import { tidy } from '../../blocks/mrkdwn.ts';

/** One typed word, a quoted text, or a group such as `tier:Gold`. */
export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly norm: string }
  | { readonly kind: 'quoted'; readonly text: string }
  | { readonly kind: 'segment'; readonly key: SegmentKey; readonly value: string; readonly quoted: boolean };

const OPEN = '"“„‟«»”';
const quotedText = `[${OPEN}]([^${OPEN}]*)[${OPEN}]?`;
const pattern = new RegExp(`(?:(\\p{L}+)[:=])?(?:${quotedText}|'([^']+)'(?=\\s|$))|(\\S+)`, 'gu');

/** The form in which words are compared: lower case, umlauts written out, no accents, no punctuation at the end. */
export function normalise(word: string): string {
  return tidy(word)
    .toLowerCase()
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[_\u2010-\u2014]/g, '-')
    .replace(/(?<=.)[,;!?.]+$/u, '');
}

/** Splits what was typed. Quotes of any kind make a literal; `key:value` and `key=value` are groups where the key is one. */
export function tokens(typed: string, vocabularies: readonly Vocabulary[]): readonly Token[] {
  // Hidden characters come along when a name is copied from a message.
  const text = tidy(typed);
  return [...text.matchAll(pattern)].flatMap((match): readonly Token[] => {
    const [, key, double, single, word] = match;
    const literal = double ?? single;
    if (literal !== undefined) return quotedToken(key, literal, vocabularies);
    return word === undefined ? [] : wordToken(word, vocabularies);
  });
}

function quotedToken(key: string | undefined, literal: string, vocabularies: readonly Vocabulary[]): readonly Token[] {
  const value = literal.trim();
  const known = key === undefined ? null : segmentKey(key, vocabularies);
  if (known !== null && value !== '') return [{ kind: 'segment', key: known, value, quoted: true }];
  const before: readonly Token[] = key === undefined ? [] : [{ kind: 'word', text: key, norm: normalise(key) }];
  return value === '' ? before : [...before, { kind: 'quoted', text: value }];
}

function wordToken(word: string, vocabularies: readonly Vocabulary[]): readonly Token[] {
  const [, key = '', value = ''] = /^([^:=]+)[:=](.+)$/u.exec(word) ?? [];
  const known = key === '' ? null : segmentKey(key, vocabularies);
  if (known !== null) return [{ kind: 'segment', key: known, value, quoted: false }];
  const norm = normalise(word);
  return norm === '' ? [] : [{ kind: 'word', text: word, norm }];
}

function segmentKey(key: string, vocabularies: readonly Vocabulary[]): SegmentKey | null {
  const norm = normalise(key);
  return segmentKeys.find((one) => vocabularies.some((words) => words.segments[one].includes(norm))) ?? null;
}
