import { describe, expect, it } from 'vitest';
import type { TimedJob, Turn } from '../../jobs/job.ts';
import { PulseError } from '../../src/errors.ts';
import { clockedStore, diary, hour, minute, ms, timetableOf } from './support.ts';

const daily = { cron: '0 8 * * *', zone: 'UTC' };
const due = '2026-11-24T08:00:00.000Z';

/** A bot whose daily job does this; it is 8:00 when `begin` is called. */
async function botThat(work: (turn: Turn) => Promise<void>, given: Partial<TimedJob> = {}) {
  const { state, store, open } = await clockedStore('2026-11-24T07:00:00Z');
  const { job, ran } = diary({ work, retries: { times: 2, pauseMs: 5 * minute }, ...given });
  const start = (of = store) => timetableOf([{ job, recurrence: daily }], of, () => state.now);
  const bot = start();
  await bot.look();
  state.now = ms(due);
  const last = () => store.jobRuns.last('diary');
  const notices = async () => (await store.notices.open()).map(({ id, code, params }) => ({ id, code, params }));
  return { state, store, open, job, ran, bot, start, last, notices };
}

/** Something that a test lets end. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { wait: () => promise, open: () => resolve() };
}

describe('a run', () => {
  it('that fails is tried again, with pauses, and its owner hears nothing of it', async () => {
    let fails = 2;
    const { bot, last, notices, ran } = await botThat(async () => {
      fails -= 1;
      if (fails >= 0) throw new PulseError('disk-full', { file: 'x' });
    });
    await bot.look();
    expect([ran.length, bot.pauses]).toEqual([3, [5 * minute, 5 * minute]]);
    expect(await last()).toMatchObject({ dueAt: due, outcome: 'well', attempts: 3, code: null, progress: null });
    expect(await notices()).toEqual([]);
  });

  it('that fails to the last is told once, and it is over with the next good one', async () => {
    let fails = true;
    const { bot, state, last, notices, store } = await botThat(async () => {
      if (fails) throw new PulseError('disk-full', { file: 'x' });
    });
    await bot.look();
    expect(await last()).toMatchObject({ outcome: 'failed', attempts: 3, code: 'disk-full', params: { file: 'x' } });
    const told = {
      id: 'job-failed/diary',
      code: 'job-failed',
      params: { file: 'x', job: 'diary', attempts: 3, reason: 'disk-full' },
    };
    expect(await notices()).toEqual([told]);
    await store.notices.markShown('job-failed/diary', 'slack');
    state.now += 24 * hour;
    await bot.look();
    expect([await notices(), await store.notices.unshown('slack')]).toEqual([[told], []]);
    fails = false;
    state.now += 24 * hour;
    await bot.look();
    expect(await notices()).toEqual([]);
  });

  it('that fails for what somebody must correct is not tried again', async () => {
    const { bot, ran, notices } = await botThat(async () => {
      throw new PulseError('backup-by-server', {});
    });
    await bot.look();
    expect([ran.length, bot.pauses]).toEqual([1, []]);
    expect(await notices()).toMatchObject([{ params: { attempts: 1, reason: 'backup-by-server' } }]);
  });

  it('that throws what nobody foresaw is logged under the reference that the store has', async () => {
    const { bot, last } = await botThat(async () => {
      throw new TypeError('Acme');
    });
    await bot.look();
    expect(await last()).toMatchObject({ outcome: 'failed', code: 'internal', params: { reference: 'REF' } });
    expect(bot.logged.filter(({ level }) => level === 'error')).toHaveLength(3);
  });

  it('that throws before its first promise is caught as well', async () => {
    const { bot, last } = await botThat(async () => undefined, {
      run: () => {
        throw new TypeError('at once');
      },
    });
    await bot.look();
    expect(await last()).toMatchObject({ outcome: 'failed', code: 'internal' });
  });

  it('never overlaps itself: what comes due meanwhile is skipped, and by hand it is refused', async () => {
    const busy = gate();
    const { bot, state, store, ran } = await botThat(busy.wait);
    await bot.table.look();
    state.now += 24 * hour;
    await bot.table.look();
    await expect(bot.table.runNow('diary', () => undefined)).rejects.toMatchObject({ code: 'job-busy' });
    busy.open();
    await bot.table.idle();
    expect(ran).toHaveLength(1);
    expect((await store.jobRuns.list({ job: 'diary', last: 9 })).map(({ outcome, code }) => [outcome, code])).toEqual([
      ['skipped', 'job-busy'],
      ['well', null],
    ]);
    state.now += 24 * hour;
    await bot.look();
    expect(ran).toHaveLength(2);
  });

  it('that is long says how far it is', async () => {
    const busy = gate();
    const half = gate();
    const { bot, last } = await botThat(async ({ onProgress }) => {
      onProgress(500, 1_000);
      // Not each step is worth a write.
      onProgress(501, 1_000);
      half.open();
      await busy.wait();
    });
    await bot.table.look();
    await half.wait();
    expect(await last()).toMatchObject({ outcome: 'running', progress: { done: 500, total: 1_000 }, endedAt: null });
    busy.open();
    await bot.table.idle();
    expect(await last()).toMatchObject({ outcome: 'well', progress: null });
  });

  it('by hand is one attempt, tells whoever asked and no one else, and does not move the times', async () => {
    let fails = true;
    const { bot, state, notices, ran } = await botThat(async ({ onProgress }) => {
      onProgress(1, 2);
      if (fails) throw new PulseError('disk-full', { file: 'x' });
    });
    state.now = ms('2026-11-24T07:30:00Z');
    const told: unknown[] = [];
    const result = await bot.table.runNow('diary', (...progress) => told.push(progress));
    expect(result).toEqual({ outcome: 'failed', code: 'disk-full', params: { file: 'x' } });
    expect([told, await notices(), bot.pauses]).toEqual([[[1, 2]], [], []]);
    fails = false;
    state.now = ms(due);
    await bot.look();
    expect(ran.map((run) => run.due.slice(11, 16))).toEqual(['07:30', '08:00']);
  });

  it('that lacks what it needs does not run, and by hand it says what', async () => {
    const { bot, ran } = await botThat(async () => undefined, { lacks: () => 'folder' });
    await bot.look();
    expect(ran).toEqual([]);
    await expect(bot.table.runNow('diary', () => undefined)).rejects.toMatchObject({
      code: 'job-off',
      params: { job: 'diary', why: 'folder' },
    });
  });
});

describe('a bot that stops', () => {
  it('ends its runs, which the next one begins once more', async () => {
    const first = gate();
    let signal: AbortSignal | undefined;
    const { bot, state, start, last, ran } = await botThat(async () => undefined, {
      run: async (context) => {
        ran.push({ at: '', due: '', late: false, key: null });
        if (ran.length > 1) return { outcome: 'well' };
        signal = context.signal;
        first.open();
        await new Promise((_, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason)));
        return { outcome: 'well' };
      },
    });
    await bot.table.look();
    await first.wait();
    bot.abort();
    await bot.table.stop(5_000);
    expect(signal?.aborted).toBe(true);
    expect(await last()).toMatchObject({ outcome: 'abandoned', code: 'interrupted' });
    state.now += 10 * minute;
    const next = start();
    await next.table.abandon();
    await next.look();
    expect(await last()).toMatchObject({ dueAt: due, outcome: 'well', attempts: 2 });
    expect(ran).toHaveLength(2);
  });

  it('waits no longer than its limit for a run that does not hear', async () => {
    const { bot } = await botThat(gate().wait);
    await bot.table.look();
    bot.abort();
    const began = performance.now();
    await bot.table.stop(30);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('a bot that was killed', () => {
  const killed = async (after: number, begunAt = due) => {
    const world = await botThat(gate().wait);
    world.state.now = ms(begunAt);
    await world.bot.table.look();
    await world.store.close();
    world.state.now = ms(begunAt) + after;
    const store = await world.open();
    const { job, ran } = diary({ retries: { times: 2, pauseMs: minute } });
    const next = timetableOf([{ job, recurrence: daily }], store, () => world.state.now);
    await next.table.abandon();
    await next.look();
    const runs = await store.jobRuns.list({ job: 'diary', last: 9 });
    return { ran, runs: runs.map(({ dueAt, outcome, attempts }) => [dueAt.slice(8, 16), outcome, attempts]) };
  };

  it('has its run begun once more by the next one, late', async () => {
    const { ran, runs } = await killed(hour);
    expect(ran.map(({ late }) => late)).toEqual([true]);
    expect(runs).toEqual([['24T08:00', 'well', 2]]);
  });

  it('unless it is too long ago', async () => {
    const { ran, runs } = await killed(7 * hour);
    expect([ran, runs]).toEqual([[], [['24T08:00', 'abandoned', 1]]]);
  });

  it('or the next time has come: then that one runs, and no other', async () => {
    const { ran, runs } = await killed(24 * hour);
    expect(ran.map((run) => run.due.slice(8, 16))).toEqual(['25T08:00']);
    expect(runs).toEqual([
      ['25T08:00', 'well', 1],
      ['24T08:00', 'abandoned', 1],
    ]);
  });
});
