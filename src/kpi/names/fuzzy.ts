import type { Candidate } from './candidates.ts';
import { type FoundPartner, type Match, MOST_NEAR } from './found.ts';
import type { Mistake } from './mistakes.ts';

/** By how many typing mistakes another partner must be farther away than the one that answers. */
const MARGIN = 1.5;
/** Farther away than the nearest by this much, a name is offered beside it at least. */
const BESIDE = 2;
const LEAST_OFFERED = 0.6;
const MOST_OFFERED = 25;

/** One name that is near and far nearer than all others, else those that are near; null without any. */
export function fuzzy(likely: readonly Candidate[]): Match | null {
  const ranked = likely.flatMap(asMistaken).sort((a, b) => a.cost - b.cost);
  const [first, ...others] = ranked;
  if (first === undefined) return null;
  const rivals = others.filter(({ cost }) => cost < first.cost + MARGIN);
  const near = others.filter((one) => one.cost <= first.cost + BESIDE && isOffered(one));
  if (first.clear && rivals.length === 0) {
    return { kind: 'one', hit: hitOf(first), near: near.slice(0, MOST_NEAR).map(({ entry }) => entry.found.partner) };
  }
  const fitting = [first, ...rivals].filter(isOffered).slice(0, MOST_OFFERED);
  return fitting.length < 2 ? null : { kind: 'many', hits: fitting.map(hitOf), how: 'fuzzy' };
}

interface Mistaken extends Mistake {
  readonly entry: Candidate['entry'];
  readonly likeness: number;
}

const isOffered = ({ likeness, strange }: Mistaken): boolean => strange === 0 && likeness >= LEAST_OFFERED;

const asMistaken = ({ entry, likeness, mistake }: Candidate): readonly Mistaken[] =>
  mistake === null ? [] : [{ ...mistake, entry, likeness }];

const hitOf = ({ entry }: Mistaken): FoundPartner => ({ ...entry.found, how: 'fuzzy' });
