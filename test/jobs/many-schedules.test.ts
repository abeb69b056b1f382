import { describe, expect, it } from 'vitest';
import { clockedStore, diary, hour, iso, ms, timetableOf } from './support.ts';

const daily = { cron: '0 9 * * *', zone: 'Europe/Berlin' };

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
