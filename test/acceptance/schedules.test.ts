import { describe, expect, it } from 'vitest';
import { checkSchedule, type Recurrence, recurrenceOf } from '../../src/schedule/index.ts';
import { openStore } from '../../src/store/open.ts';
import { clockedStore, diary, hour, minute, ms, timetableOf } from '../jobs/support.ts';

/** Digests by their schedules, in a bot whose clock the test moves minute by minute. */
async function digests(begin: string, recurrences: Readonly<Record<string, Recurrence>>) {
  const { state, store, open, address } = await clockedStore(begin);
  const { job, ran } = diary({
    name: 'digest',
    makeUpWithinMs: 12 * hour,
    schedules: async () =>
      Object.entries(recurrences).map(([key, recurrence]) => ({ key, recurrence, makeUpWithinMs: 12 * hour })),
  });
  const start = (of = store) => timetableOf([{ job, recurrence: null }], of, () => state.now);
  let bot = start();
  await bot.look();
  return {
    state,
    address,
    open,
    ran,
    store,
    start,
    /** Looks every few minutes, and at the very minute of nine, ten …, as the alarms do. */
    runUntil: async (end: string, everyMs = 5 * minute) => {
      for (; state.now < ms(end); state.now += everyMs) await bot.look();
      await bot.look();
    },
    switchedOffUntil: async (when: string) => {
      state.now = ms(when);
      bot = start();
      await bot.table.abandon();
      await bot.look();
    },
  };
}

const weekly = (hourOfDay: number, zone: string, day = 1): Recurrence =>
  recurrenceOf({ report: 'weekly', schedule: { day, hour: hourOfDay, minute: 0, zone }, fiscalYearStart: 1 });
const daily = (time: string, zone: string): Recurrence => ({ cron: `${time} * * *`, zone });

describe('schedules, as users of other bots asked for them', () => {
  it('start at 9 with a digest at 10 = one message (metabase#47949)', async () => {
    for (const recurrence of [weekly(10, 'Europe/Berlin'), daily('0 10', 'Europe/Berlin')]) {
      // On Friday somebody switched the machine off; on Monday it is on again at nine.
      const world = await digests('2026-11-19T12:00:00Z', { team: recurrence });
      await world.runUntil('2026-11-20T17:00:00Z');
      world.ran.length = 0;
      await world.switchedOffUntil('2026-11-23T08:00:00Z');
      expect(world.ran).toEqual([]);
      await world.runUntil('2026-11-23T16:00:00Z');
      expect(world.ran.map(({ due, late }) => [due, late])).toEqual([['2026-11-23T09:00:00.000Z', false]]);
    }
  });

  it('start at 11 with a digest at 10 = one message, late', async () => {
    const world = await digests('2026-11-19T12:00:00Z', { team: weekly(10, 'Europe/Berlin') });
    await world.switchedOffUntil('2026-11-23T10:00:00Z');
    await world.switchedOffUntil('2026-11-23T10:30:00Z');
    await world.runUntil('2026-11-24T10:00:00Z', 30 * minute);
    expect(world.ran.map(({ due, late }) => [due, late])).toEqual([['2026-11-23T09:00:00.000Z', true]]);
  });

  it('8:00 stays 8:00 after DST (posthog#42016)', async () => {
    const local = (zone: string) => (run: { due: string }) =>
      new Date(run.due).toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    for (const [zone, begin, days] of [
      ['Europe/Berlin', '2027-03-26', ['2027-03-27', '2027-03-28', '2027-03-29']],
      ['Europe/Berlin', '2027-10-29', ['2027-10-30', '2027-10-31', '2027-11-01']],
      ['America/New_York', '2027-03-12', ['2027-03-13', '2027-03-14', '2027-03-15']],
      ['Australia/Sydney', '2027-10-01', ['2027-10-02', '2027-10-03', '2027-10-04']],
    ] as const) {
      const world = await digests(`${begin}T23:00:00Z`, { team: daily('0 8', zone) });
      world.state.now = ms(`${begin}T23:00:00Z`);
      await world.runUntil(`${days[2]}T22:00:00Z`, 10 * minute);
      const seen = world.ran.map(local(zone));
      expect(seen.every((at) => at.endsWith(' 08:00'))).toBe(true);
      expect(seen.map((at) => at.slice(0, 10))).toEqual(expect.arrayContaining([...days.slice(1)]));
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('India half-hour (#38800)', async () => {
    const world = await digests('2026-11-22T00:00:00Z', { team: weekly(9, 'Asia/Kolkata') });
    await world.runUntil('2026-11-24T00:00:00Z', 10 * minute);
    expect(world.ran.map(({ due, at }) => [due, at])).toEqual([
      ['2026-11-23T03:30:00.000Z', '2026-11-23T03:30:00.000Z'],
    ]);
  });

  it('invalid zone refused (superset#17338)', () => {
    for (const zone of ['Europe/Berln', 'GMT+25', '', '+02:00'])
      expect(() => checkSchedule({ cron: '0 9 * * 1', zone })).toThrow(expect.objectContaining({ code: 'bad-zone' }));
    checkSchedule({ cron: '0 9 * * 1', zone: 'Europe/Berlin' });
  });

  it('two processes (#3367)', async () => {
    const world = await digests('2026-11-22T12:00:00Z', { team: weekly(9, 'Europe/Berlin') });
    // A second one cannot own the store …
    const second = openStore({
      address: world.address,
      mode: 'own',
      role: 'bot',
      now: () => world.state.now,
      warn: () => undefined,
    });
    await expect(second).rejects.toMatchObject({ code: 'store-owned' });
    // … and even one that shares it is given nothing that the first one has.
    const shared = await openStore({
      address: world.address,
      mode: 'share',
      role: 'bot',
      now: () => world.state.now,
      warn: () => undefined,
    });
    const other = world.start(shared);
    await other.look();
    world.state.now = ms('2026-11-23T08:00:00Z');
    const bots = [world.start(), other];
    await Promise.all(bots.map((bot) => bot.look()));
    await Promise.all(bots.map((bot) => bot.look()));
    await shared.close();
    expect(world.ran.map(({ due }) => due)).toEqual(['2026-11-23T08:00:00.000Z']);
  });
});
