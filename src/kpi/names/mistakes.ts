import { distance } from './distance.ts';

/** How far typed words are from a name, in typing mistakes; `clear`: near enough to be nothing else. */
export interface Mistake {
  readonly cost: number;
  readonly edits: number;
  readonly clear: boolean;
  /** How many typed words are none of the name's. */
  readonly strange: number;
}

export const noMistake: Mistake = { cost: 0, edits: 0, clear: true, strange: 0 };

/** Shorter words are too easily another word. */
const SHORT = 4;
/** A first letter is rarely mistyped. */
const OTHER_FIRST_LETTER = 0.5;
const OTHER_NUMBER = 2;

/** How far one typed word is from a word of a name; null where they are not alike. */
export function wordMistake(typed: string, word: string): Mistake | null {
  if (typed === word) return noMistake;
  const edits = distance(typed, word, mostEdits(typed));
  if (edits > mostEdits(typed)) return null;
  // Another number is another thing, however near.
  if (hasDigit(typed) || hasDigit(word)) return { ...noMistake, cost: OTHER_NUMBER, edits, clear: false };
  const cost = edits + (typed[0] === word[0] ? 0 : OTHER_FIRST_LETTER);
  return { ...noMistake, cost, edits, clear: isClear(typed, word, edits) };
}

/** How many letters of a word may be wrong for it to be thought of at all. */
export const mostEdits = (word: string): number => (word.length > SHORT ? 2 : 1);

export const hasDigit = (text: string): boolean => /\p{N}/u.test(text);

function isClear(typed: string, word: string, edits: number): boolean {
  const length = Math.min(typed.length, word.length);
  const sameFirst = typed[0] === word[0];
  // With two mistakes “Bridgewise” is “Bridgeware”.
  if (length < SHORT || edits > 1) return false;
  if (length === SHORT) return sameFirst && (sound(typed) === sound(word) || isTransposed(typed, word));
  return (
    sameFirst || isTransposed(typed, word) || (length > SHORT + 1 && (word.endsWith(typed) || typed.endsWith(word)))
  );
}

/** A single mistake in a word that is not very short: doubtful by itself, but not among words that are right. */
export const isSlight = (typed: string, word: string): boolean =>
  !hasDigit(typed) && !hasDigit(word) && word.length >= SHORT && distance(typed, word, 1) === 1;

const isTransposed = (a: string, b: string): boolean =>
  a.length === b.length && [...a].sort().join('') === [...b].sort().join('');

/** Letters that are written for one another, and doubled ones as one. */
const sound = (word: string): string =>
  word
    .replace(/ph/g, 'f')
    .replace(/[cq]/g, 'k')
    .replace(/y/g, 'i')
    .replace(/z/g, 's')
    .replace(/[vw]/g, 'f')
    .replace(/(.)\1/gu, '$1');
