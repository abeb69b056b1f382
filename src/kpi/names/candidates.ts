import { compareNames, MOST_WORDS } from './compare.ts';
import { type Spelling, spellings } from './fold.ts';
import { coreText, type NameEntry, type NameIndex } from './index.ts';
import type { Mistake } from './mistakes.ts';

/** A name that may have been meant. */
export interface Candidate {
  readonly entry: NameEntry;
  /** Null where only some letters are alike. */
  readonly mistake: Mistake | null;
  /** From 0 to 1. */
  readonly likeness: number;
}

/** Which names may be found at all. */
export type Allowed = (entry: NameEntry) => boolean;

/** As many are compared word by word, those with the right words and those with the right letters. */
const MOST_BY_WORDS = 120;
const MOST_BY_LETTERS = 40;
const LEAST_LIKENESS = 0.25;
const STEPS = 64;

/** The names most like a text, one per partner, the nearest first. */
export function candidates(index: NameIndex, text: string, allowed: Allowed): readonly Candidate[] {
  const best = new Map<number, Candidate>();
  for (const candidate of spellings(text).flatMap((typed) => likeOne(index, typed, allowed))) {
    const partner = candidate.entry.found.partner.index;
    const other = best.get(partner);
    if (other === undefined || compareCandidates(candidate, other) < 0) best.set(partner, candidate);
  }
  return [...best.values()].sort(compareCandidates);
}

function likeOne(index: NameIndex, typed: Spelling, allowed: Allowed): readonly Candidate[] {
  if (typed.words.length === 0 || typed.words.length > MOST_WORDS) return [];
  const letters = index.pairs.likeness(coreText(typed));
  const places = new Set([
    ...byWords(index, typed, allowed),
    ...lowest(
      index.entries.length,
      (place) => ((letters[place] ?? 0) < LEAST_LIKENESS ? STEPS : Math.floor((1 - (letters[place] ?? 0)) * STEPS)),
      (place) => isAllowed(index, place, allowed),
      MOST_BY_LETTERS,
    ),
  ]);
  return [...places].flatMap((place) => {
    const entry = index.entries[place];
    return entry === undefined ? [] : [judged(entry, typed, letters[place] ?? 0)];
  });
}

function judged(entry: NameEntry, typed: Spelling, letters: number): Candidate {
  const mistake = compareNames(typed, entry);
  const size = 2 + coreText(typed).length / 2;
  return { entry, mistake, likeness: Math.max(letters, mistake === null ? 0 : 1 - mistake.cost / size) };
}

function compareCandidates(a: Candidate, b: Candidate): number {
  const [costA, costB] = [a.mistake?.cost ?? Number.MAX_VALUE, b.mistake?.cost ?? Number.MAX_VALUE];
  return (
    b.likeness - a.likeness ||
    costA - costB ||
    a.entry.found.partner.index - b.entry.found.partner.index ||
    (a.entry.folded < b.entry.folded ? -1 : 1)
  );
}

const isAllowed = ({ entries }: NameIndex, place: number, allowed: Allowed): boolean => {
  const entry = entries[place];
  return entry !== undefined && allowed(entry);
};

/** The names that have the most of the typed words, or words near to them, and the fewest others. */
function byWords(index: NameIndex, typed: Spelling, allowed: Allowed): readonly number[] {
  const { entries, vocabulary } = index;
  const words = typed.words.slice(0, typed.core);
  const seen = new Uint8Array(entries.length);
  const matched = new Uint8Array(entries.length);
  const edits = new Uint8Array(entries.length);
  for (const [at, word] of words.entries()) {
    for (const near of vocabulary.near(word)) {
      for (const place of vocabulary.namesWith(near.word)) {
        if (seen[place] === at + 1) continue;
        seen[place] = at + 1;
        matched[place] = (matched[place] ?? 0) + 1;
        edits[place] = (edits[place] ?? 0) + near.edits;
      }
    }
  }
  // In half mistakes, as compareNames counts them.
  const cost = (place: number): number => {
    const found = matched[place] ?? 0;
    if (found === 0) return STEPS;
    const isMissing = (entries[place]?.core ?? 0) > words.length;
    return 2 * (edits[place] ?? 0) + (isMissing ? 3 : 0) + 6 * (words.length - found);
  };
  return lowest(entries.length, cost, (place) => isAllowed(index, place, allowed), MOST_BY_WORDS);
}

/** At most so many of the places, those that cost least; what costs `STEPS` or more is none. */
function lowest(
  count: number,
  cost: (place: number) => number,
  allowed: (place: number) => boolean,
  most: number,
): readonly number[] {
  const steps: number[][] = [];
  for (let place = 0; place < count; place += 1) {
    const step = cost(place);
    if (step >= STEPS) continue;
    const list = steps[step];
    if (list === undefined) steps[step] = [place];
    else list.push(place);
  }
  const found: number[] = [];
  for (const list of steps) {
    for (const place of list ?? []) {
      if (found.length >= most) return found;
      if (allowed(place)) found.push(place);
    }
  }
  return found;
}
