// long: a CRM with a random history, told in random pages, and the laws that hold for all of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkSet, PassPage } from '../../../src/sources/crm/contract.ts';
import type { Mirror } from '../../../src/sources/mirror/index.ts';
import { collect, facts, type Held, inFolder, open, publish, row, runOf, sorted } from './world.ts';

const page = (more: Partial<PassPage>): PassPage => ({ cursor: null, done: 0, total: null, ...more });

/** Ids that each object may have; those of contacts are told by links alone. */
const ids: Readonly<Record<string, readonly string[]>> = {
  companies: ['c1', 'c2', 'c3', 'c4'],
  deals: ['d1', 'd2', 'd3'],
  p_registration: ['r1', 'r2'],
  p_enrollment: ['e1', 'e2'],
  p_certificate: ['t1'],
  p_course: ['u1', 'u2'],
  calls: ['k1', 'k2'],
};
const objects = Object.keys(ids);
const people = ['contact-raw-1', 'contact-raw-2'];
const pairs = [
  ['deals', 'companies'],
  ['deals', 'p_registration'],
  ['p_registration', 'companies'],
  ['p_enrollment', 'contacts'],
  ['contacts', 'companies'],
  ['p_enrollment', 'p_course'],
  ['p_certificate', 'companies'],
  ['calls', 'companies'],
  ['calls', 'deals'],
] as const;
const idsOf = (object: string): readonly string[] => ids[object] ?? people;

const choice = (...values: (string | null)[]) => fc.constantFrom(...values);
const valuesOf: Readonly<Record<string, fc.Arbitrary<Record<string, string | null>>>> = {
  companies: fc.record({
    type: choice('PARTNER', 'PARTNER', 'PARTNER', 'CUSTOMER'),
    name: choice('One', 'One', 'Two', null),
    tier: choice('Gold', 'Silver'),
    partner_key: choice('K1', 'K2', null),
    owner: choice('o1', 'nobody'),
  }),
  deals: fc.record({
    pipeline: choice('sales', 'sales', 'sales', 'other'),
    dealname: choice('Big', 'Small', 'Small', null),
    amount: choice('10', 'much', null),
    stage: choice('won', 'open', 'unknown'),
    createdate: choice('2026-01-01'),
    sourcing_key: choice('K1', 'K1;K2', null, null),
  }),
  p_registration: fc.record({ deal_name: choice('Big', 'Small', null), createdate: choice('2026-01-02', null) }),
  p_enrollment: fc.record({ course: choice('Intro', 'Expert', null) }),
  p_certificate: fc.record({ names: choice('Sales', 'Sales;Tech', null), holder: fc.constantFrom(...people, null) }),
  p_course: fc.record({ ended_on: choice('2026-01-03', '2026-01-04', null) }),
  calls: fc.record({ at: choice('2026-01-05', '2026-01-06') }),
};

type Step =
  | { readonly do: 'put'; readonly object: string; readonly id: string; readonly values: Record<string, string | null> }
  | { readonly do: 'delete'; readonly object: string; readonly id: string; readonly isTold: boolean }
  | { readonly do: 'merge'; readonly object: string; readonly id: string; readonly into: string }
  | {
      readonly do: 'link';
      readonly pair: number;
      readonly from: string;
      readonly to: readonly string[];
      readonly label: string;
    }
  | { readonly do: 'tell'; readonly at: number; readonly count: number; readonly isTwice: boolean }
  | { readonly do: 'pass'; readonly object: string; readonly covers: 'rows' | 'present'; readonly pages: number }
  | { readonly do: 'publish' | 'reopen' };

