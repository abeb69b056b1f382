import type { PartnerFacts } from '../program/facts.ts';
import type { Program } from '../program/program.ts';
import { type Allowed, candidates } from './candidates.ts';
import { foldName } from './fold.ts';
import type { Match } from './found.ts';
import { fuzzy } from './fuzzy.ts';
import { nameIndexOf } from './index.ts';
import { looseSteps } from './loose.ts';

export interface MatchOptions {
  /** Also names without their legal form, their beginnings, and mistyped ones. */
  readonly loose?: boolean | undefined;
  /** Only these partners are there at all. */
  readonly among?: ((partner: PartnerFacts) => boolean) | undefined;
}

const SUGGESTIONS = 5;

/**
 * Finds the partner that a text names: by id, name, alias; with `loose` by what is left of a name without its legal
 * form, its beginning, that of a later word, and at last by likeness. The first step with a hit decides; several hits
 * of one step are all given.
 */
export function matchPartner(program: Program, text: string, { loose = false, among }: MatchOptions = {}): Match {
  const index = nameIndexOf(program);
  const allowed: Allowed = among === undefined ? () => true : ({ found }) => among(found.partner);
  const name = foldName(text);
  const { exact } = index;
  for (const all of [exact.id.get(text.trim()), exact.name.get(name), exact.alias.get(name)]) {
    if (all === undefined) continue;
    const hits = among === undefined ? all : all.filter(({ partner }) => among(partner));
    const [hit] = hits;
    if (hit !== undefined)
      return hits.length === 1 ? { kind: 'one', hit, near: [] } : { kind: 'many', hits, how: hit.how };
  }
  const inPart = loose ? looseSteps(index, text, allowed) : null;
  if (inPart !== null) return inPart;
  const likely = candidates(index, text, allowed);
  const meant = loose ? fuzzy(likely) : null;
  return meant ?? { kind: 'none', suggestions: likely.slice(0, SUGGESTIONS).map(({ entry }) => entry.found.partner) };
}
