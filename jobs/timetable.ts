import { PulseError } from '../src/errors.ts';
import { dueNow, mayMakeUp, nextDue, type Recurrence } from '../src/schedule/index.ts';
import type { JobRun } from '../src/store/ledger/job-runs.ts';
import type { Alarms } from './alarms.ts';
import { type JobContext, type JobResult, runName, type TimedJob } from './job.ts';
import { firstSight, noteGone } from './sights.ts';
import { noticeOf, type Pause, Turns } from './turns.ts';

/** A timed job with the recurrence that holds for it; null: its schedules have their own. */
export interface Timed {
  readonly job: TimedJob;
  readonly recurrence: Recurrence | null;
  /** Whether it runs by itself; by hand it does in any case. */
  readonly enabled: boolean;
}

export interface TimetableOptions {
  readonly timed: readonly Timed[];
  readonly context: JobContext;
  readonly pause: Pause;
  readonly alarms: (wake: () => void) => Alarms;
  /** Names of jobs that are no timed ones, for messages. */
  readonly others?: readonly string[];
}

/** A schedule as it is followed. */
interface Followed {
  readonly job: TimedJob;
  readonly key: string | null;
  readonly name: string;
  readonly recurrence: Recurrence;
  readonly makeUpWithinMs: number;
}

/** What is settled about a schedule. Instants are epoch milliseconds. */
interface Decided {
  readonly job: string;
  readonly recurrence: Recurrence;
  /** Every due time up to here was given out, or noted as missed. */
  until: number;
  /** Between these there is nothing to do, so that hundreds of schedules cost nothing each minute. */
  lookedAt: number;
  nextAt: number;
}

const iso = (at: number): string => new Date(at).toISOString();
const sameTimes = (a: Recurrence, b: Recurrence): boolean => a.cron === b.cron && a.zone === b.zone;

/**
 * Gives out the runs that are due. Timers only make it look; what is due it decides by the clock and by what was given out
 * before, so a burst of timers, a sleep of the machine, a start long after or a clock that jumps give one run at most.
 */
export class Timetable {
  readonly #options: TimetableOptions;
  readonly #turns: Turns;
  readonly #alarms: Alarms;
  /** By name of the run. */
  readonly #decided = new Map<string, Decided>();
  /** What could not be looked up last time. */
  readonly #lost = new Set<string>();
  #looking: Promise<void> | null = null;
  #again = false;

  constructor(options: TimetableOptions) {
    this.#options = options;
    this.#turns = new Turns(options.context, options.pause);
    this.#alarms = options.alarms(() => void this.look());
  }

  /** For a new owner, before its first look: what ran when the one before died is noted as abandoned. */
  abandon(): Promise<void> {
    const { store, now } = this.#options.context;
    return this.#unlessLost('abandoned', async () => void (await store.jobRuns.abandon(iso(now()))));
  }

  /** Gives out what is due now. While it looks, any number of calls make it look once more. */
  look(): Promise<void> {
    if (this.#looking !== null) {
      this.#again = true;
      return this.#looking;
    }
    this.#looking = this.#lookAgain();
    return this.#looking;
  }

  /** Resolves when nothing is looked at and nothing runs. */
  async idle(): Promise<void> {
    await this.#looking;
    await this.#turns.idle();
  }

  /** No new runs; those under way have heard the signal. Resolves when they have ended, or the time is over. */
  async stop(limitMs: number): Promise<void> {
    this.#alarms.cancel();
    const ended = this.idle();
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(limit.resolve, limitMs);
    await Promise.race([ended, limit.promise]);
    clearTimeout(timer);
  }

  /** Runs a job, or one schedule of a job that has several (`job/key`), now. Throws `unknown-job`, `job-off`, `job-busy`. */
  async runNow(name: string, onProgress: (done: number, total: number) => void): Promise<JobResult> {
    const { context } = this.#options;
    const { job, key } = await this.#named(name);
    const why = job.lacks?.(context) ?? null;
    if (why !== null) throw new PulseError('job-off', { job: job.name, why });
    const dueAt = context.now();
    const full = runName(job.name, key);
    const isOurs =
      !this.#turns.isRunning(full) && (await context.store.jobRuns.claim(full, iso(dueAt), iso(dueAt), false));
    if (!isOurs) throw new PulseError('job-busy', { job: full });
    return this.#turns.take({ job, key, dueAt, late: false, attempts: 1, byHand: true, onProgress });
  }