const idIn = (object: string) => fc.constantFrom(...idsOf(object));
const oneObject = fc.constantFrom(...objects);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: oneObject.chain((object) =>
      fc.record({
        do: fc.constant('put' as const),
        object: fc.constant(object),
        id: idIn(object),
        values: valuesOf[object] ?? fc.constant({}),
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: oneObject.chain((object) =>
      fc.record({
        do: fc.constant('delete' as const),
        object: fc.constant(object),
        id: idIn(object),
        isTold: fc.boolean(),
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('companies', 'companies', 'deals').chain((object) =>
      fc.record({
        do: fc.constant('merge' as const),
        object: fc.constant(object),
        id: idIn(object),
        into: idIn(object),
      }),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.nat(pairs.length - 1).chain((pair) =>
      fc.record({
        do: fc.constant('link' as const),
        pair: fc.constant(pair),
        from: idIn(pairs[pair]?.[0] ?? ''),
        to: fc.subarray([...idsOf(pairs[pair]?.[1] ?? '')], { maxLength: 2 }),
        label: fc.constantFrom('Source', 'Influence', ''),
      }),
    ),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      at: fc.nat(50),
      count: fc.integer({ min: 1, max: 4 }),
      isTwice: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      object: oneObject,
      covers: fc.constantFrom('rows' as const, 'present' as const),
      pages: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('publish' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
);

/** The CRM as it is now; an adapter always reads what is now, however late. */
class Crm {
  readonly rows = new Map<string, { readonly values: Record<string, string | null>; readonly at: number }>();
  readonly merged = new Map<string, string>();
  /** `pair from` → `to` → labels. */
  readonly links = new Map<string, ReadonlyMap<string, readonly string[]>>();
  #clock = 0;

  put(object: string, id: string, values: Record<string, string | null>): void {
    this.#clock += 1;
    this.merged.delete(`${object} ${id}`);
    this.rows.set(`${object} ${id}`, { values, at: this.#clock });
  }

  remove(object: string, id: string): void {
    this.rows.delete(`${object} ${id}`);
    for (const [pair, [from]] of pairs.entries()) if (from === object) this.links.delete(`${pair} ${id}`);
  }

  rowNow(object: string, id: string) {
    const now = this.rows.get(`${object} ${id}`);
    if (now === undefined) return null;
    return { ...row(object, id, now.values), changedAt: new Date(now.at).toISOString() };
  }

  /** All that there is to tell of a row: itself, or that it is gone, and its links. */
  tell(object: string, id: string): PassPage {
    const now = this.rowNow(object, id);
    const into = this.merged.get(`${object} ${id}`);
    const links = pairs.flatMap(([from], pair) => (from === object ? [this.linksNow(pair, id)] : []));
    if (into !== undefined) return page({ merged: [{ object, id, into }] });
    if (now === null && objects.includes(object)) return page({ gone: [{ object, id }] });
    return now === null ? page({ links }) : page({ rows: [now], links });
  }

  linksNow(pair: number, id: string): LinkSet {
    const [fromObject, toObject] = pairs[pair] ?? ['', ''];
    const links = [...(this.links.get(`${pair} ${id}`) ?? [])].map(([to, labels]) => ({ from: id, to, labels }));
    return { fromObject, toObject, side: 'from', ids: [id], links };
  }

  /** The same, told from the other side. */
  linksTo(pair: number, to: string): LinkSet {
    const [fromObject, toObject] = pairs[pair] ?? ['', ''];
    const links = idsOf(fromObject).flatMap((from) => {
      const labels = this.links.get(`${pair} ${from}`)?.get(to);
      return labels === undefined ? [] : [{ from, to, labels }];
    });
    return { fromObject, toObject, side: 'to', ids: [to], links };
  }

  idsOf(object: string): string[] {
    return idsOf(object).filter((id) => this.rows.has(`${object} ${id}`));
  }
}

/** A history as it goes, with the mirror that hears of it, and the store that the mirror fills. */
class History {
  readonly crm = new Crm();
  readonly held: Held = new Map();
  readonly #file: string;
  #mirror: Mirror;
  #copies = 0;
  #untold: (readonly [string, string])[] = [];

  constructor(file: string) {
    this.#file = file;
    this.#mirror = open(file);
    this.#mirror.keepFacts(facts);
    this.#mirror.beginRun();
  }

  get mirror(): Mirror {
    return this.#mirror;
  }

  /** How it was published, if it was. */
  async step(one: Step): Promise<'whole' | 'patch' | null> {
    const { crm } = this;
    switch (one.do) {
      case 'put':
        crm.put(one.object, one.id, one.values);
        this.#untold.push([one.object, one.id]);
        return null;
      case 'delete':
        if (crm.merged.has(`${one.object} ${one.id}`)) return null;
        crm.remove(one.object, one.id);
        if (one.isTold) this.#untold.push([one.object, one.id]);
        return null;
      case 'merge':
        // The mirror knows the row as it was last: what it never saw, it cannot keep.
        if (!crm.rows.has(`${one.object} ${one.id}`) || !crm.rows.has(`${one.object} ${one.into}`)) return null;
        if (one.id === one.into) return null;
        this.mirror.applyLoose(crm.tell(one.object, one.id));
        crm.remove(one.object, one.id);
        crm.merged.set(`${one.object} ${one.id}`, one.into);
        this.#untold.push([one.object, one.id]);
        return null;
      case 'link': {
        const [from, to] = pairs[one.pair] ?? ['', ''];
        if (objects.includes(from) && !crm.rows.has(`${from} ${one.from}`)) return null;
        const labels = one.label === '' ? [] : [one.label];
        crm.links.set(`${one.pair} ${one.from}`, new Map(one.to.map((id) => [id, labels] as const)));
        if (one.label === 'Influence' && from !== 'deals')
          for (const id of idsOf(to)) this.mirror.applyLoose(page({ links: [crm.linksTo(one.pair, id)] }));
        else this.#untold.push([from, one.from]);
        return null;
      }
      case 'tell':
        this.#tell(one.at, one.count, one.isTwice);
        return null;
      case 'pass':
        this.pass(one.object, one.covers, one.pages);
        return null;
      case 'publish':
        return this.#published();
      case 'reopen':
        this.mirror.close();
        this.#mirror = open(this.#file);
        this.mirror.beginRun();
        return null;
    }
  }

  #tell(at: number, count: number, isTwice: boolean): void {
    const begin = this.#untold.length === 0 ? 0 : at % this.#untold.length;
    for (const [object, id] of this.#untold.splice(begin, count)) {
      const told = this.crm.tell(object, id);
      this.mirror.applyLoose(told);
      const { revision } = this.mirror;
      if (!isTwice) continue;
      this.mirror.applyLoose(told);
      expect(this.mirror.revision).toBe(revision);
    }
  }

  /** Some pages of a pass over an object; it may end, or be interrupted. */
  pass(object: string, covers: 'rows' | 'present', pages: number): void {
    const { mirror, crm } = this;
    const pass = { name: `${covers}:${object}`, object, basis: 'b', covers };
    const start = mirror.startPass(pass) ?? '';
    const left = crm.idsOf(object).filter((id) => id > start);
    for (let at = 0; at < pages; at += 1) {
      const [id] = left.splice(0, 1);
      const told = id === undefined ? page({}) : covers === 'rows' ? crm.tell(object, id) : page({ present: [id] });
      mirror.apply(pass, { ...told, cursor: left.length === 0 ? null : (id ?? null) });
      if (left.length > 0) continue;
      mirror.endPass(pass);
      for (const { object: of, ids: missing } of mirror.missing())
        for (const one of missing) mirror.applyLoose(crm.tell(of, one));
      return;
    }
  }

  /** Tells all that is untold, and finds by id what nobody told. */
  async end(): Promise<void> {
    this.#tell(0, this.#untold.length, false);
    for (const object of objects) {
      for (let turn = 0; turn < 2; turn += 1) {
        this.mirror.beginRun();
        this.pass(object, 'present', 10);
      }
    }
    await this.#published();
  }

  async #published(): Promise<'whole' | 'patch'> {
    const kind = await publish(this.mirror, this.held);
    await this.#check();
    return kind;
  }

  /** What was published, patch upon patch, is what all rows give: asked of a copy, since asking leaves marks. */
  async #check(): Promise<void> {
    this.#copies += 1;
    const copy = `${this.#file}.copy-${this.#copies}`;
    const database = new BetterSqlite3(this.#file);
    database.exec(`vacuum into '${copy}'`);
    database.close();
    const other = open(copy);
    expect(sorted(this.held)).toEqual(sorted(await collect(other.deriveAll(runOf()).records)));
    other.close();
  }
}

/** A mirror that was told the end of a history, and nothing else. */
async function fromTheEnd(file: string, crm: Crm, before: Mirror, copy: Held): Promise<void> {
  const mirror = open(file);
  mirror.keepFacts(facts);
  mirror.beginRun();
  for (const object of [...objects, 'contacts']) {
    for (const id of idsOf(object)) if (!crm.merged.has(`${object} ${id}`)) mirror.applyLoose(crm.tell(object, id));
  }
  for (const object of objects) {
    expect([...mirror.known.ids(object)].flat().sort()).toEqual(crm.idsOf(object));
    expect([...before.known.ids(object)].flat().sort()).toEqual(crm.idsOf(object));
  }
  await collect(mirror.deriveAll(runOf()).records, copy);
  mirror.close();
}

const isMerged = ({ crm }: History): boolean => crm.merged.size > 0;

describe('laws of the mirror', () => {
  it('whatever happened: patches add up to the whole, the end is the CRM’s, and nobody is named', async () => {
    const kinds = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 90 }), (steps) =>
        inFolder(async (folder) => {
          const file = join(folder, 'crm.mirror');
          const history = new History(file);
          for (const one of steps) {
            const kind = await history.step(one);
            if (kind !== null) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
          }
          await history.end();
          // What a merged row was is known to those only who saw it.
          if (!isMerged(history)) {
            const fresh: Held = new Map();
            await fromTheEnd(join(folder, 'fresh.mirror'), history.crm, history.mirror, fresh);
            expect(sorted(history.held)).toEqual(sorted(fresh));
          }
          const bytes = ['', '-wal'].map((end) => readFileSync(`${file}${end}`, 'latin1')).join('');
          expect(bytes).not.toContain('contact-raw');
          history.mirror.close();
        }),
      ),
      { numRuns: Number(process.env.MIRROR_RUNS ?? 60) },
    );
    // Both ways were gone, else half of the law says nothing.
    expect(kinds.get('patch') ?? 0).toBeGreaterThan(20);
    expect(kinds.get('whole') ?? 0).toBeGreaterThan(20);
  });
});
