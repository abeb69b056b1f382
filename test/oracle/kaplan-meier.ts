import type { Fraction } from './numbers.ts';

/** How long somebody was followed, and whether the event came at the end of that time (else censored). */
export interface FollowUp {
  readonly days: number;
  readonly event: boolean;
}

/** S(t) exactly: the product over the event days d ≤ t of 1 − events ÷ at risk; deals come before censoring. */
export function survival(cohort: readonly FollowUp[], t: number): Fraction {
  let result: Fraction = { n: 1n, d: 1n };
  for (const day of eventDays(cohort)) {
    if (day > t) break;
    const atRisk = cohort.filter((subject) => subject.days >= day).length;
    const events = cohort.filter((subject) => subject.event && subject.days === day).length;
    result = { n: result.n * BigInt(atRisk - events), d: result.d * BigInt(atRisk) };
  }
  return result;
}

/** Rule 3.3: the smallest t with S(t) ≤ 0.5; null while it is not reached. */
export function kaplanMeierMedian(cohort: readonly FollowUp[]): number | null {
  for (const day of eventDays(cohort)) {
    const s = survival(cohort, day);
    if (2n * s.n <= s.d) return day;
  }
  return null;
}

/** Rule 3.3: 1 − S(t); null when nobody was followed for t days, unless S had reached 0 before. */
export function shareBy(cohort: readonly FollowUp[], t: number): number | null {
  const s = survival(cohort, t);
  if (cohort.length === 0 || (s.n !== 0n && !cohort.some((subject) => subject.days >= t))) return null;
  const scale = 10n ** 18n;
  return Number(((s.d - s.n) * scale) / s.d) / 1e18;
}

function eventDays(cohort: readonly FollowUp[]): number[] {
  const days = cohort.filter((subject) => subject.event).map((subject) => subject.days);
  return [...new Set(days)].sort((a, b) => a - b);
}
