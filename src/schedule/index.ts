export { afterHolidays, deliverable, isHoliday, type Silence } from './deliverable.ts';
export { type DueNow, dueNow, mayMakeUp, onTimeMs } from './due-now.ts';
export { checkSchedule, checkZone, dueBetween, nextDue, type Recurrence, recurrenceOf } from './recurrence.ts';
