import { describe, expect, it } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import { clockedStore, day, diary, hour, iso, minute, ms, timetableOf } from './support.ts';

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

describe('one job with many schedules', () => {
  const rows = new Map<string, { cron: string; zone: string }>();
  const many = (given: Parameters<typeof diary>[0] = {}) =>
    diary({
      name: 'digest',
      schedules: async () => [...rows].map(([key, recurrence]) => ({ key, recurrence, makeUpWithinMs: 12 * hour })),
      ...given,
    });

  it('gives each its own due times, as they are read each time', async () => {
    const { state, store } = await clockedStore('2026-11-23T00:00:00Z');
    rows.clear();
    rows.set('berlin', { cron: '0 9 * * 1', zone: 'Europe/Berlin' });
    rows.set('kolkata', { cron: '30 9 * * 1', zone: 'Asia/Kolkata' });
    const { job, ran } = many();
    const { look, booked } = timetableOf([{ job, recurrence: null }], store, () => state.now);
    await look();
    state.now = ms('2026-11-23T08:00:00Z');
    await look();
    rows.set('tokyo', { cron: '0 9 * * 1', zone: 'Asia/Tokyo' });
    rows.delete('kolkata');
    await look();
    state.now = ms('2026-11-30T08:00:10Z');
    await look();
    expect(ran.map(({ key, due, late }) => [key, due.slice(5, 16), late])).toEqual([
      ['berlin', '11-23T08:00', false],
      ['kolkata', '11-23T04:00', true],
      ['berlin', '11-30T08:00', false],
      ['tokyo', '11-30T00:00', true],
    ]);
    expect(booked.recurrences).toHaveLength(2);
  });

  it('makes up nothing for one that was away and is back', async () => {
    const { state, store } = await clockedStore('2026-11-23T00:00:00Z');
    rows.clear();
    rows.set('one', daily);
    const { job, ran } = many();
    const { look } = timetableOf([{ job, recurrence: null }], store, () => state.now);
    await look();
    rows.delete('one');
    await look();
    state.now = ms('2026-11-23T09:00:00Z');
    rows.set('one', daily);
    await look();
    await timetableOf([{ job, recurrence: null }], store, () => state.now).look();
    expect(ran).toEqual([]);
  });

  it('runs those of one minute one after the other, all of them', async () => {
    const { state, store } = await clockedStore('2026-11-23T00:00:00Z');
    rows.clear();
    for (let at = 0; at < 40; at += 1) rows.set(`s${at}`, daily);
    let beside = 0;
    let most = 0;
    const { job, ran } = many({
      work: async () => {
        beside += 1;
        most = Math.max(most, beside);
        await new Promise((resolve) => setImmediate(resolve));
        beside -= 1;
      },
    });
    const { look, table, booked } = timetableOf([{ job, recurrence: null }], store, () => state.now);
    await look();
    state.now = ms('2026-11-23T08:00:00Z');
    await Promise.all([table.look(), table.look()]);
    await look();
    expect([ran.length, new Set(ran.map(({ key }) => key)).size, most]).toEqual([40, 40, 1]);
    expect(new Set(booked.recurrences)).toEqual(new Set([daily]));
  });

  it('lets one with a wrong schedule keep nobody from his', async () => {
    const { state, store } = await clockedStore('2026-11-23T00:00:00Z');
    rows.clear();
    rows.set('bad', { cron: '0 9 * * 1', zone: 'Europe/Atlantis' });
    rows.set('good', daily);
    const { job, ran } = many();
    const { look, logged } = timetableOf([{ job, recurrence: null }], store, () => state.now);
    await look();
    state.now = ms('2026-11-23T08:00:00Z');
    await look();
    expect(ran.map(({ key }) => key)).toEqual(['good']);
    expect(logged.filter(({ level }) => level === 'error')).toMatchObject([{ values: { job: 'digest/bad' } }]);
  });

  it('runs one of them by hand, by its name, and says which there are', async () => {
    const { state, store } = await clockedStore('2026-11-23T00:00:00Z');
    rows.clear();
    rows.set('one', daily);
    const { job, ran } = many();
    const { table } = timetableOf([{ job, recurrence: null }], store, () => state.now);
    await table.runNow('digest/one', () => undefined);
    expect(ran).toEqual([{ at: iso(state.now), due: iso(state.now), late: false, key: 'one' }]);
    await expect(table.runNow('digest', () => undefined)).rejects.toMatchObject({
      code: 'unknown-job',
      params: { job: 'digest', known: 'digest/one' },
    });
  });
});
