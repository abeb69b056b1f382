import { hasDigit, isSlight, type Mistake, wordMistake } from './mistakes.ts';

/** What each departure from the name counts, in typing mistakes. */
const MISSING_WORD = 1.5;
/** Whoever leaves out a word may as well leave out two. */
const ONE_MORE_MISSING = 0.1;
const STRANGE_WORD = 3;
const OTHER_ORDER = 0.5;

/** What is right beside a doubtful word for it to be no other name: letters, in so many words. */
const SUPPORT = { letters: 9, words: 2 };

/** So many letters say something of a longer name. */
const LEAST_PART = 4;

interface Pair {
  readonly word: string;
  readonly place: number;
  readonly mistake: Mistake;
}

/** Each typed word with the word of the name that is nearest to it; what is left over is missing, or strange. */
export function aligned(typed: readonly string[], name: readonly string[]): Mistake | null {
  const free = new Set(name.keys());
  const pairs: Pair[] = [];
  for (const word of typed) {
    const pair = nearestOf(word, name, free);
    if (pair === null) continue;
    free.delete(pair.place);
    pairs.push(pair);
  }
  if (pairs.length === 0) return null;
  const strange = typed.length - pairs.length;
  const missing = Math.max(0, free.size - strange);
  const isOrdered = pairs.every(({ place }, at) => place > (pairs[at - 1]?.place ?? -1));
  const sum = (of: (mistake: Mistake) => number): number => pairs.reduce((all, { mistake }) => all + of(mistake), 0);
  return {
    cost: sum(({ cost }) => cost) + strange * STRANGE_WORD + missingCost(missing) + (isOrdered ? 0 : OTHER_ORDER),
    edits: sum(({ edits }) => edits),
    strange,
    clear: strange === 0 && (missing === 0 ? isClear(pairs, name) : isClearInPart(pairs, name, free)),
  };
}

const missingCost = (count: number): number => (count === 0 ? 0 : MISSING_WORD + (count - 1) * ONE_MORE_MISSING);

/** Words near enough, or one of them doubtful, and the others so right that it cannot be another. */
function isClear(pairs: readonly Pair[], name: readonly string[]): boolean {
  const [doubtful, ...more] = pairs.filter(({ mistake }) => !mistake.clear);
  if (doubtful === undefined) return true;
  const right = pairs.filter(({ mistake }) => mistake.edits === 0);
  const letters = right.reduce((sum, { word }) => sum + word.length, 0);
  return (
    more.length === 0 &&
    isSlight(doubtful.word, name[doubtful.place] ?? '') &&
    right.length === pairs.length - 1 &&
    right.length >= SUPPORT.words &&
    letters >= SUPPORT.letters
  );
}

/** Without some of its words a name is still clear where what is there is right, or nearly so from its beginning on. */
function isClearInPart(pairs: readonly Pair[], name: readonly string[], missing: ReadonlySet<number>): boolean {
  const letters = pairs.reduce((sum, { word }) => sum + word.length, 0);
  if (letters < LEAST_PART || !pairs.every(({ mistake }) => mistake.clear)) return false;
  if ([...missing].some((place) => hasDigit(name[place] ?? ''))) return false;
  const edits = pairs.reduce((sum, { mistake }) => sum + mistake.edits, 0);
  return edits === 0 || (edits === 1 && pairs.some(({ place }) => place === 0));
}

function nearestOf(word: string, name: readonly string[], free: ReadonlySet<number>): Pair | null {
  let best: Pair | null = null;
  for (const place of free) {
    const mistake = wordMistake(word, name[place] ?? '');
    if (mistake !== null && (best === null || mistake.cost < best.mistake.cost)) best = { word, place, mistake };
  }
  return best;
}
