import type { Allowed } from './candidates.ts';
import { compact, formOf, type Spelling, spellings } from './fold.ts';
import { type How, type Match, MOST_NEAR } from './found.ts';
import { coreText, type NameEntry, type NameIndex } from './index.ts';
import type { Lines, Place } from './lines.ts';
import { hasDigit } from './mistakes.ts';

/** A name, and whether what was typed ends within one of its words or numbers. */
interface Hit {
  readonly entry: NameEntry;
  readonly splits: 'nothing' | 'word' | 'number';
}

/** A piece of a later word says little. */
const LEAST_PIECE = 4;
const LEAST_WORD = 3;

/** Names that are typed right but not whole; null where there is none. */
export function looseSteps(index: NameIndex, text: string, allowed: Allowed): Match | null {
  const typed = spellings(text).filter(({ words }) => words.length > 0);
  const hitsOfStep = ({ find }: Step): readonly Hit[] =>
    onePerPartner(typed.flatMap((one) => find(index, one)).filter(({ entry }) => allowed(entry)));
  for (const [at, step] of steps.entries()) {
    const { how } = step;
    const hits = hitsOfStep(step);
    const [hit] = hits;
    // “Partner 1” is not Partner 12, even where there is no other.
    if (hit === undefined || (hits.length === 1 && hit.splits === 'number')) continue;
    const isSure = hits.length > 1 || how === 'suffix';
    const rivals = isSure ? [] : rivalsOf(index, typed, hit).filter(allowed);
    const all = onePerPartner([...hits, ...rivals.map((entry) => ({ entry, splits: 'nothing' }) as const)]);
    if (all.length > 1) return { kind: 'many', hits: all.map(({ entry }) => ({ ...entry.found, how })), how };
    const { found } = hit.entry;
    const others = steps.slice(at + 1).flatMap((later) => hitsOfStep(later).map(({ entry }) => entry.found.partner));
    const near = [...new Set(others)].filter((partner) => partner !== found.partner).slice(0, MOST_NEAR);
    return { kind: 'one', hit: { ...found, how }, near };
  }
  return null;
}

/**
 * Names that have all the words, though not side by side, or not first: whoever left out a word between them may mean one
 * of these, and so may whoever typed a whole word that is only a piece of the name found.
 */
function rivalsOf(index: NameIndex, typed: readonly Spelling[], { splits }: Hit): readonly NameEntry[] {
  return typed
    .filter(({ words }) => words.length > 1 || splits === 'word')
    .flatMap(({ words }) =>
      index.vocabulary
        .namesWithAll(words)
        .flatMap((place) => index.entries[place] ?? [])
        .filter((entry) => words.every((word) => entry.words.indexOf(word) < entry.core)),
    );
}

/** Each partner by the first of its names, one that splits no number if there is one. */
function onePerPartner(hits: readonly Hit[]): readonly Hit[] {
  const best = new Map<number, Hit>();
  for (const hit of hits) {
    const { index } = hit.entry.found.partner;
    const known = best.get(index);
    if (known === undefined || (known.splits === 'number' && hit.splits !== 'number')) best.set(index, hit);
  }
  return [...best.values()];
}

/** The same name but for legal form, blanks and punctuation; where that is several, those with the legal form typed. */
function sameCore(index: NameIndex, typed: Spelling): readonly Hit[] {
  const hits = hitsOf(index, index.compact, index.compact.equal(compact(typed)), compact(typed));
  const form = formOf(typed);
  const sameForm = form === '' ? [] : hits.filter(({ entry }) => formOf(entry) === form);
  return sameForm.length > 0 ? sameForm : hits;
}

/** Names that begin so, or would without blanks. */
function starting(index: NameIndex, typed: Spelling): readonly Hit[] {
  const whole = typed.words.join(' ');
  const spaced = hitsOf(index, index.spaced, index.spaced.starting(whole), whole);
  const joined = typed.words.join('');
  return spaced.length > 0 ? spaced : hitsOf(index, index.compact, index.compact.starting(joined), joined);
}

/** Names in which a later word begins so; legal forms are no words of the name. */
function inLaterWords(index: NameIndex, typed: Spelling): readonly Hit[] {
  const whole = typed.words.join(' ');
  if (whole.length < LEAST_WORD) return [];
  const places = index.spaced.inLaterWord(whole).filter(({ line, at }) => {
    const entry = index.entries[line];
    return entry !== undefined && at < coreText(entry).length;
  });
  return hitsOf(index, index.spaced, places, whole).filter(
    ({ splits }) => splits === 'nothing' || whole.length >= LEAST_PIECE,
  );
}

function hitsOf(index: NameIndex, lines: Lines, places: readonly Place[], text: string): readonly Hit[] {
  const endsInDigit = /\p{N}$/u.test(text);
  return places.flatMap((place): readonly Hit[] => {
    const entry = index.entries[place.line];
    if (entry === undefined) return [];
    const next = lines.after(place, text);
    if (next === '' || next === ' ') return [{ entry, splits: 'nothing' }];
    return [{ entry, splits: endsInDigit && hasDigit(next) ? 'number' : 'word' }];
  });
}

interface Step {
  readonly how: How;
  readonly find: (index: NameIndex, typed: Spelling) => readonly Hit[];
}

const steps: readonly Step[] = [
  { how: 'suffix', find: sameCore },
  { how: 'prefix', find: starting },
  { how: 'word', find: inLaterWords },
];
