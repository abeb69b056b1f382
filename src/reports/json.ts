import type { Report } from './report.ts';

/** A report as `pulse digest … --format json` prints it (rule 8); monthly and quarterly ones are what they are. */
export function reportJson(report: Report): object {
  if (report.report !== 'weekly') return report;
  const { expired, expiring, stalled, ...rest } = report;
  return {
    ...rest,
    expired: expired.map(({ id }) => id),
    expiring: expiring.map(({ id }) => id),
    stalled: stalled.map(({ id, days }) => ({ deal: id, days })),
    rows: { registrations: [...expired, ...expiring], deals: stalled },
  };
}
