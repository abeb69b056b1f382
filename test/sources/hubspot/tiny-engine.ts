import type {
  Asked,
  CrmAdapter,
  CrmRow,
  Facts,
  Known,
  LinkSet,
  Pass,
  PassPage,
  RowName,
} from '../../../src/sources/crm/contract.ts';
import { meets } from '../../../src/sources/mapping/conditions.ts';
import type { Mapping } from '../../../src/sources/mapping/index.ts';

const WEEK = 7 * 86_400_000;

/** Thrown by an engine that was told to stop after some pages. */
export class Stopped extends Error {}

interface Held {
  readonly row: CrmRow;
  readonly turn: number;
}

/** Keeps in memory what an adapter brings, as the contract says, page by page. */
export class TinyEngine implements Known {
  readonly rows = new Map<string, Map<string, Held>>();
  readonly links = new Map<string, Map<string, readonly string[]>>();
  readonly merged = new Map<string, string>();
  readonly #ended = new Map<string, { basis: string; watermark: string | null; endedAt: string }>();
  readonly #cursors = new Map<string, { basis: string; cursor: string; brought: Set<string> }>();
  readonly #adapter: CrmAdapter;
  readonly #mapping: Mapping;
  readonly #now: () => number;
  /** Pages after which it stops. */
  pagesLeft = Number.POSITIVE_INFINITY;
  lastFacts: Facts | undefined;
  lastPlan: readonly Pass[] = [];
  #turn = 0;

  constructor(adapter: CrmAdapter, mapping: Mapping, now: () => number) {
    this.#adapter = adapter;
    this.#mapping = mapping;
    this.#now = now;
  }

  pass(name: string, basis: string) {
    const ended = this.#ended.get(name);
    return ended?.basis === basis ? { watermark: ended.watermark, endedAt: ended.endedAt } : null;
  }

  count(object: string): number {
    return this.#of(object).size;
  }

  *ids(object: string): Iterable<readonly string[]> {
    const all = [...this.#of(object).keys()];
    for (let start = 0; start < all.length; start += 1000) yield all.slice(start, start + 1000);
  }

  partners() {
    const entries = this.#mapping.entries.filter(({ record }) => record === 'partner');
    return entries.map(({ object, conditions }) => ({
      object,
      ids: [...this.#of(object).values()].flatMap(({ row }) => (meets(row, conditions) ? [row.id] : [])),
    }));
  }

  /** One sync, to its end. */
  async run(mode: Asked['mode'] = 'usual'): Promise<void> {
    const signal = new AbortController().signal;
    const facts = await this.#adapter.facts(this, signal);
    this.lastFacts = facts;
    const asked = { mode, now: this.#now(), reconcileEveryMs: WEEK };
    const passes = this.#adapter.plan(facts, this, asked);
    this.lastPlan = passes;
    for (const phase of [0, 1, 2]) {
      const results = await Promise.allSettled(
        passes.filter((pass) => pass.phase === phase).map((pass) => this.#read(pass, facts, signal)),
      );
      const failed = results.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
  }

  async refresh(partners: readonly RowName[]): Promise<void> {
    const signal = new AbortController().signal;
    const facts = this.lastFacts ?? (await this.#adapter.facts(this, signal));
    for await (const page of this.#adapter.refresh(facts, this, partners, signal)) this.#keep(page);
  }

  async #read(pass: Pass, facts: Facts, signal: AbortSignal): Promise<void> {
    const kept = this.#cursors.get(pass.name);
    const isSame = kept?.basis === pass.basis;
    const brought = isSame ? kept.brought : new Set<string>();
    const began = this.#turn;
    let watermark: string | null = null;
    for await (const page of pass.read({ cursor: isSame ? kept.cursor : null, signal })) {
      if (this.pagesLeft <= 0) throw new Stopped();
      this.pagesLeft -= 1;
      this.#keep(page);
      for (const { id } of page.rows ?? []) brought.add(id);
      for (const id of page.present ?? []) brought.add(id);
      if (page.cursor !== null) this.#cursors.set(pass.name, { basis: pass.basis, cursor: page.cursor, brought });
      watermark = page.watermark ?? null;
    }
    if (pass.covers !== null) await this.#settle(pass, brought, began, facts, signal);
    this.#cursors.delete(pass.name);
    const endedAt = new Date(this.#now()).toISOString();
    this.#ended.set(pass.name, { basis: pass.basis, watermark, endedAt });
  }

  async #settle(pass: Pass, brought: ReadonlySet<string>, began: number, facts: Facts, signal: AbortSignal) {
    const known = this.#of(pass.object);
    for (const [id, { turn }] of known) if (!brought.has(id) && turn <= began) known.delete(id);
    const unknown = [...brought].filter((id) => !known.has(id));
    if (pass.covers !== 'present' || unknown.length === 0) return;
    for await (const page of this.#adapter.fetch(facts, pass.object, unknown, signal)) this.#keep(page);
  }

  #keep(page: PassPage): void {
    this.#turn += 1;
    for (const { object, id } of page.gone ?? []) this.#of(object).delete(id);
    for (const { object, id, into } of page.merged ?? []) {
      this.#of(object).delete(id);
      this.merged.set(`${object} ${id}`, into);
    }
    for (const row of page.rows ?? []) {
      const before = this.#of(row.object).get(row.id)?.row.changedAt ?? '';
      if ((row.changedAt ?? '') < before) continue;
      this.#of(row.object).set(row.id, { row, turn: this.#turn });
    }
    for (const { object, id, values } of page.values ?? []) {
      const held = this.#of(object).get(id);
      if (held === undefined) continue;
      const row = { ...held.row, values: { ...held.row.values, ...values } };
      this.#of(object).set(id, { ...held, row });
    }
    for (const set of page.links ?? []) this.#keepLinks(set);
  }

  #keepLinks({ fromObject, toObject, side, ids, links }: LinkSet): void {
    const name = `${fromObject}>${toObject}`;
    const known = this.links.get(name) ?? new Map<string, readonly string[]>();
    this.links.set(name, known);
    const complete = new Set(ids);
    for (const key of known.keys()) {
      const [from = '', to = ''] = key.split(' ');
      if (complete.has(side === 'from' ? from : to)) known.delete(key);
    }
    for (const { from, to, labels } of links) known.set(`${from} ${to}`, labels);
  }

  #of(object: string): Map<string, Held> {
    const known = this.rows.get(object) ?? new Map<string, Held>();
    this.rows.set(object, known);
    return known;
  }

  /** Values of an object’s rows by id. */
  valuesOf(object: string): Record<string, CrmRow['values']> {
    return Object.fromEntries([...this.#of(object)].map(([id, { row }]) => [id, row.values]));
  }
}
