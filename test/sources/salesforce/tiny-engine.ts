import type { Asked, CrmAdapter, CrmRow, Facts, Known, Pass, PassPage } from '../../../src/sources/crm/contract.ts';

interface Kept {
  readonly basis: string;
  readonly cursor: string;
  readonly brought: Set<string>;
}

export interface RunOptions {
  readonly mode?: Asked['mode'];
  /** Looks at each page when it has been kept; what it throws ends the run there, as a crash would. */
  readonly onPage?: (page: PassPage, pass: Pass) => void;
}

/** Runs an adapter into maps, as the engine runs it into a mirror: facts, plan, passes, cursors, absences, gaps. */
export class TinyEngine {
  readonly rows = new Map<string, Map<string, CrmRow>>();
  readonly merged = new Map<string, string>();
  /** Names of the passes of the last run, in the order in which they were read. */
  passes: string[] = [];
  facts: Facts | undefined;
  /** Whether the passes of a phase are read at the same time. */
  sideBySide = true;
  reconcileEveryMs = 7 * 86_400_000;
  readonly #adapter: () => CrmAdapter;
  readonly #now: () => number;
  readonly #ended = new Map<string, { basis: string; watermark: string | null; endedAt: string }>();
  readonly #cursors = new Map<string, Kept>();

  constructor(adapter: () => CrmAdapter, now: () => number) {
    this.#adapter = adapter;
    this.#now = now;
  }

  of(object: string): Map<string, CrmRow> {
    const known = this.rows.get(object) ?? new Map<string, CrmRow>();
    this.rows.set(object, known);
    return known;
  }

  readonly known: Known = {
    pass: (name, basis) => {
      const end = this.#ended.get(name);
      return end === undefined || end.basis !== basis ? null : end;
    },
    count: (object) => this.of(object).size,
    ids: (object) => [[...this.of(object).keys()]],
    partners: () => [],
  };

  async run({ mode = 'usual', onPage }: RunOptions = {}): Promise<void> {
    const adapter = this.#adapter();
    const { signal } = new AbortController();
    const facts = await adapter.facts(this.known, signal);
    this.facts = facts;
    const asked = { mode, now: this.#now(), reconcileEveryMs: this.reconcileEveryMs };
    const planned = adapter.plan(facts, this.known, asked);
    this.passes = planned.map(({ name }) => name);
    const read = (passes: readonly Pass[]): Promise<unknown>[] =>
      passes.map((pass) => this.#read(adapter, facts, pass, signal, onPage));
    for (const phase of [0, 1, 2]) {
      const passes = planned.filter((pass) => pass.phase === phase);
      if (!this.sideBySide) for (const pass of passes) await Promise.all(read([pass]));
      // One that fails must not leave the others reading.
      else for (const end of await Promise.allSettled(read(passes))) if (end.status === 'rejected') throw end.reason;
    }
  }

  async #read(
    adapter: CrmAdapter,
    facts: Facts,
    pass: Pass,
    signal: AbortSignal,
    onPage: RunOptions['onPage'],
  ): Promise<void> {
    const kept = this.#cursors.get(pass.name);
    const isKept = kept !== undefined && kept.basis === pass.basis;
    const brought = isKept ? kept.brought : new Set<string>();
    const before = new Set(this.of(pass.object).keys());
    let last: PassPage | undefined;
    for await (const page of pass.read({ cursor: isKept ? kept.cursor : null, signal })) {
      if (last?.cursor === null) throw new Error(`a page behind the last one of ${pass.name}`);
      last = page;
      this.apply(page);
      for (const { id } of page.rows ?? []) brought.add(id);
      for (const id of page.present ?? []) brought.add(id);
      if (page.cursor !== null) this.#cursors.set(pass.name, { basis: pass.basis, cursor: page.cursor, brought });
      onPage?.(page, pass);
    }
    if (last === undefined || last.cursor !== null) throw new Error(`no last page of ${pass.name}`);
    this.#cursors.delete(pass.name);
    const known = this.of(pass.object);
    if (pass.covers !== null) for (const id of before) if (!brought.has(id)) known.delete(id);
    if (pass.covers === 'present') {
      const gaps = [...brought].filter((id) => !known.has(id));
      if (gaps.length > 0) for await (const page of adapter.fetch(facts, pass.object, gaps, signal)) this.apply(page);
    }
    const { basis } = pass;
    const endedAt = new Date(this.#now()).toISOString();
    this.#ended.set(pass.name, { basis, watermark: last.watermark ?? null, endedAt });
  }

  apply({ rows = [], values = [], gone = [], merged = [] }: PassPage): void {
    for (const row of rows) {
      const known = this.of(row.object).get(row.id);
      // Of two readings the newer one counts.
      if ((known?.changedAt ?? '') <= (row.changedAt ?? '')) this.of(row.object).set(row.id, row);
    }
    for (const one of values) {
      const known = this.of(one.object).get(one.id);
      if (known !== undefined)
        this.of(one.object).set(one.id, { ...known, values: { ...known.values, ...one.values } });
    }
    for (const { object, id } of gone) this.of(object).delete(id);
    for (const { object, id, into } of merged) {
      this.of(object).delete(id);
      this.merged.set(id, into);
    }
  }
}
