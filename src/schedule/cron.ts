import { PulseError } from '../errors.ts';

/** What a cron expression names. */
export interface CronTimes {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** It names no hour: it goes by every hour that passes. */
  readonly everyHour: boolean;
  /** 1–31; 1–12; 0 Sunday … 6. */
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly daysOfWeek: ReadonlySet<number>;
}

const fields = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'dayofmonth', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12 },
  { name: 'dayofweek', from: 0, to: 7 },
] as const;
type Field = (typeof fields)[number];
/** February as in a leap year. */
const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads five plain cron fields: numbers, `*`, ranges, lists, steps. Throws `bad-schedule` for anything else, for a day of
 * the month beside a day of the week (which cron reads as "or"), and for a day that no month has.
 */
export function parseCron(cron: string): CronTimes {
  const texts = cron.trim().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields;
  const [m, h, dom, mon, dow, ...more] = texts;
  if (
    m === undefined ||
    h === undefined ||
    dom === undefined ||
    mon === undefined ||
    dow === undefined ||
    more.length > 0
  )
    throw bad(cron, 'fields');
  if (dom !== '*' && dow !== '*') throw bad(cron, 'days');
  const hours = valuesOf(h, hour, cron);
  const times: CronTimes = {
    minutes: valuesOf(m, minute, cron),
    hours,
    everyHour: hours.length === 24,
    daysOfMonth: new Set(valuesOf(dom, dayOfMonth, cron)),
    months: new Set(valuesOf(mon, month, cron)),
    daysOfWeek: new Set(valuesOf(dow, dayOfWeek, cron).map((day) => day % 7)),
  };
  const firstDay = Math.min(...times.daysOfMonth);
  if (![...times.months].some((one) => firstDay <= (monthLengths[one - 1] ?? 0))) throw bad(cron, 'never');
  return times;
}

const bad = (schedule: string, reason: 'fields' | 'field' | 'days' | 'never', field = ''): PulseError =>
  new PulseError('bad-schedule', { schedule, reason, field });

/** Ascending, each once. */
function valuesOf(text: string, field: Field, cron: string): readonly number[] {
  const values = text.split(',').flatMap((part) => {
    const read = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (read === null) throw bad(cron, 'field', field.name);
    const [, first, last, step] = read;
    // `5/15` means different things to different readers.
    if (step !== undefined && first !== undefined && last === undefined) throw bad(cron, 'field', field.name);
    const from = first === undefined ? field.from : Number(first);
    const to =
      first === undefined ? Math.min(field.to, field.name === 'dayofweek' ? 6 : field.to) : Number(last ?? first);
    const by = step === undefined ? 1 : Number(step);
    if (from < field.from || to > field.to || from > to || by < 1) throw bad(cron, 'field', field.name);
    return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, at) => from + at * by);
  });
  return [...new Set(values)].sort((a, b) => a - b);
}
