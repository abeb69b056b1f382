import { joiningQuarter } from './joining-cohort.ts';
import { sourcingInScope } from './money.ts';
import { byCodePoint, ratio } from './numbers.ts';
import {
  assignedTrainings,
  hasCompleted,
  inScope,
  isActive,
  isTrained,
  requiredModules,
  UNKNOWN,
  validCertifications,
} from './partner-state.ts';
import { inPeriod } from './period.ts';
import { endDate, type Kpi, type Question } from './question.ts';
import type { Partner } from './records.ts';
import type { Json, JsonObject } from './settings.ts';
import { dateDays, iso, localDate, type Ms } from './time.ts';
import { existingDeals, fieldAt, statusAt, type View } from './view.ts';

const EXPIRY_DAYS = 60;

/** Rule 3.5, with the defaults: one person per module is enough, and any certification counts. */
export const trainingCertificationKpi: Kpi = {
  name: 'training-certification',
  area: 'readiness',
  kind: 'leading',
  cadence: 'monthly',
  figures(question) {
    const { view, scope, period } = question;
    const { moment } = period;
    const active = view.world.partners.filter(
      (partner) => isActive(view, partner, moment) && inScope(view, scope, partner.id, moment),
    );
    const state = shares(view, active, moment);
    const withRequired = active.filter((partner) => requiredModules(view, partner.id, moment).length > 0);
    const rows = withRequired.flatMap((partner) => assignedTrainings(view, partner.id, moment));
    const people = active.flatMap((partner) => peopleOf(view, partner, moment));
    const single = scope.partner !== null;
    return {
      figures: {
        ...state,
        trainingRate: single ? null : ratio(state.trained, state.withRequired),
        certificationRate: single ? null : ratio(state.certified, state.activePartners),
        expiring60: active.flatMap((partner) => expiringSoon(question, partner.id)).length,
        uncertifiedRegistrations: uncertifiedRegistrations(question),
        uncertifiedOpenDeals: uncertifiedOpenDeals(question),
        people: people.length,
        peopleTrained: people.filter((trained) => trained).length,
        completedInPeriod: view.world.trainings.filter(
          (row) =>
            row.completedAt !== null &&
            inPeriod(period, row.completedAt) &&
            inScope(view, scope, row.partner, row.completedAt),
        ).length,
        modules: modules(view, active, moment),
        cohorts: grouped(view, active, moment, 'cohort', (partner) => joiningQuarter(view, partner)),
        tiers: grouped(view, active, moment, 'tier', (partner) => fieldAt(view, partner, 'tier', moment) ?? UNKNOWN),
      },
      leftOut: {
        'no-required-module': active.length - withRequired.length,
        'required-unknown': rows.filter((row) => row.required === null).length,
        'no-person': rows.filter((row) => row.person === null).length,
      },
    };
  },
  partnerFigures({ view, period }, partner) {
    const required = requiredModules(view, partner, period.moment);
    const missing = required.filter((module) => !hasCompleted(view, partner, module, period.moment));
    const certifications = validCertifications(view, partner, period.moment).map(({ name, expiresAt }) => ({
      name,
      expiresAt: expiresAt === null ? null : iso(expiresAt),
    }));
    return {
      requiredDone: required.length - missing.length,
      required: required.length,
      missing: missing.sort(byCodePoint),
      certifications: certifications.sort(
        (a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.expiresAt ?? '~', b.expiresAt ?? '~'),
      ),
    };
  },
};

function shares(view: View, active: readonly Partner[], moment: Ms) {
  const withRequired = active.filter((partner) => requiredModules(view, partner.id, moment).length > 0);
  return {
    activePartners: active.length,
    withRequired: withRequired.length,
    trained: withRequired.filter((partner) => isTrained(view, partner.id, moment)).length,
    certified: active.filter((partner) => validCertifications(view, partner.id, moment).length > 0).length,
  };
}

/** For each person of a partner with an own row of a required module: whether it completed all of those. */
function peopleOf(view: View, partner: Partner, moment: Ms): boolean[] {
  const required = requiredModules(view, partner.id, moment);
  const rows = assignedTrainings(view, partner.id, moment).filter((row) => required.includes(row.module));
  const people = [...new Set(rows.map((row) => row.person).filter((person) => person !== null))];
  return people.map((person) => {
    const own = rows.filter((row) => row.person === person).map((row) => row.module);
    return own.every((module) =>
      view.world.trainings.some(
        (row) =>
          row.partner === partner.id &&
          row.person === person &&
          row.module === module &&
          row.completedAt !== null &&
          row.completedAt <= moment,
      ),
    );
  });
}

function expiringSoon(question: Question, partner: string): Ms[] {
  const { view, period } = question;
  return validCertifications(view, partner, period.moment)
    .map((certification) => certification.expiresAt)
    .filter((at) => at !== null)
    .filter((at) => dateDays(endDate(question), localDate(view.settings.timeZone, at)) <= EXPIRY_DAYS);
}

function uncertifiedRegistrations({ view, scope, period }: Question): number {
  return view.world.registrations.filter(
    (registration) =>
      inPeriod(period, registration.submittedAt) &&
      inScope(view, scope, registration.partner, registration.submittedAt) &&
      validCertifications(view, registration.partner, period.moment).length === 0,
  ).length;
}

/** Sourced deals open at the end of the period of which a sourcing partner in scope holds no valid certification then. */
function uncertifiedOpenDeals({ view, scope, period }: Question): number {
  const { moment } = period;
  const open = existingDeals(view).filter(
    (deal) => deal.createdAt <= moment && statusAt(view, deal, moment) === 'open',
  );
  return open.filter((deal) =>
    sourcingInScope(view, scope, deal, moment, moment).some(
      (partner) => validCertifications(view, partner, moment).length === 0,
    ),
  ).length;
}

function modules(view: View, active: readonly Partner[], moment: Ms): Json {
  const assigned = active.flatMap((partner) => {
    const names = assignedTrainings(view, partner.id, moment).map((row) => row.module);
    return [...new Set(names)].map((module) => ({ module, done: hasCompleted(view, partner.id, module, moment) }));
  });
  const names = [...new Set(assigned.map((entry) => entry.module))].sort(byCodePoint);
  return names.map((module) => {
    const those = assigned.filter((entry) => entry.module === module);
    return { module, assigned: those.length, completed: those.filter((entry) => entry.done).length };
  });
}

function grouped(
  view: View,
  active: readonly Partner[],
  moment: Ms,
  key: 'cohort' | 'tier',
  groupOf: (partner: Partner) => string,
): JsonObject[] {
  const values = [...new Set(active.map(groupOf))].sort((a, b) => {
    if (a === UNKNOWN || b === UNKNOWN) return Number(a === UNKNOWN) - Number(b === UNKNOWN);
    return byCodePoint(a, b);
  });
  return values.map((value) => ({
    [key]: value,
    ...shares(
      view,
      active.filter((partner) => groupOf(partner) === value),
      moment,
    ),
  }));
}
