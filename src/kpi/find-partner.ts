import { compareCodePoints } from '../records/order.ts';
import type { PartnerInfo } from './answer.ts';
import type { PartnerFacts } from './program/facts.ts';
import type { Program } from './program/program.ts';

/** A partner found, with what the question named where that was merged away (rule 1.3). */
export interface FoundPartner {
  readonly partner: PartnerFacts;
  readonly mergedFrom: string | null;
  readonly how: 'id' | 'name' | 'alias' | 'prefix';
}

/** How names are compared: case, accents, and white space left out. */
export const foldName = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

interface Index {
  readonly exact: ReadonlyMap<string, readonly FoundPartner[]>;
  readonly folded: readonly { readonly name: string; readonly found: FoundPartner }[];
  /** How many letter pairs each folded name has, and which names have a pair. */
  readonly pairCounts: readonly number[];
  readonly namesWith: ReadonlyMap<string, readonly number[]>;
}

const indexes = new WeakMap<Program, Index>();

/** Ids and `source/id` as given, names and aliases also without regard to case and accents. */
function indexOf(program: Program): Index {
  const known = indexes.get(program);
  if (known !== undefined) return known;
  const exact = new Map<string, FoundPartner[]>();
  const folded: { name: string; found: FoundPartner }[] = [];
  const add = (name: string, found: FoundPartner) => {
    const list = exact.get(name);
    if (list === undefined) exact.set(name, [found]);
    else if (!list.some((other) => other.partner === found.partner)) list.push(found);
  };
  for (const record of program.names) {
    const { key } = record;
    const partner = program.partnerOf.get(key);
    if (partner === undefined) continue;
    const mergedFrom = partner.key === key ? null : record.name;
    add(`id ${record.id}`, { partner, mergedFrom, how: 'id' });
    add(`id ${key}`, { partner, mergedFrom, how: 'id' });
    const names = [
      { name: record.name, how: 'name' as const },
      ...record.aliases.map((name) => ({ name, how: 'alias' as const })),
    ];
    for (const { name, how } of names) {
      add(`${how} ${foldName(name)}`, { partner, mergedFrom, how });
      folded.push({ name: foldName(name), found: { partner, mergedFrom, how } });
    }
  }
  const index = { exact, folded, ...pairIndex(folded.map(({ name }) => name)) };
  indexes.set(program, index);
  return index;
}

/** Exact id, then name, then alias; with `loose` also the beginning of a name. Several hits of one kind are all given. */
export function matchPartner(program: Program, text: string, loose: boolean): readonly FoundPartner[] {
  const index = indexOf(program);
  const name = foldName(text);
  for (const slot of [`id ${text.trim()}`, `name ${name}`, `alias ${name}`]) {
    const hits = index.exact.get(slot);
    if (hits !== undefined) return hits;
  }
  if (!loose || name === '') return [];
  const hits = new Map<PartnerFacts, FoundPartner>();
  for (const entry of index.folded) {
    if (entry.name.startsWith(name) && !hits.has(entry.found.partner)) {
      hits.set(entry.found.partner, { ...entry.found, how: 'prefix' });
    }
  }
  return [...hits.values()];
}

/** The names most like a text: those that share the most letter pairs with it (Dice's coefficient), at most `most`. */
export function similarPartners(program: Program, text: string, most = 5): readonly PartnerFacts[] {
  const wanted = pairsOf(foldName(text));
  const { folded, pairCounts, namesWith } = indexOf(program);
  const shared = new Map<number, number>();
  for (const pair of wanted) {
    for (const place of namesWith.get(pair) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1);
  }
  const best = new Map<PartnerFacts, number>();
  for (const [place, count] of shared) {
    const found = folded[place]?.found;
    const score = (2 * count) / Math.max(1, (pairCounts[place] ?? 0) + wanted.size);
    if (found !== undefined && score > LEAST_LIKENESS && score > (best.get(found.partner) ?? 0))
      best.set(found.partner, score);
  }
  return [...best]
    .sort(([a, x], [b, y]) => y - x || compareCodePoints(a.id, b.id))
    .slice(0, most)
    .map(([partner]) => partner);
}

const LEAST_LIKENESS = 0.25;

/** Names by the letter pairs they have, so that a look-up reads only those that share one. */
function pairIndex(names: readonly string[]): Pick<Index, 'pairCounts' | 'namesWith'> {
  const namesWith = new Map<string, number[]>();
  const pairCounts = names.map((name, place) => {
    const pairs = pairsOf(name);
    for (const pair of pairs) {
      const list = namesWith.get(pair);
      if (list === undefined) namesWith.set(pair, [place]);
      else list.push(place);
    }
    return pairs.size;
  });
  return { pairCounts, namesWith };
}

function pairsOf(text: string): ReadonlySet<string> {
  const padded = ` ${text} `;
  return new Set(Array.from({ length: Math.max(0, padded.length - 1) }, (_, i) => padded.slice(i, i + 2)));
}

/** A partner as answers show it, with the field values that hold at a moment. */
export function partnerInfo(partner: PartnerFacts, moment: number, mergedFrom: string | null = null): PartnerInfo {
  return {
    id: partner.id,
    name: partner.name,
    url: partner.url,
    tier: partner.tier.at(moment),
    region: partner.region.at(moment),
    motion: partner.motion.at(moment),
    manager: partner.manager.at(moment),
    mergedFrom,
  };
}
