import type { PeriodReason } from '../../records/period.ts';

/** Sources give their reasons in English already. */
export const reasons: Readonly<Record<string, string>> = {};
export const reasonWords: readonly (readonly [from: string, to: string])[] = [];

/** Why a period has no answer: goes on after its name. */
export const periodReasons: Readonly<Record<PeriodReason, string>> = {
  unknown: 'is not known',
  'no-such-date': 'names a day that does not exist',
  'no-such-week': 'names a week that its year does not have',
  'weeks-not-iso': 'is an ISO week, which needs weeks that start on Monday',
  'end-not-after-start': 'does not end after it begins',
  'days-out-of-range': 'has too few or too many days',
  'year-out-of-range': 'begins too early',
  future: 'has not begun',
};
