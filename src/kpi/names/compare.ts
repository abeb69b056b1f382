import { aligned } from './align.ts';
import { compact, formOf, type Spelling } from './fold.ts';
import type { Mistake } from './mistakes.ts';

/** What each departure from the name counts, in typing mistakes. */
const OTHER_BLANK = 0.5;
const OTHER_FORM = 1.5;
const ADDED_FORM = 0.5;

/** With fewer letters, one mistake is as much as a name bears. */
const TWO_MISTAKES = 9;

/** What is longer is no name that somebody types. */
export const MOST_WORDS = 16;

/** How far typed words are from a name; null where they are not alike. */
export function compareNames(typed: Spelling, name: Spelling): Mistake | null {
  const form = formOf(typed);
  const asName = withForm(bestOf(typed.words.slice(0, typed.core), name.words.slice(0, name.core)), typed, name);
  // Who types the legal form has left nothing out.
  const isWhole = form === '' || typed.core >= name.core;
  // A legal form with a typing mistake in it was not seen as one.
  const whole = form === '' && name.core < name.words.length ? aligned(typed.words, name.words) : null;
  const best = nearer(asName, whole);
  if (best === null) return null;
  const most = compact(typed).length >= TWO_MISTAKES ? 2 : 1;
  return { ...best, clear: best.clear && isWhole && best.edits <= most };
}

function withForm(mistake: Mistake | null, typed: Spelling, name: Spelling): Mistake | null {
  const [wanted, there] = [formOf(typed), formOf(name)];
  if (mistake === null || wanted === '' || wanted === there) return mistake;
  return { ...mistake, cost: mistake.cost + (there === '' ? ADDED_FORM : OTHER_FORM) };
}

const nearer = (a: Mistake | null, b: Mistake | null): Mistake | null =>
  a === null ? b : b === null || a.cost <= b.cost ? a : b;

/** The words as they are, or two of them written as one. */
function bestOf(typed: readonly string[], name: readonly string[]): Mistake | null {
  let best = aligned(typed, name);
  if (best !== null && best.cost === 0) return best;
  const isJoined = typed.length < name.length;
  const isSame = typed.length === name.length || name.length > MOST_WORDS;
  for (const { words, shortest } of isSame ? [] : joins(isJoined ? name : typed)) {
    const mistake = isJoined ? aligned(typed, words) : aligned(words, name);
    best = nearer(best, mistake === null ? null : withBlank(mistake, shortest));
  }
  return best;
}

interface Joined {
  readonly words: readonly string[];
  /** Letters of the shorter one of the two joined. */
  readonly shortest: number;
}

const joins = (words: readonly string[]): readonly Joined[] =>
  words.slice(1).map((second, at) => {
    const first = words[at] ?? '';
    return {
      words: [...words.slice(0, at), first + second, ...words.slice(at + 2)],
      shortest: Math.min(first.length, second.length),
    };
  });

/** A blank too many or too few; where a short word is joined, another mistake may make another name. */
const withBlank = (mistake: Mistake, shortest: number): Mistake => ({
  ...mistake,
  cost: mistake.cost + OTHER_BLANK,
  clear: mistake.clear && (mistake.edits === 0 || shortest > 3),
});
