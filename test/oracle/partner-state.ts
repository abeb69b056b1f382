import type { Certification, Partner, Training } from './records.ts';
import { localDate, type Ms, startOfDay } from './time.ts';
import { existingDeals, fieldAt, influencing, partnerById, sourcing, type View } from './view.ts';

export const UNKNOWN = '(unknown)';
export const ACTIVITY_DAYS = 365;

/** Rule 1.8: nobody is in any denominator before joining. */
export function hasJoined(partner: Partner, moment: Ms): boolean {
  return partner.joinedAt === null || partner.joinedAt <= moment;
}

/** Rule 1.8. */
export function isActive(view: View, partner: Partner, moment: Ms): boolean {
  if (!hasJoined(partner, moment)) return false;
  const declared = fieldAt(view, partner, 'active', moment);
  if (declared !== null) return declared === 'true';
  const zone = view.settings.timeZone;
  const from = startOfDay(zone, localDate(zone, moment).subtract({ days: ACTIVITY_DAYS }));
  return activities(view, partner.id).some((at) => from <= at && at <= moment);
}

/** Every instant that shows a partner's activity by rule 1.8. */
function activities(view: View, partner: string): Ms[] {
  const { world } = view;
  const own = <T extends { readonly partner: string }>(records: readonly T[]): T[] =>
    records.filter((record) => record.partner === partner);
  const deals = existingDeals(view).filter(
    (deal) => sourcing(view, deal).includes(partner) || influencing(view, deal).includes(partner),
  );
  return [
    ...deals.map((deal) => deal.createdAt),
    ...deals.map((deal) => (deal.status === 'open' ? null : deal.closedAt)),
    ...own(world.registrations).map((registration) => registration.submittedAt),
    ...own(world.trainings).map((training) => training.completedAt),
    ...own(world.contentEvents).map((event) => event.at),
    ...own(world.sessions.filter((session) => !session.failed)).map((session) => session.at),
    ...own(world.touches).map((touch) => touch.at),
    ...own(world.surveys).map((survey) => survey.answer?.at ?? null),
  ].filter((at) => at !== null);
}

/** Rule 1.6: the certifications of a partner that are valid at a moment. */
export function validCertifications(view: View, partner: string, moment: Ms): Certification[] {
  return view.world.certifications.filter(
    (certification) =>
      certification.partner === partner &&
      certification.earnedAt <= moment &&
      (certification.expiresAt === null || moment < certification.expiresAt) &&
      (certification.revokedAt === null || moment < certification.revokedAt),
  );
}

/** The training rows of a partner that are assigned at a moment; an empty assignedAt is assigned. */
export function assignedTrainings(view: View, partner: string, moment: Ms): Training[] {
  return view.world.trainings.filter(
    (row) => row.partner === partner && (row.assignedAt === null || row.assignedAt <= moment),
  );
}

/** Rule 3.5: a module is required for a partner if any of its rows says so. */
export function requiredModules(view: View, partner: string, moment: Ms): string[] {
  const rows = assignedTrainings(view, partner, moment).filter((row) => row.required === true);
  return [...new Set(rows.map((row) => row.module))];
}

/** Whether anybody of the partner had completed the module by the moment. */
export function hasCompleted(view: View, partner: string, module: string, moment: Ms): boolean {
  return view.world.trainings.some(
    (row) => row.partner === partner && row.module === module && row.completedAt !== null && row.completedAt <= moment,
  );
}

/** All required modules (at least one) completed. */
export function isTrained(view: View, partner: string, moment: Ms): boolean {
  const required = requiredModules(view, partner, moment);
  return required.length > 0 && required.every((module) => hasCompleted(view, partner, module, moment));
}

/** Rule 1.10. */
export function enablementAt(view: View, partner: string, moment: Ms): 'new' | 'trained' | 'certified' {
  if (validCertifications(view, partner, moment).length > 0) return 'certified';
  return isTrained(view, partner, moment) ? 'trained' : 'new';
}

/** Whom a query asks about. */
export interface Scope {
  readonly partner: string | null;
  readonly segment: Readonly<Record<string, string>>;
}

export function isProgram(scope: Scope): boolean {
  return scope.partner === null && Object.keys(scope.segment).length === 0;
}

/** Rule 1.9: whether a partner is in the scope at a moment; the enablement stage may have a moment of its own. */
export function inScope(view: View, scope: Scope, partner: string, moment: Ms, enablementMoment: Ms = moment): boolean {
  if (scope.partner !== null && scope.partner !== partner) return false;
  return Object.entries(scope.segment).every(
    ([key, value]) => (segmentValue(view, partner, key, moment, enablementMoment) ?? UNKNOWN) === value,
  );
}

function segmentValue(view: View, partner: string, key: string, moment: Ms, enablementMoment: Ms): string | null {
  switch (key) {
    case 'enablement':
      return enablementAt(view, partner, enablementMoment);
    case 'manager':
      return fieldAt(view, partnerById(view, partner), 'manager_email', moment);
    case 'tier':
    case 'region':
    case 'motion':
      return fieldAt(view, partnerById(view, partner), key, moment);
    default:
      throw new Error(`no segment key ${key}`);
  }
}
