import { describe, expect, it } from 'vitest';
import { type Job, type JobContext, well } from '../../jobs/job.ts';
import { startJobs } from '../../jobs/runner.ts';
import { PulseError } from '../../src/errors.ts';
import type { Store } from '../../src/store/store.ts';
import { contextOf } from './context.ts';
import { clockedStore } from './support.ts';

const unused = (): never => {
  throw new Error('not part of this test');
};
/** A store that none of these jobs touches. */
const store: Store = new Proxy({} as Store, { get: unused });
const context = contextOf({ store, now: () => performance.now() });

/** A job that counts its runs; `reached` resolves when it has run so often. */
function counting(work: (run: number, context: JobContext) => Promise<void>, atStart = true) {
  const waiting: { runs: number; resolve: () => void }[] = [];
  let runs = 0;
  const job: Job = {
    name: 'counting',
    atStart,
    run: async (given) => {
      runs += 1;
      for (const { resolve } of waiting.filter((entry) => entry.runs === runs)) resolve();
      await work(runs, given);
      return well;
    },
  };
  const reached = (wanted: number): Promise<void> => new Promise((resolve) => waiting.push({ runs: wanted, resolve }));
  return { job, reached, runs: () => runs };
}

describe('the runner', () => {
  it('goes on at its interval when the clock is set back', async () => {
    let shift = 0;
    const now = (): number => performance.now() + shift;
    const { job, reached } = counting(async () => {
      shift -= 5 * 3_600_000;
    });
    const third = reached(3);
    const runner = startJobs([{ job, everyMs: 5 }], { ...context, now }, () => undefined);
    await third;
    await runner.stop();
  });

  it('lets a job that fails again and again come less often, and as before once it does well', async () => {
    const times: number[] = [];
    const { job, reached } = counting(async (run) => {
      times.push(performance.now());
      if (run <= 5) throw new Error('again');
    });
    const last = reached(8);
    const runner = startJobs([{ job, everyMs: 10 }], context, () => undefined);
    await last;
    await runner.stop();
    const waited = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(waited[4]).toBeGreaterThan(100);
    expect(waited[6]).toBeLessThan(100);
  });

  it('runs at start and then at its interval, also after a run that failed, which is reported', async () => {
    const failures: unknown[] = [];
    const { job, reached } = counting(async (run) => {
      if (run === 1) throw new Error('first');
    });
    const third = reached(3);
    const runner = startJobs([{ job, everyMs: 5 }], context, (name, error) => failures.push([name, error]));
    await third;
    await runner.stop();
    expect(failures).toEqual([['counting', new Error('first')]]);
  });

  it('does not run at start where the job says so', async () => {
    const { job, reached, runs } = counting(async () => undefined, false);
    const began = performance.now();
    const first = reached(1);
    const runner = startJobs([{ job, everyMs: 40 }], context, unused);
    expect(runs()).toBe(0);
    await first;
    expect(performance.now() - began).toBeGreaterThan(35);
    await runner.stop();
  });

  it('never runs a job twice at a time, and skips what was due meanwhile', async () => {
    let running = 0;
    let most = 0;
    const { job, reached } = counting(async (_run, { now }) => {
      running += 1;
      most = Math.max(most, running);
      const until = now() + 15;
      while (now() < until) await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    });
    const fourth = reached(4);
    const began = performance.now();
    const runner = startJobs([{ job, everyMs: 10 }], context, unused);
    await fourth;
    await runner.stop();
    expect(most).toBe(1);
    expect(performance.now() - began).toBeGreaterThan(3 * 20 - 5);
  });

  it('stops at once while it waits, and waits for the run that is under way, whose signal fires', async () => {
    const idle = counting(async () => undefined, false);
    await startJobs([{ job: idle.job, everyMs: 3_600_000 }], context, unused).stop();
    expect(idle.runs()).toBe(0);

    let aborted = false;
    const busy = counting((_run, { signal }) => {
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        });
      });
    });
    const first = busy.reached(1);
    const runner = startJobs([{ job: busy.job, everyMs: 5 }], context, unused);
    await first;
    await runner.stop();
    expect([aborted, busy.runs()]).toEqual([true, 1]);
  });

  it('runs one of its jobs by hand, but never beside itself, and leaves others to others', async () => {
    let end = (): void => undefined;
    const { job, runs } = counting(() => new Promise((resolve) => (end = resolve)), false);
    const runner = startJobs([{ job, everyMs: 3_600_000 }], context, unused);
    expect(await runner.runNow('another')).toBeUndefined();
    const ran = runner.runNow('counting');
    await expect(runner.runNow('counting')).rejects.toMatchObject({ code: 'job-busy' });
    end();
    expect(await ran).toEqual({ outcome: 'well' });
    const again = runner.runNow('counting');
    end();
    await again;
    await runner.stop();
    expect(runs()).toBe(2);
  });

  it('keeps the runs of a job that asks for it, well, failed or broken off', async () => {
    const { store: kept, state } = await clockedStore('2026-11-24T08:00:00Z');
    const noted = (work: () => Promise<void>): Job => ({ ...counting(work, false).job, noted: true });
    const endsAs = async (work: () => Promise<void>) => {
      state.now += 60_000;
      const runner = startJobs(
        [{ job: noted(work), everyMs: 3_600_000 }],
        contextOf({ store: kept, now: () => state.now }),
        unused,
      );
      await runner.runNow('counting').catch(() => undefined);
      await runner.stop();
      const last = await kept.jobRuns.last('counting');
      return [last?.dueAt.slice(11, 16), last?.outcome, last?.code];
    };
    expect(await endsAs(async () => undefined)).toEqual(['08:01', 'well', null]);
    expect(await endsAs(() => Promise.reject(new PulseError('disk-full', { file: 'x' })))).toEqual([
      '08:02',
      'failed',
      'disk-full',
    ]);
    expect(await endsAs(() => Promise.reject(new TypeError('x')))).toEqual(['08:03', 'failed', 'internal']);
  });
});
