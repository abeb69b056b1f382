export { checkSchedule, dueBetween, nextDue, type Recurrence, recurrenceOf } from './recurrence.ts';
