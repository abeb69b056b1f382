import { PulseError } from '../errors.ts';
import { tellDeal, tellPartner, tellRegistration } from '../kpi/behind.ts';
import { kpiOf } from '../kpi/list.ts';
import { onboardingState } from '../kpi/onboarding-completion/steps.ts';
import { dealState } from '../kpi/program/deal-state.ts';
import { registrationState } from '../kpi/program/registration-state.ts';
import { inScope, partnersOf } from '../kpi/program/scope.ts';
import { registrationsIn } from '../kpi/program/windows.ts';
import { type DealSum, decimal, influencedRevenue, sourcedRevenue, within } from '../kpi/revenue.ts';
import { readPeriod } from '../records/period.ts';
import { type Window, windowOf } from '../records/window.ts';
import type { Asked } from './asked.ts';
import { lastComplete } from './periods.ts';
import type { Report, ToldFigure } from './report.ts';

type Part = ToldFigure['parts'][number];
type Named = Pick<ToldFigure, 'kpi' | 'figure' | 'period'>;
type Maker = (asked: Asked, window: Window) => Pick<ToldFigure, 'value' | 'parts'>;

/**
 * The figures that are kept. An ended period's are over when it is over, so that another number later is a restatement;
 * open pipeline, created pipeline (amounts of open deals move) and shares of cohorts (that go on) are not among them.
 */
const makers: Readonly<Record<string, Maker>> = {
  'sourced-revenue/sourced': (asked, window) => ofDeals(asked, sourcedRevenue(asked.program, asked.scope, window)),
  'sourced-revenue/influenced': (asked, window) =>
    ofDeals(asked, influencedRevenue(asked.program, asked.scope, window)),
  'registered-deals/registrations': ofRegistrations,
  'onboarding-completion/cohort': ofCohort,
};

/** Which figures a report keeps, by the unit of their period. */
const kept = {
  weekly: [
    ['registered-deals', 'registrations', 'week'],
    ['sourced-revenue', 'sourced', 'week'],
    ['sourced-revenue', 'sourced', 'quarter'],
    ['sourced-revenue', 'influenced', 'quarter'],
  ],
  monthly: [
    ['onboarding-completion', 'cohort', 'month'],
    ['sourced-revenue', 'sourced', 'month'],
  ],
  quarterly: [
    ['sourced-revenue', 'sourced', 'quarter'],
    ['sourced-revenue', 'influenced', 'quarter'],
  ],
} as const;

/** The figures of a report that are kept, of its last complete periods. */
export const toldFigures = (asked: Asked, report: Report['report']): readonly ToldFigure[] =>
  kept[report].flatMap(([kpi, figure, unit]) =>
    made(asked, { kpi, figure, period: lastComplete(asked, unit).period.name }),
  );

/** The same figures as they are now; one whose name or period says nothing any more is left out. */
export const retoldFigures = (asked: Asked, figures: readonly Named[]): readonly ToldFigure[] =>
  figures.flatMap((named) => made(asked, named));

function made(asked: Asked, { kpi, figure, period }: Named): readonly ToldFigure[] {
  const slot = `${kpi}/${figure}`;
  const make = Object.hasOwn(makers, slot) ? makers[slot] : undefined;
  const window = windowNamed(asked, period);
  return make === undefined || window === null ? [] : [{ kpi, figure, period, ...make(asked, window) }];
}

/** null: the program's weeks or years begin elsewhere now, and the name is none of its periods. */
function windowNamed({ program: { calendar }, asOf }: Asked, period: string): Window | null {
  try {
    return windowOf(readPeriod(period, calendar, asOf), calendar, asOf);
  } catch (error) {
    if (error instanceof PulseError && error.code === 'bad-period') return null;
    throw error;
  }
}

function ofDeals({ program, asOf }: Asked, sum: DealSum) {
  const tell = tellDeal(program);
  const parts = sum.deals.map(({ deal, part }): Part => {
    const { record, id } = tell(deal);
    return { record, id: id ?? '', value: decimal(program, part ?? 0n), state: dealState(deal, asOf) };
  });
  return { value: decimal(program, sum.total), parts };
}

function ofRegistrations({ program, scope, asOf }: Asked, window: Window) {
  const tell = tellRegistration(program);
  const parts = registrationsIn(program, scope, window)
    .filter((r) => inScope(program, scope, r.partner, r.at))
    .map((registration): Part => {
      const { record, id } = tell(registration);
      return { record, id: id ?? '', value: '1', state: registrationState(registration, asOf) };
    });
  return { value: String(parts.length), parts };
}

/** The partners of the cohort are those behind the KPI's own figure. */
function ofCohort({ calculator, program, scope, asOf }: Asked, window: Window) {
  const { behind } = calculator.outcome(kpiOf('onboarding-completion'), scope, window);
  const members = new Set(behind.list(behind.count).map(({ id }) => id));
  const parts = partnersOf(program, scope)
    .filter((p) => within(p.onboardingStartedAt, window) && members.has(p.id))
    .map((partner): Part => {
      const { record, id } = tellPartner(partner);
      return { record, id: id ?? '', value: '1', state: onboardingState(program, partner, asOf) };
    });
  return { value: String(parts.length), parts };
}