  async #named(name: string): Promise<{ job: TimedJob; key: string | null }> {
    const known = [...(this.#options.others ?? [])];
    for (const timed of this.#options.timed) {
      if (timed.job.schedules === undefined) {
        if (timed.job.name === name) return { job: timed.job, key: null };
        known.push(timed.job.name);
        continue;
      }
      for (const { key, name: own } of await this.#schedulesOf(timed)) {
        if (own === name) return { job: timed.job, key };
        known.push(own);
      }
    }
    throw new PulseError('unknown-job', { job: name, known: known.join(', ') });
  }

  async #lookAgain(): Promise<void> {
    do {
      this.#again = false;
      const recurrences: Recurrence[] = [];
      for (const timed of this.#options.timed) {
        // Nothing is given out any more, and nobody looks again.
        if (this.#options.context.signal.aborted) return;
        let all: readonly Followed[] = [];
        await this.#unlessLost(`schedules of ${timed.job.name}`, async () => {
          all = await this.#follow(timed);
        });
        for (const followed of all)
          await this.#unlessLost(followed.name, async () => {
            await this.#giveOut(followed);
            recurrences.push(followed.recurrence);
          });
      }
      await this.#unlessLost('alarms', async () => this.#alarms.set(recurrences));
    } while (this.#again);
    // Not a moment later: who asks from here on is not heard by the loop.
    this.#looking = null;
  }

  /** A store that cannot be written now can in a minute: nothing is decided until it was written. */
  async #unlessLost(what: string, work: () => Promise<void>): Promise<void> {
    const { log, reference, signal } = this.#options.context;
    try {
      await work();
      this.#lost.delete(what);
    } catch (error) {
      // It is looked at each minute: once in the log is enough.
      if (signal.aborted || this.#lost.has(what)) return;
      this.#lost.add(what);
      log.error({ job: what, reference: reference(), err: error }, 'what is due could not be looked up');
    }
  }

  async #schedulesOf({ job, recurrence }: Timed): Promise<readonly Followed[]> {
    if (job.schedules !== undefined) {
      const schedules = await job.schedules(this.#options.context, recurrence);
      return schedules.map((one) => ({ ...one, job, name: runName(job.name, one.key) }));
    }
    if (recurrence === null) return [];
    return [{ job, key: null, name: job.name, recurrence, makeUpWithinMs: job.makeUpWithinMs }];
  }

  /** All schedules of a job; what is none any more is forgotten, so that it makes up nothing when it comes back. */
  async #follow(timed: Timed): Promise<readonly Followed[]> {
    const { context } = this.#options;
    if (!timed.enabled || (timed.job.lacks?.(context) ?? null) !== null) return [];
    const all = await this.#schedulesOf(timed);
    const names = new Set(all.map(({ name }) => name));
    for (const [name, { job }] of this.#decided) {
      if (job !== timed.job.name || names.has(name)) continue;
      await noteGone(context.store, name, context.now());
      await context.store.notices.end(noticeOf(name), iso(context.now()));
      this.#decided.delete(name);
    }
    return all;
  }

  async #giveOut(followed: Followed): Promise<void> {
    const { store, now } = this.#options.context;
    const { name, recurrence, makeUpWithinMs } = followed;
    const at = now();
    const decided = await this.#decidedOf(followed, at);
    if (at >= decided.lookedAt && at < decided.nextAt) return;
    // The clock was set back: what comes again was given out already, and the store knows.
    const after = Math.min(decided.until, at);
    const { run, missed } = dueNow({ recurrence, after, now: at, makeUpWithinMs });
    for (const due of missed) {
      if (!(await store.jobRuns.claim(name, iso(due), iso(at), true))) continue;
      await store.jobRuns.end(name, iso(due), { outcome: 'missed', at: iso(at) });
    }
    if (run !== null && (await store.jobRuns.claim(name, iso(run.at), iso(at), run.late))) {
      if (this.#turns.isRunning(name)) {
        const busy = { outcome: 'skipped', at: iso(at), code: 'job-busy' } as const;
        await store.jobRuns.end(name, iso(run.at), busy);
      } else this.#take(followed, run.at, run.late, 0);
    }
    decided.until = run?.at ?? missed.at(-1) ?? after;
    decided.lookedAt = at;
    decided.nextAt = nextDue(recurrence, at);
  }

  #take({ job, key }: Followed, dueAt: number, late: boolean, attempted: number): void {
    // How it ends is noted in the store; it never throws.
    const attempts = Math.max(1, job.retries.times + 1 - attempted);
    void this.#turns.take({ job, key, dueAt, late, attempts, byHand: false });
  }

  async #decidedOf(followed: Followed, at: number): Promise<Decided> {
    const { store } = this.#options.context;
    const { name, recurrence, job } = followed;
    const known = this.#decided.get(name);
    if (known !== undefined && sameTimes(known.recurrence, recurrence)) return known;
    const { until, last } = await firstSight(store, name, recurrence, at);
    const fresh: Decided = { recurrence, until, job: job.name, lookedAt: at, nextAt: at };
    if (known === undefined && last !== undefined) await this.#goOn(followed, last, at);
    this.#decided.set(name, fresh);
    return fresh;
  }

  /** What a stop, a crash or a power cut broke off begins once more, while it may be made up. */
  async #goOn(followed: Followed, last: JobRun, now: number): Promise<void> {
    const { recurrence, makeUpWithinMs, name, job } = followed;
    const at = Date.parse(last.dueAt);
    if (last.outcome !== 'abandoned' || last.attempts > Math.max(1, job.retries.times)) return;
    if (!mayMakeUp({ recurrence, at, now, makeUpWithinMs })) return;
    if (dueNow({ recurrence, after: at, now, makeUpWithinMs }).run !== null) return;
    await this.#options.context.store.jobRuns.again(name, last.dueAt);
    this.#take(followed, at, true, last.attempts);
  }
}
