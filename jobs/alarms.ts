import schedule from 'node-schedule';
import type { Recurrence } from '../src/schedule/index.ts';

const lookEveryMs = 60_000;

/** Wakes somebody who then looks what is due. */
export interface Alarms {
  /** These, and no others. */
  set(recurrences: readonly Recurrence[]): void;
  /** None any more. */
  cancel(): void;
}

/**
 * At the times of the schedules, by node-schedule: cron strings with a zone, since its rules as objects are wrong when the
 * clocks change. Beside it each minute, for what its timers sleep through or its reading of a zone leaves out. It may wake too often:
 * what is due is decided by `Timetable` alone, and given out once by the store.
 */
export function createAlarms(wake: () => void): Alarms {
  const booked = new Map<string, schedule.Job>();
  const minutes = setInterval(wake, lookEveryMs);
  return {
    set: (recurrences) => {
      const wanted = new Map(recurrences.map((one) => [`${one.cron} ${one.zone}`, one]));
      for (const [name, job] of booked) {
        if (wanted.has(name)) continue;
        job.cancel();
        booked.delete(name);
      }
      for (const [name, { cron, zone }] of wanted) {
        if (booked.has(name)) continue;
        const job: schedule.Job | null = schedule.scheduleJob({ rule: cron, tz: zone }, () => wake());
        // It knows fewer zones than we do; those are looked at each minute.
        if (job !== null) booked.set(name, job);
      }
    },
    cancel: () => {
      clearInterval(minutes);
      for (const job of booked.values()) job.cancel();
      booked.clear();
    },
  };
}
