import { type ErrorParams, isErrorCode, PulseError } from '../src/errors.ts';
import type { JobEnd } from '../src/store/ledger/job-runs.ts';
import { type JobContext, type JobResult, runName, type TimedJob, type Turn } from './job.ts';
import { every } from './seldom.ts';

const progressEveryMs = 1_000;
const endAgainMs = 1_000;

/** Resolves to true after the time, to false as soon as the signal fires. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<boolean>;

/** A run that was claimed. */
export interface Claimed {
  readonly job: TimedJob;
  readonly key: string | null;
  readonly dueAt: number;
  readonly late: boolean;
  /** Attempts that it has still; by hand: one. */
  readonly attempts: number;
  /** By hand: whoever asked is told, so that the owner need not be. */
  readonly byHand: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Where a job's owner finds that it fails. */
export const noticeOf = (name: string): string => `job-failed/${name}`;

const iso = (at: number): string => new Date(at).toISOString();

/**
 * Carries out runs that were claimed: one of a job at a time, each tried again with pauses, its end noted whatever happens.
 * Never throws.
 */
export class Turns {
  readonly #context: JobContext;
  readonly #pause: Pause;
  /** By job: the last attempt that waits or runs. */
  readonly #lanes = new Map<string, Promise<unknown>>();
  /** By name of the run. */
  readonly #running = new Map<string, Promise<JobResult>>();

  constructor(context: JobContext, pause: Pause) {
    this.#context = context;
    this.#pause = pause;
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  /** How it ended: `skipped` with `interrupted` where the bot stopped meanwhile. */
  take(claimed: Claimed): Promise<JobResult> {
    const name = runName(claimed.job.name, claimed.key);
    const run = this.#carryOut(name, claimed).finally(() => {
      if (this.#running.get(name) === run) this.#running.delete(name);
    });
    this.#running.set(name, run);
    return run;
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async #carryOut(name: string, claimed: Claimed): Promise<JobResult> {
    const { signal, log, now } = this.#context;
    const dueAt = iso(claimed.dueAt);
    const began = now();
    const result = await this.#attempts(name, claimed);
    if (signal.aborted && result.outcome !== 'well') {
      await this.#end(name, dueAt, { outcome: 'abandoned', at: iso(now()), code: 'interrupted' });
      return { outcome: 'skipped', code: 'interrupted' };
    }
    const { outcome, code = null, params = {} } = result;
    log.info({ job: name, dueAt, late: claimed.late, outcome, code, ms: now() - began }, 'job ended');
    await this.#end(name, dueAt, { outcome, at: iso(now()), code, params });
    await this.#tellOwner(name, claimed, result);
    return result;
  }

  async #attempts(name: string, claimed: Claimed): Promise<JobResult> {
    const { signal } = this.#context;
    const { pauseMs } = claimed.job.retries;
    for (let left = claimed.attempts; ; left -= 1) {
      const result = await this.#attempt(name, claimed);
      if (result.outcome !== 'failed' || signal.aborted || left <= 1 || isSomebodysToCorrect(result)) return result;
      if (!(await this.#pause(pauseMs, signal))) return result;
      await this.#unlessLost(() => this.#context.store.jobRuns.again(name, iso(claimed.dueAt)));
    }
  }

  async #attempt(name: string, { job, key, dueAt, late, byHand, onProgress }: Claimed): Promise<JobResult> {
    const { log, reference, now, store, signal } = this.#context;
    const tell = every(progressEveryMs, now, (done: number, total: number) =>
      store.jobRuns.progress(name, iso(dueAt), { done, total }),
    );
    const turn: Turn = {
      key,
      dueAt,
      late,
      byHand,
      onProgress: (done, total) => {
        tell(done, total);
        onProgress?.(done, total);
      },
    };
    try {
      return await this.#inLane(job.name, () => job.run(this.#context, turn));
    } catch (error) {
      if (error instanceof PulseError) {
        if (!signal.aborted) log.warn({ job: name, code: error.code }, 'a job failed');
        return { outcome: 'failed', code: error.code, params: error.params };
      }
      const named = reference();
      if (!signal.aborted) log.error({ job: name, reference: named, err: error }, 'a job failed');
      return { outcome: 'failed', code: 'internal', params: { reference: named } };
    }
  }

  /** A job never runs beside itself, whichever of its schedules is due. */
  #inLane<R>(job: string, run: () => Promise<R>): Promise<R> {
    const turn = (this.#lanes.get(job) ?? Promise.resolve()).then(() => {
      this.#context.signal.throwIfAborted();
      return run();
    });
    this.#lanes.set(
      job,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /** A disk that is full now will have room again. */
  async #end(name: string, dueAt: string, end: JobEnd): Promise<void> {
    const { store, signal, log } = this.#context;
    for (let failures = 0; ; failures += 1) {
      try {
        return await store.jobRuns.end(name, dueAt, end);
      } catch (error) {
        if (failures === 0) log.error({ job: name, err: error }, 'the end of a job cannot be noted yet');
        // The next owner finds it abandoned.
        if (!(await this.#pause(endAgainMs, signal))) return;
      }
    }
  }

  /** Once, until a run has gone well again. */
  async #tellOwner(
    name: string,
    { byHand, job }: Claimed,
    { outcome, code = '', params = {} }: JobResult,
  ): Promise<void> {
    const { notices } = this.#context.store;
    const at = iso(this.#context.now());
    if (outcome === 'well') await this.#unlessLost(() => notices.end(noticeOf(name), at));
    if (outcome !== 'failed' || byHand) return;
    const attempts = isSomebodysToCorrect({ outcome, code }) ? 1 : job.retries.times + 1;
    // With what the reason's own words are filled.
    const { reason: why } = params;
    const told: ErrorParams = { ...params, ...(why === undefined ? {} : { why }), job: name, attempts, reason: code };
    await this.#unlessLost(() =>
      notices.raise({ id: noticeOf(name), source: null, code: 'job-failed', params: told, at }),
    );
  }

  async #unlessLost(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#context.log.warn({ err: error }, 'what a job did could not be noted');
    }
  }
}

/** What somebody set wrongly does not heal by itself. */
const isSomebodysToCorrect = ({ outcome, code = '' }: JobResult): boolean =>
  outcome === 'failed' && isErrorCode(code) && new PulseError(code).exit === 2;
