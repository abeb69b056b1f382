interface Mergeable {
  readonly id: string;
  readonly mergedInto: string | null;
}

/** Rule 1.3: who answers for whom. A partner whose chain runs into a cycle stays itself, like those in the cycle. */
export function survivors(partners: readonly Mergeable[]): { survivorOf: Map<string, string>; inCycle: string[] } {
  const byId = new Map(partners.map((partner) => [partner.id, partner]));
  const survivorOf = new Map<string, string>();
  const inCycle: string[] = [];
  for (const partner of partners) {
    const end = follow(byId, partner.id);
    survivorOf.set(partner.id, end ?? partner.id);
    if (end === null) inCycle.push(partner.id);
  }
  return { survivorOf, inCycle };
}

/** The end of a partner's chain; null when it never ends. */
function follow(byId: ReadonlyMap<string, Mergeable>, start: string): string | null {
  const seen = new Set<string>();
  let here = start;
  for (;;) {
    if (seen.has(here)) return null;
    seen.add(here);
    const next = byId.get(here)?.mergedInto ?? null;
    if (next === null || !byId.has(next)) return here;
    here = next;
  }
}
