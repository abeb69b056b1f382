import type { MovementSignals } from '../../kpi/answer.ts';
import { periodInfo } from '../../kpi/earlier.ts';
import type { Moved } from '../../kpi/movement.ts';
import { inScope } from '../../kpi/program/scope.ts';
import { answersOf } from '../answers.ts';
import { type Asked, headOf, nameOf } from '../asked.ts';
import { goalsOf } from '../goals.ts';
import { gathered } from '../left-out.ts';
import { lastComplete } from '../periods.ts';
import { openPartnerDeals, qualityOf } from '../quality.ts';
import type { MoverRow, QuarterlyReport } from '../report.ts';
import type { Steps } from '../steps.ts';
import { firstDeals } from './first-deals.ts';

const quarterlyKpis = ['sourced-revenue', 'time-to-first-deal', 'partner-satisfaction'] as const;

/** What the last complete quarter brought, how fast partners get there, how content they are, and who moves. */
export function* quarterlyReport(asked: Asked): Steps<QuarterlyReport> {
  const quarter = lastComplete(asked, 'quarter');
  const kpis = yield* answersOf(asked, quarterlyKpis);
  const movers = moverRows(asked);
  yield;
  const first = firstDeals(asked, quarter);
  yield;
  return {
    ...headOf(asked),
    report: 'quarterly',
    period: periodInfo(quarter),
    kpis,
    firstDeals: first,
    movers,
    goals: goalsOf(kpis),
    leftOut: gathered([], kpis),
    quality: qualityOf(asked, openPartnerDeals(asked)),
  };
}

/** Rule 3.12, as of now: catching up first, then falling behind. */
function moverRows(asked: Asked): readonly MoverRow[] {
  const { shared, program, scope, asOf } = asked;
  const moved = shared.movements(asOf).filter(({ partner }) => inScope(program, scope, partner, asOf));
  return [...moved.flatMap((one) => rowOf(one, 'up', asOf)), ...moved.flatMap((one) => rowOf(one, 'down', asOf))];
}

function rowOf({ partner, movement, signals }: Moved, wanted: MoverRow['movement'], asOf: number): MoverRow[] {
  if (movement !== wanted) return [];
  return [{ partner: nameOf(partner), manager: partner.manager.at(asOf), movement, signals: signalsOf(signals) }];
}

const signalsOf = (signals: MovementSignals | null): MoverRow['signals'] =>
  signals === null
    ? null
    : { registrations: signals.registrations, engagement: signals.engagement, pipeline: signals.pipeline };
