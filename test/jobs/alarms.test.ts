import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAlarms } from '../../jobs/alarms.ts';
import { checkSchedule } from '../../src/schedule/index.ts';

/** The timers of Node run on a clock that the test moves. */
beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2027-03-27T12:00:00Z') }));
afterEach(() => void vi.useRealTimers());

/** Everything that wakes, but for the look of each minute. */
function alarmsOf(...recurrences: readonly { cron: string; zone: string }[]) {
  const woken: string[] = [];
  const alarms = createAlarms(() => {
    const now = new Date().toISOString();
    if (now.slice(17) === '00.000Z') woken.push(now.slice(0, 16));
  });
  alarms.set(recurrences);
  return { alarms, woken };
}

const goTo = (when: string): Promise<unknown> => vi.advanceTimersByTimeAsync(Date.parse(when) - Date.now());

describe('alarms', () => {
  it('wake at the very minute of each schedule in its zone, and once a minute beside', async () => {
    vi.setSystemTime(Date.parse('2027-03-27T12:00:07Z'));
    const { alarms, woken } = alarmsOf(
      { cron: '0 9 * * *', zone: 'Europe/Berlin' },
      { cron: '30 9 * * *', zone: 'Asia/Kolkata' },
      { cron: '30 2 * * *', zone: 'Europe/Berlin' },
    );
    await goTo('2027-03-28T12:00:00Z');
    expect(woken).toEqual(['2027-03-28T01:30', '2027-03-28T04:00', '2027-03-28T07:00']);
    alarms.cancel();
  });

  it('of schedules that ended are silent, and all of them when they are cancelled', async () => {
    vi.setSystemTime(Date.parse('2027-03-27T12:00:07Z'));
    const berlin = { cron: '0 9 * * *', zone: 'Europe/Berlin' };
    const { alarms, woken } = alarmsOf(berlin, { cron: '0 8 * * *', zone: 'UTC' });
    alarms.set([berlin, berlin]);
    await goTo('2027-03-28T12:00:00Z');
    expect(woken).toEqual(['2027-03-28T07:00']);
    alarms.cancel();
    await goTo('2027-03-30T12:00:00Z');
    expect([woken.length, vi.getTimerCount()]).toEqual([1, 0]);
  });

  it('wake within a minute even for a schedule that node-schedule reads otherwise', async () => {
    // Midnight is missing in Cairo on this day.
    vi.setSystemTime(Date.parse('2027-04-29T21:59:30Z'));
    let last = '';
    const alarms = createAlarms(() => {
      last = new Date().toISOString();
    });
    alarms.set([{ cron: '0 0 * * *', zone: 'Africa/Cairo' }]);
    await goTo('2027-04-29T22:00:59Z');
    expect(last).toBe('2027-04-29T22:00:30.000Z');
    alarms.cancel();
  });

  it('take every schedule that is not refused', () => {
    const crons = ['*/5 * * * *', '0,30 8-18/2 * * 1-5', '0 9 29 2 *', '0 9 * * 7', '0 9 * * 6-7', '0 9 31 1,2 *'];
    const { alarms } = alarmsOf();
    const before = vi.getTimerCount();
    for (const cron of crons) {
      checkSchedule({ cron, zone: 'Europe/Berlin' });
      alarms.set([{ cron, zone: 'Europe/Berlin' }]);
      expect([cron, vi.getTimerCount()]).toEqual([cron, before + 1]);
    }
    alarms.cancel();
  });
});
