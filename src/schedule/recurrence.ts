import { PulseError } from '../errors.ts';

/** When something recurs: five cron fields in a zone. Of day of the month and of the week, one at least is `*`. */
export interface Recurrence {
  readonly cron: string;
  /** IANA name. */
  readonly zone: string;
}

/** A digest's schedule: see the ledger's subscriptions. */
interface DigestTimes {
  readonly report: 'weekly' | 'monthly' | 'quarterly';
  readonly schedule: { readonly day: number; readonly hour: number; readonly minute: number; readonly zone: string };
  /** Month in which the fiscal year begins, 1–12. */
  readonly fiscalYearStart: number;
}

/** The recurrence of a digest: quarterly ones in the first month of each fiscal quarter. */
export function recurrenceOf({ report, schedule, fiscalYearStart }: DigestTimes): Recurrence {
  const { day, hour, minute, zone } = schedule;
  const time = `${minute} ${hour}`;
  if (report === 'weekly') return { cron: `${time} * * ${day % 7}`, zone };
  if (report === 'monthly') return { cron: `${time} ${day} * *`, zone };
  const months = [0, 3, 6, 9].map((shift) => ((fiscalYearStart - 1 + shift) % 12) + 1).sort((a, b) => a - b);
  return { cron: `${time} ${day} ${months.join(',')} *`, zone };
}

/** Throws PulseError `bad-schedule` for anything but five plain cron fields, `bad-zone` for a zone that does not exist. */
export function checkSchedule(_recurrence: Recurrence): void {
  throw new PulseError('internal', { reference: 'not written yet' });
}

/** The next due time after an instant, epoch milliseconds. */
export function nextDue(_recurrence: Recurrence, _after: number): number {
  throw new PulseError('internal', { reference: 'not written yet' });
}

/** Due times in (after, until], oldest first, at most `most`: the newest of them where there are more. */
export function dueBetween(_recurrence: Recurrence, _after: number, _until: number, _most: number): readonly number[] {
  throw new PulseError('internal', { reference: 'not written yet' });
}
