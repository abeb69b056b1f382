export { afterHolidays, deliverable, isHoliday, type Silence } from './deliverable.ts';
export { checkSchedule, checkZone, dueBetween, nextDue, type Recurrence, recurrenceOf } from './recurrence.ts';
