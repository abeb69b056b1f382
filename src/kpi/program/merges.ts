import { type Key, keyOf, type Partner } from '../../records/records.ts';

export interface Merges {
  /** The survivor of any partner's key (itself where it was not merged); undefined for a key that is no partner. */
  readonly survivorOf: ReadonlyMap<Key, Key>;
  /** Partners that stay themselves because their chain runs in a circle (rule 1.3). */
  readonly inCycle: ReadonlySet<Key>;
}

/** Follows `mergedInto` to the end of each chain (rule 1.3). */
export function resolveMerges(partners: readonly Pick<Partner, 'source' | 'id' | 'mergedInto'>[]): Merges {
  const next = new Map<Key, Key | null>(partners.map((p) => [keyOf(p.source, p.id), p.mergedInto]));
  const survivorOf = new Map<Key, Key>();
  const inCycle = new Set<Key>();
  for (const start of next.keys()) {
    const seen = new Set<Key>();
    let here = start;
    for (;;) {
      seen.add(here);
      const target = next.get(here) ?? null;
      if (target === null || !next.has(target)) break;
      if (seen.has(target)) {
        inCycle.add(start);
        here = start;
        break;
      }
      here = target;
    }
    survivorOf.set(start, here);
  }
  return { survivorOf, inCycle };
}
