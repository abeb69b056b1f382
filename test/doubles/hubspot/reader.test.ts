// Two small readers against random histories: the careful one ends with what the account has, the hasty one does not.
import { afterEach, describe, expect, test } from 'vitest';
import { type Answered, asking, pageOf, type Row } from './asking.ts';
import { type HubSpotStandIn, passingFaults, startHubSpot } from './index.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const MINUTE = 60_000;

/** A small random sequence; the same seed gives the same history. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

/** Fifteen minutes of an account: creations, edits, deletions, restorations, merges. */
function live(hubspot: HubSpotStandIn, roll: (below: number) => number, gone: string[]): void {
  const { portal } = hubspot;
  for (let turn = 0; turn < 15; turn += 1) {
    hubspot.advance(MINUTE);
    const all = portal.live('deals');
    const some = () => all[roll(all.length)]?.id ?? '';
    const what = roll(10);
    if (all.length < 5 || what < 3) portal.create('deals', { dealname: `D${roll(1000)}` });
    else if (what < 7) portal.update('deals', some(), { dealname: `D${roll(1000)}` });
    else if (what === 7) {
      const id = some();
      portal.archive('deals', id);
      gone.push(id);
    } else if (what === 8 && gone.length > 0) portal.restore('deals', gone.splice(roll(gone.length), 1)[0] ?? '');
    else {
      const [a, b] = [some(), some()];
      if (a !== b) portal.merge('deals', [a, b]);
    }
  }
}

class Reader {
  readonly held = new Map<string, string>();
  readonly #hubspot: HubSpotStandIn;
  readonly #overlap: number;
  #readUntil = 1000;
  #archived = new Set<string>();

  constructor(hubspot: HubSpotStandIn, overlap: number) {
    this.#hubspot = hubspot;
    this.#overlap = overlap;
  }

  /** Changes by search, from ids of their own window; then who is gone, from the archived list and by merges. */
  async run(): Promise<void> {
    const now = this.#hubspot.clock.now();
    const since = Math.max(1000, this.#readUntil - this.#overlap);
    const { search, list } = asking(this.#hubspot);
    let last = '0';
    for (let more = true; more; ) {
      const from = last;
      const page = await this.#page(() => search('deals', windowed(since, now, from)));
      for (const row of page.rows) this.#keep(row);
      last = page.rows.at(-1)?.id ?? last;
      more = page.after !== undefined;
    }
    this.#readUntil = now;
    const archived = await this.#page(() => list('deals', `?archived=true&limit=100&properties=${names.join()}`));
    for (const row of archived.rows) {
      this.#forgetMerged(row);
      this.held.delete(row.id);
    }
    await this.#lookAgain(archived.rows.map(({ id }) => id));
  }

  /** Who has left the archived list was restored, and no stamp says so. */
  async #lookAgain(archived: string[]): Promise<void> {
    const { batch } = asking(this.#hubspot);
    const left = [...this.#archived].filter((id) => !archived.includes(id));
    this.#archived = new Set(archived);
    if (left.length === 0) return;
    for (const row of (await this.#page(() => batch('deals', left, { properties: names }))).rows) this.#keep(row);
  }

  #keep(row: Row): void {
    this.held.set(row.id, row.properties.dealname ?? '');
    this.#forgetMerged(row);
  }

  #forgetMerged({ properties }: Row): void {
    for (const old of properties.hs_merged_object_ids?.split(';') ?? []) this.held.delete(old);
  }

  /** Asks again until a whole answer comes. */
  async #page(ask: () => Promise<Answered>): Promise<ReturnType<typeof pageOf>> {
    for (let turn = 0; turn < 50; turn += 1) {
      try {
        const answered = await ask();
        if (answered.status < 300 && answered.json !== undefined) return pageOf(answered);
      } catch {
        // A connection was cut: the next try follows.
      }
      this.#hubspot.advance(1000);
    }
    throw new Error('the service never answered');
  }
}

const names = ['dealname', 'hs_merged_object_ids'];

const windowed = (since: number, until: number, from: string) => ({
  filterGroups: [
    {
      filters: [
        { propertyName: 'hs_lastmodifieddate', operator: 'BETWEEN', value: String(since), highValue: String(until) },
        { propertyName: 'hs_object_id', operator: 'GT', value: from },
      ],
    },
  ],
  sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
  properties: names,
  limit: 20,
});

/** What the reader holds after forty quarters of an hour and one quiet hour, and the truth. */
async function history(seed: number, overlap: number, faults: boolean) {
  const roll = random(seed);
  const lag = (): number => (roll(10) === 0 ? roll(10 * MINUTE) : 2000);
  const hubspot = await startHubSpot({ lag });
  ending.push(() => hubspot.close());
  if (faults) hubspot.storm({ rate: 0.1, seed, faults: passingFaults });
  const reader = new Reader(hubspot, overlap);
  const gone: string[] = [];
  for (let quarter = 0; quarter < 40; quarter += 1) {
    live(hubspot, roll, gone);
    await reader.run();
  }
  hubspot.advance(15 * MINUTE);
  await reader.run();
  const truth = new Map(hubspot.portal.live('deals').map(({ id, values }) => [id, values.dealname ?? '']));
  return { held: reader.held, truth };
}

const differing = (a: Map<string, string>, b: Map<string, string>): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((id) => a.get(id) !== b.get(id));

describe('random histories', () => {
  test.each([1, 2, 3])('a reader that goes back an hour ends with the truth, in spite of faults (%i)', async (seed) => {
    const { held, truth } = await history(seed, 60 * MINUTE, true);
    expect(differing(held, truth)).toEqual([]);
    expect(truth.size).toBeGreaterThan(20);
  });

  test('a reader that goes back not at all loses changes', async () => {
    const { held, truth } = await history(1, 0, false);
    expect(differing(held, truth).length).toBeGreaterThan(0);
  });
});
