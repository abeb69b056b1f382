import { words } from './random.ts';

/** A small pool of days makes ties; among them the clock changes of Berlin and New York, and fiscal borders. */
export const DAYS = words(`
  2025-03-30 2025-07-01 2025-09-30 2025-10-26 2025-11-02 2025-12-31 2026-01-01 2026-02-28 2026-03-08
  2026-03-29 2026-03-31 2026-04-01 2026-06-30 2026-07-01 2026-07-15 2026-08-20 2026-08-31 2026-09-01
  2026-09-14 2026-09-21 2026-09-27 2026-09-30 2026-10-01 2026-10-24 2026-10-25 2026-10-26 2026-10-31
  2026-11-01 2026-11-02 2026-11-23 2026-11-24 2026-12-31
`);
/** Times of day around local midnights of Berlin (22:00/23:00Z) and New York (04:00/05:00Z) and in the doubled hour. */
export const TIMES = words(`
  T00:00:00Z T01:30:00Z T00:30:00Z T12:00:00Z T22:00:00Z T21:59:59.999Z T23:00:00Z T00:00:00+02:00
  T00:00:00+01:00 T00:00:00-04:00 T00:00:00-05:00 T23:59:59.999-04:00 T02:30:00+01:00
`);
export const AS_OFS = words(`
  2026-11-24T09:30:00Z 2026-11-24T00:00:00Z 2026-10-01T00:00:00+02:00 2026-09-30T22:00:00Z
  2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-11-01T05:30:00Z 2026-11-01T06:30:00Z
  2026-10-31T23:00:00Z 2026-03-29T12:00:00Z 2026-03-31T21:59:59.999Z 2026-04-01T00:00:00Z
  2026-12-31T23:59:59.999Z 2026-08-31T12:00:00Z 2026-09-14T00:00:00-04:00 2027-02-15T00:00:00Z
`);
export const PERIODS = words(`
  today yesterday this-week last-week this-month last-month this-quarter last-quarter this-year
  last-year last-7-days last-30-days last-90-days last-365-days 2025 2026 2026-Q1 2026-Q2 2026-Q3
  2025-Q4 2026-09 2026-10 2026-03 2026-W38 2026-W44 2026-W13 2026-09-01..2026-10-01
  2026-09-14..2026-10-26 2026-01-01..2026-12-31 2025-07-01..2027-01-01 all all all 2026 2026 this-year
  2025-07-01..2027-01-01 2026-Q3
`);
/** Ids whose code-point order is neither that of a locale nor that of UTF-16 units. */
export const PARTNER_IDS = words('p1 p2 P3 p10 pé p\u{1F600} p\uFF21 p8 p9 pa pb pc pd pe');
export const TIERS: readonly [string, ...string[]] = ['Gold', 'Silver', 'gold', ''];
export const REGIONS: readonly [string, ...string[]] = ['EMEA', 'AMER', ''];
export const MOTIONS: readonly [string, ...string[]] = ['reseller', 'SI', ''];
export const MANAGERS: readonly [string, ...string[]] = ['kim@example.com', 'lee@example.com', ''];
export const KPI_NAMES = words(`
  sourced-revenue registered-deals time-to-first-deal onboarding-completion training-certification
  content-adoption portal-engagement partner-satisfaction
`);

export const TARGET_PERIODS = words(
  'all 2026 2026 this-year 2026-Q3 last-quarter last-30-days 2025-07-01..2027-01-01 2026-09',
);
