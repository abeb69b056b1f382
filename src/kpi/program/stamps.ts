import type { Calendar } from '../../records/period.ts';
import type { BuiltEvents } from './build-events.ts';
import { firstStamp, NumberColumn } from './columns.ts';
import type { AssetFacts, DealFacts, PartnerFacts, RegistrationFacts, SurveyFacts } from './facts.ts';

interface Stamped {
  readonly partners: readonly PartnerFacts[];
  readonly deals: readonly DealFacts[];
  readonly registrations: readonly RegistrationFacts[];
  readonly surveys: readonly SurveyFacts[];
  readonly assets: readonly AssetFacts[];
}

/** Every stamp of the records that are held as objects, sorted: what a figure can depend on changes only at one of them. */
export function collectStamps({ partners, deals, registrations, surveys, assets }: Stamped): Float64Array {
  const column = new NumberColumn();
  const add = (stamp: number | null) => {
    if (stamp !== null) column.push(stamp);
  };
  for (const partner of partners) {
    for (const stamp of [partner.joinedAt, partner.onboardingStartedAt, partner.onboardingCompletedAt]) add(stamp);
    for (const line of [partner.tier, partner.region, partner.motion, partner.manager, partner.active]) {
      for (const stamp of line.changes) add(stamp);
    }
    for (const step of partner.steps) for (const stamp of [step.startedAt, step.completedAt]) add(stamp);
    for (const row of partner.trainings) for (const stamp of [row.assignedAt, row.completedAt]) add(stamp);
    for (const c of partner.certifications) for (const stamp of [c.earnedAt, c.expiresAt, c.revokedAt]) add(stamp);
  }
  for (const deal of deals) for (const stamp of [deal.createdAt, deal.closedAt]) add(stamp);
  for (const r of registrations) for (const stamp of [r.at, r.decidedAt, r.expiresAt]) add(stamp);
  for (const survey of surveys) for (const stamp of [survey.at, survey.invitedAt]) add(stamp);
  for (const asset of assets) for (const stamp of [asset.publishedAt, asset.retiredAt]) add(stamp);
  return column.values().slice().sort();
}

interface Changing extends Pick<BuiltEvents, 'content' | 'logins' | 'failedLogins' | 'touches'> {
  readonly stamps: Float64Array;
  readonly calendar: Calendar;
}

/**
 * The first instant after `asOf` at which a figure computed as of then can differ: the next stamp of any record, or the
 * next local midnight, since days are counted by the calendar and money is converted at the day's rate.
 */
export function nextChange(program: Changing, asOf: number): number {
  const { zone } = program.calendar;
  const midnight = zone.startOf(zone.dayOf(asOf) + 1);
  const stamp = program.stamps[firstStamp(program.stamps, asOf + 1)] ?? Number.POSITIVE_INFINITY;
  const events = [program.content, program.logins, program.failedLogins, program.touches];
  return Math.min(midnight, stamp, ...events.map((table) => table.nextAfter(asOf)));
}
