import { compareCodePoints } from '../../records/order.ts';
import { behind, tellPartner } from '../behind.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import { type Figures, iso, ratio } from '../figures.ts';
import { isActive } from '../program/activity.ts';
import { mayBeOpen } from '../program/deal-index.ts';
import { dealState } from '../program/deal-state.ts';
import { isCertified, isValid, requiredModules } from '../program/enablement.ts';
import type { CertificationFacts, DealFacts } from '../program/facts.ts';
import { inScope, namedDeals, partnersOf, segmentValue } from '../program/scope.ts';
import { completionsIn, registrationsIn } from '../program/windows.ts';
import { Tally } from '../tally.ts';
import { countsBy, moduleCounts, peopleCounts, tallyRows, trainingCounts, trainingState } from './training.ts';

const EXPIRY_DAYS = 60;

/** Rule 3.5: who is trained and certified at the end of the period, and what is sold without. */
export const trainingCertificationKpi = defineKpi({
  id: 'training-certification',
  area: 'readiness',
  kind: 'leading',
  cadence: 'monthly',
  rests: ['training', 'certification'],
  unit: 'share',
  better: 'higher',
  decision: 'fix',
  headline: 'certificationRate',
  units: {
    activePartners: 'count',
    withRequired: 'count',
    trained: 'count',
    trainingRate: 'share',
    certified: 'count',
    certificationRate: 'share',
    expiring60: 'count',
    uncertifiedRegistrations: 'count',
    uncertifiedOpenDeals: 'count',
    people: 'count',
    peopleTrained: 'count',
    completedInPeriod: 'count',
  },
  compute,
  partnerState,
});

function compute(ask: Ask): Outcome {
  const { program, scope, window } = ask;
  const { last } = window;
  const leftOut = new Tally();
  const states = partnersOf(program, scope)
    .filter((p) => inScope(program, scope, p, last) && isActive(program, p, last))
    .map((p) => trainingState(program, p, last));
  const counts = trainingCounts(states);
  const without = counts.activePartners - counts.withRequired;
  if (without > 0) leftOut.add('no-required-module', without);
  tallyRows(states, last, leftOut);
  const shares = scope.partner === null;
  return {
    figures: {
      activePartners: counts.activePartners,
      withRequired: counts.withRequired,
      trained: counts.trained,
      trainingRate: shares ? ratio(counts.trained, counts.withRequired) : null,
      certified: counts.certified,
      certificationRate: shares ? ratio(counts.certified, counts.activePartners) : null,
      expiring60: states.reduce((sum, { partner }) => sum + expiring(ask, partner.certifications), 0),
      ...uncertified(ask),
      ...peopleCounts(states, last),
      completedInPeriod: completedInPeriod(ask),
      modules: moduleCounts(states, last),
      cohorts: countsBy(states, 'cohort', (p) => p.cohort),
      tiers: countsBy(states, 'tier', (p) => segmentValue(program, p, 'tier', last)),
    },
    leftOut,
    behind: behind(states, ({ partner }) => tellPartner(partner)),
  };
}

/** Valid certifications that expire at most 60 local days after the end of the period (or as-of). */
function expiring({ program, window }: Ask, certifications: readonly CertificationFacts[]): number {
  const { zone } = program.calendar;
  return certifications.filter(
    (c) => isValid(c, window.last) && c.expiresAt !== null && zone.dayOf(c.expiresAt) - window.endDay <= EXPIRY_DAYS,
  ).length;
}

/** What partners without a valid certification at the end register and sell, inactive ones included. */
function uncertified({ program, scope, window }: Ask) {
  const { last } = window;
  const registrations = registrationsIn(program, scope, window).filter(
    (r) => inScope(program, scope, r.partner, r.at) && !isCertified(program, r.partner, last),
  );
  const isOpen = (deal: DealFacts): boolean => dealState(deal, last) === 'open';
  const own = namedDeals(program, scope, (p) => p.sourcedDeals.filter(isOpen));
  const deals = (own ?? mayBeOpen(program.dealIndex, last)).filter(
    (deal) =>
      isOpen(deal) && deal.sourcing.some((p) => inScope(program, scope, p, last) && !isCertified(program, p, last)),
  );
  return { uncertifiedRegistrations: registrations.length, uncertifiedOpenDeals: deals.length };
}

const completedInPeriod = ({ program, scope, window }: Ask) =>
  completionsIn(program, scope, window).filter(
    (row) => row.completedAt !== null && inScope(program, scope, row.partner, row.completedAt),
  ).length;

/** Rule 3.10: required modules done of all, the missing ones, the valid certifications. */
function partnerState({ program, scope, window }: Ask): Figures {
  const partner = scope.partner;
  if (partner === null) return {};
  const modules = [...requiredModules(program, partner, window.last)].sort(([a], [b]) => compareCodePoints(a, b));
  return {
    requiredDone: modules.filter(([, done]) => done).length,
    required: modules.length,
    missing: modules.filter(([, done]) => !done).map(([module]) => module),
    certifications: partner.certifications
      .filter((c) => isValid(c, window.last))
      .map((c) => ({ name: c.name, expiresAt: c.expiresAt === null ? null : iso(c.expiresAt) }))
      .sort((a, b) => compareCodePoints(a.name, b.name) || compareCodePoints(a.expiresAt ?? '~', b.expiresAt ?? '~')),
  };
}
