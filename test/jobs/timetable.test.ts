import { describe, expect, it } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import { clockedStore, day, diary, hour, minute, ms, timetableOf } from './support.ts';

const daily = { cron: '0 9 * * *', zone: 'Europe/Berlin' };

/** A bot with one daily job (9:00 in Berlin, which is 8:00Z), seen for the first time at the begin. */
async function dailyBot(begin: string, given: Parameters<typeof diary>[0] = {}) {
  const { state, store, open } = await clockedStore(begin);
  const { job, ran } = diary(given);
  const start = (of = store) => timetableOf([{ job, recurrence: daily }], of, () => state.now);
  const bot = start();
  await bot.look();
  const at = async (when: string): Promise<void> => {
    state.now = ms(when);
    await bot.look();
  };
  const runs = async () =>
    (await store.jobRuns.list({ job: 'diary', last: 50 })).map(({ dueAt, outcome, late, code }) => ({
      dueAt,
      outcome,
      late,
      code,
    }));
  return { state, store, open, start, bot, at, ran, runs, job };
}

describe('a job with a place in the calendar', () => {
  it('runs at its time, once, however often it is looked at', async () => {
    const { bot, at, ran, runs, state } = await dailyBot('2026-11-24T07:00:00Z');
    await at('2026-11-24T07:59:59Z');
    expect(ran).toEqual([]);
    await at('2026-11-24T08:00:00Z');
    await Promise.all(Array.from({ length: 360 }, () => bot.table.look()));
    await at('2026-11-24T08:00:40Z');
    await at('2026-11-25T08:00:20Z');
    expect(ran.map(({ due, late }) => [due, late])).toEqual([
      ['2026-11-24T08:00:00.000Z', false],
      ['2026-11-25T08:00:00.000Z', false],
    ]);
    expect((await runs()).map(({ outcome }) => outcome)).toEqual(['well', 'well']);
    expect(bot.booked.recurrences).toEqual([daily]);
    state.now += hour;
    await bot.table.stop(1);
    expect(bot.booked.recurrences).toEqual([]);
  });

  it('makes up nothing from before it was there', async () => {
    const { ran, runs } = await dailyBot('2026-11-24T08:30:00Z');
    expect([ran, await runs()]).toEqual([[], []]);
  });

  it('that was missed is made up once, late; what is older is noted', async () => {
    const { state, ran, runs, start } = await dailyBot('2026-11-20T07:00:00Z');
    state.now = ms('2026-11-24T10:00:00Z');
    const next = start();
    await next.look();
    state.now += 10 * minute;
    await next.look();
    await start().look();
    expect(ran).toEqual([{ at: '2026-11-24T10:00:00.000Z', due: '2026-11-24T08:00:00.000Z', late: true, key: null }]);
    expect((await runs()).map(({ dueAt, outcome, late }) => [dueAt.slice(8, 10), outcome, late])).toEqual([
      ['24', 'well', true],
      ['23', 'missed', true],
      ['22', 'missed', true],
      ['21', 'missed', true],
      ['20', 'missed', true],
    ]);
  });

  it('that was missed is not made up beyond its window', async () => {
    const { at, ran, runs } = await dailyBot('2026-11-24T07:00:00Z');
    await at('2026-11-24T14:00:01Z');
    expect([ran, (await runs()).map(({ outcome }) => outcome)]).toEqual([[], ['missed']]);
    await at('2026-11-25T08:00:00Z');
    expect(ran).toHaveLength(1);
  });

  it('whose machine slept over it runs once when it wakes, and not again when the timers catch up', async () => {
    const { bot, at, ran } = await dailyBot('2026-11-24T07:00:00Z');
    await at('2026-11-24T11:00:00Z');
    await Promise.all([bot.look(), bot.look(), bot.look()]);
    expect(ran.map(({ late }) => late)).toEqual([true]);
  });

  it('does nothing twice when the clock is set back, and goes on at its times', async () => {
    const { at, ran } = await dailyBot('2026-11-24T07:00:00Z');
    await at('2026-11-24T08:00:00Z');
    await at('2026-11-24T07:30:00Z');
    await at('2026-11-24T08:00:00Z');
    await at('2026-11-24T08:01:00Z');
    expect(ran).toHaveLength(1);
    // The clock was wrong by a year, and is right again.
    await at('2027-11-24T08:00:00Z');
    await at('2026-11-24T12:00:00Z');
    await at('2026-11-25T08:00:00Z');
    await at('2026-11-26T08:00:00Z');
    expect(ran.map(({ due }) => due.slice(0, 10))).toEqual(['2026-11-24', '2027-11-24', '2026-11-25', '2026-11-26']);
  });

  it('goes on at its times after a restart with a clock that is right again', async () => {
    const { state, at, ran, start } = await dailyBot('2026-11-24T07:00:00Z');
    await at('2027-11-24T08:00:00Z');
    state.now = ms('2026-11-24T12:00:00Z');
    const next = start();
    await next.look();
    state.now = ms('2026-11-25T08:00:00Z');
    await next.look();
    expect(ran.map(({ due }) => due.slice(0, 10))).toEqual(['2027-11-24', '2026-11-25']);
  });

  it('that was moved makes up nothing at its new time, also over a restart', async () => {
    const { state, store, ran, job } = await dailyBot('2026-11-24T07:00:00Z');
    state.now = ms('2026-11-24T10:00:00Z');
    const moved = { cron: '0 10 * * *', zone: 'Europe/Berlin' };
    const next = timetableOf([{ job, recurrence: moved }], store, () => state.now);
    await next.look();
    expect(ran).toEqual([]);
    state.now = ms('2026-11-25T09:00:00Z');
    await next.look();
    expect(ran).toHaveLength(1);
  });

  it('that is off does not run by itself, but by hand', async () => {
    const { state, store } = await clockedStore('2026-11-24T07:00:00Z');
    const { job, ran } = diary();
    const { table, look } = timetableOf([{ job, recurrence: daily, enabled: false }], store, () => state.now);
    await look();
    state.now += 3 * day;
    await look();
    expect(ran).toEqual([]);
    expect(await table.runNow('diary', () => undefined)).toEqual({ outcome: 'well' });
    expect(ran).toHaveLength(1);
  });

  it('is looked at again where the store could not be written', async () => {
    const { bot, store, ran, state } = await dailyBot('2026-11-24T07:00:00Z');
    state.now = ms('2026-11-24T08:00:00Z');
    const { claim } = store.jobRuns;
    Object.assign(store.jobRuns, {
      claim: () => Promise.reject(new PulseError('disk-full', { file: 'x' })),
    });
    await bot.look();
    await bot.look();
    Object.assign(store.jobRuns, { claim });
    expect([ran, bot.logged.filter(({ level }) => level === 'error').length]).toEqual([[], 1]);
    await bot.look();
    expect(ran).toHaveLength(1);
  });
});
