import type { Pass, PassPage } from './contract.ts';

/** Where pages go; what it has taken is on the disk. */
export interface PassSink {
  /** Where a pass that was interrupted goes on; null: at its beginning. */
  cursorOf(pass: Pass): string | null;
  /** Takes a page, and gives the ids that the CRM has and that are not known here (at the end of a pass that covers all). */
  take(pass: Pass, page: PassPage): readonly string[];
}

export interface PassRun {
  readonly sink: PassSink;
  /** Rows by id, for the gaps that a pass found. */
  readonly fetch: (object: string, ids: readonly string[], signal: AbortSignal) => AsyncIterable<PassPage>;
  readonly onProgress: (done: number, total: number, what: string) => void;
  readonly signal: AbortSignal;
}

/** How many questions are under way at once: more would only stand in the CRM's queue. */
const sideBySide = 4;

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

async function readPass(pass: Pass, { sink, fetch, signal }: PassRun, progress: Progress): Promise<void> {
  const missing: string[] = [];
  for await (const page of pass.read({ cursor: sink.cursorOf(pass), signal })) {
    signal.throwIfAborted();
    missing.push(...sink.take(pass, page));
    progress.at(pass, page);
  }
  if (missing.length === 0) return;
  for await (const page of fetch(pass.object, missing, signal)) sink.take({ ...pass, covers: null }, page);
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
