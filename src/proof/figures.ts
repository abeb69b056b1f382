import { PulseError } from '../errors.ts';
import type { KpiId } from '../kpi/list.ts';
import { dealMoney, dealState } from '../kpi/program/deal-state.ts';
import type { DealFacts } from '../kpi/program/facts.ts';
import type { Program } from '../kpi/program/program.ts';
import { type RegistrationState, registrationState } from '../kpi/program/registration-state.ts';
import { anyInScope, inScope, isWholeProgram, type Scope } from '../kpi/program/scope.ts';
import { registrationsIn } from '../kpi/program/windows.ts';
import {
  influencedRevenue,
  openSourcedPipeline,
  sourcedPipelineCreated,
  sourcedRevenue,
  within,
  wonIn,
} from '../kpi/revenue.ts';
import type { Minor } from '../records/money.ts';
import { registrationStatuses } from '../records/records.ts';
import type { Window } from '../records/window.ts';

/** What can be asked of a CRM as well: figures of money over deals, and counts of registrations. */
export const dealFigures = [
  'sourced',
  'influenced',
  'totalWon',
  'lost',
  'sourcedPipelineCreated',
  'openSourcedPipeline',
] as const;
export const registrationFigures = ['registrations', ...registrationStatuses] as const;
export type DealFigure = (typeof dealFigures)[number];
export type RegistrationFigure = (typeof registrationFigures)[number];
export type ProofFigure = DealFigure | RegistrationFigure;

/** The figures of each KPI that can be proven, the one that stands for it first. */
const byKpi: ReadonlyMap<KpiId, readonly ProofFigure[]> = new Map<KpiId, readonly ProofFigure[]>([
  ['sourced-revenue', dealFigures],
  ['registered-deals', registrationFigures],
]);

/** KPIs with figures that a CRM can be asked for. */
export const provableKpis: readonly KpiId[] = [...byKpi.keys()];

export const figuresOf = (kpi: KpiId): readonly ProofFigure[] => byKpi.get(kpi) ?? [];

/** The figure asked for, or the KPI's own; a count of deals means the deals. Throws `bad-argument` for others. */
export function provableFigure(kpi: KpiId, figure: string | undefined): ProofFigure {
  const known = figuresOf(kpi);
  const wanted = figure?.replace(/Deals$/, '') ?? known[0];
  const found = known.find((name) => name === wanted);
  if (found !== undefined) return found;
  const reason = known.length === 0 ? `${kpi}: ${provableKpis.join(', ')}` : `${figure}: ${known.join(', ')}`;
  throw new PulseError('bad-argument', { reason });
}

export const isDealFigure = (figure: ProofFigure): figure is DealFigure => dealFigures.some((name) => name === figure);

/** A record that counts in a figure: its place in the program's pool, and its money (null: none that can be summed). */
export interface Counted {
  readonly index: number;
  readonly part: Minor | null;
}

/** The records that a figure counts, by the same code that computes it. */
export function countedIn(program: Program, scope: Scope, window: Window, figure: ProofFigure): readonly Counted[] {
  if (!isDealFigure(figure)) return countedRegistrations(program, scope, window, figure);
  return countedDeals(program, scope, window, figure).map(({ deal, part }) => ({ index: deal.index, part }));
}

interface Part {
  readonly deal: DealFacts;
  readonly part: Minor | null;
}

function countedDeals(program: Program, scope: Scope, window: Window, figure: DealFigure): readonly Part[] {
  switch (figure) {
    case 'sourced':
      return sourcedRevenue(program, scope, window).deals;
    case 'influenced':
      return influencedRevenue(program, scope, window).deals;
    case 'sourcedPipelineCreated':
      return sourcedPipelineCreated(program, scope, window).deals;
    case 'openSourcedPipeline':
      return openSourcedPipeline(program, scope, window.asOf).deals;
    case 'totalWon':
      // Next to direct sales stands the whole program only (rule 3.1).
      return isWholeProgram(scope) ? whole(program, window, (deal) => wonIn(deal, window)) : [];
    case 'lost':
      return whole(program, window, (deal) => isLost(program, scope, window, deal));
  }
}

const isLost = (program: Program, scope: Scope, window: Window, deal: DealFacts): boolean =>
  within(deal.closedAt, window) &&
  dealState(deal, window.asOf) === 'lost' &&
  deal.closedAt !== null &&
  anyInScope(program, scope, deal.sourcing, deal.closedAt, deal.createdAt);

function whole(program: Program, window: Window, counts: (deal: DealFacts) => boolean): readonly Part[] {
  return program.dealIndex.byClose
    .between(window.start, window.until)
    .filter(counts)
    .map((deal) => {
      const money = dealMoney(program, deal, window.asOf);
      return { deal, part: typeof money === 'string' ? null : money };
    });
}

function countedRegistrations(
  program: Program,
  scope: Scope,
  window: Window,
  figure: RegistrationFigure,
): readonly Counted[] {
  const isState = (state: RegistrationState): boolean => figure === 'registrations' || figure === state;
  return registrationsIn(program, scope, window)
    .filter((one) => inScope(program, scope, one.partner, one.at) && isState(registrationState(one, window.asOf)))
    .map(({ index }) => ({ index, part: null }));
}
