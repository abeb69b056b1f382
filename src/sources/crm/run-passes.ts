import type { Pass, PassPage } from './contract.ts';

/** Where pages go (the mirror); what it has taken is on the disk. */
export interface PassSink {
  /** Begins a pass, or goes on with one that was interrupted: at this cursor; null: at its beginning. */
  startPass(pass: Pass): string | null;
  apply(pass: Pass, page: PassPage): void;
  /** The pass came to its end. */
  endPass(pass: Pass): void;
  /** Takes what no pass brings. */
  applyLoose(page: PassPage): void;
  /** Ids that the CRM has and that are not known here, as passes found them. */
  missing(): Iterable<{ readonly object: string; readonly ids: readonly string[] }>;
}

export interface PassRun {
  readonly sink: PassSink;
  /** Rows by id, for the gaps that a pass found. */
  readonly fetch: (object: string, ids: readonly string[], signal: AbortSignal) => AsyncIterable<PassPage>;
  readonly onProgress: (done: number, total: number, what: string) => void;
  readonly signal: AbortSignal;
}

/** How many questions are under way at once: more would only stand in the CRM’s queue. Salesforce takes five queries in one call. */
const sideBySide = 5;

/**
 * Reads passes, phase by phase, and hands their pages on as they come. What one of them fails with stops the others after the page that
 * they have, and is thrown; the pages that were taken stay. Throws the signal's reason when it is aborted.
 */
export async function runPasses(passes: readonly Pass[], run: PassRun): Promise<void> {
  const progress = new Progress(run.onProgress);
  for (const phase of [0, 1, 2] as const) {
    const group = passes.filter((pass) => pass.phase === phase);
    for (const pass of group) progress.expect(pass);
    await together(group, run, progress);
  }
  for (const { object, ids } of [...run.sink.missing()]) {
    for await (const page of run.fetch(object, ids, run.signal)) run.sink.applyLoose(page);
  }
}

async function together(passes: readonly Pass[], run: PassRun, progress: Progress): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([run.signal, failed.signal]);
  const waiting = [...passes];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let pass = waiting.shift(); pass !== undefined; pass = waiting.shift()) {
      try {
        await readPass(pass, { ...run, signal }, progress);
      } catch (error) {
        failures.push(error);
        waiting.length = 0;
        failed.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, passes.length) }, worker));
  run.signal.throwIfAborted();
  // The first one is the cause; the others were stopped for its sake.
  if (failures.length > 0) throw failures[0];
}

async function readPass(pass: Pass, { sink, signal }: PassRun, progress: Progress): Promise<void> {
  for await (const page of pass.read({ cursor: sink.startPass(pass), signal })) {
    signal.throwIfAborted();
    sink.apply(pass, page);
    progress.at(pass, page);
  }
  sink.endPass(pass);
}

/** Rows read of all passes together. */
class Progress {
  readonly #told: PassRun['onProgress'];
  readonly #passes = new Map<string, { done: number; total: number }>();

  constructor(told: PassRun['onProgress']) {
    this.#told = told;
  }

  expect({ name }: Pass): void {
    this.#passes.set(name, { done: 0, total: 0 });
  }

  at({ name, object }: Pass, { done, total }: PassPage): void {
    this.#passes.set(name, { done, total: Math.max(total ?? done, done) });
    let sum = 0;
    let all = 0;
    for (const pass of this.#passes.values()) {
      sum += pass.done;
      all += pass.total;
    }
    this.#told(sum, all, object);
  }
}
