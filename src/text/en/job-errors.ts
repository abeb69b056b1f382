import type { ErrorCode } from '../../errors.ts';
import type { ErrorWords } from '../error-words.ts';

type Codes = Extract<ErrorCode, 'bad-schedule' | 'bad-zone' | 'unknown-job' | `job-${string}`>;

/** The words of schedules and jobs. */
export const jobErrors: Readonly<Record<Codes, ErrorWords>> = {
  'bad-schedule': {
    cause:
      'The schedule “{schedule}” {reason, select, days {names a day of the month and a day of the week; one of them must be *} never {never comes: no month has that day} field {has a wrong {field, select, minute {minute} hour {hour} dayofmonth {day of the month} month {month} other {day of the week}}} other {does not have five fields}}.',
    remedy:
      'Write five fields: minute hour day-of-month month day-of-week, with numbers, *, ranges, lists and steps, e.g. “0 9 * * 1” for Monday at 9:00.',
    page: 'docs/errors.md#bad-schedule',
  },
  'bad-zone': {
    cause: 'There is no time zone “{zone}”.',
    remedy: 'Write a place of the time zone list, e.g. Europe/Berlin, America/New_York, Asia/Kolkata or UTC.',
    page: 'docs/errors.md#bad-zone',
  },
  'unknown-job': {
    cause: 'There is no job “{job}”. Jobs: {known}.',
    remedy: 'Name one of them; `pulse jobs` lists them with their next runs.',
    page: 'docs/errors.md#unknown-job',
  },
  'job-off': {
    cause:
      'The job “{job}” is off{why, select, folder {: no backup.folder is set} bot {: it runs only in a running bot (`pulse start`)} other {}}.',
    remedy: 'Set what it needs in the configuration (docs/jobs.md) and restart the bot.',
    page: 'docs/errors.md#job-off',
  },
  'job-busy': {
    cause: 'The job “{job}” is running already.',
    remedy: 'Wait until it has ended: `pulse jobs` shows how far it is.',
    page: 'docs/errors.md#job-busy',
  },
  'job-failed': {
    cause: 'The job “{job}” failed {attempts, plural, one {once} other {# times in a row}}; the last reason: {reason}.',
    remedy: 'See the log and `pulse jobs`. It runs again at its next time; `pulse run {job}` runs it now.',
    page: 'docs/errors.md#job-failed',
  },
};
