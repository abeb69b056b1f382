import type { Window } from '../records/window.ts';
import { yearEarlier } from '../records/zone.ts';
import type { Pairing } from './answer.ts';
import type { Program } from './program/program.ts';
import type { Scope } from './program/scope.ts';
import { decimal, openSourcedPipeline, sourcedPipelineCreated, sourcedRevenue } from './revenue.ts';

const SHORT_PERIOD_DAYS = 90;

/** Rule 3.9: the revenue outcome of the same scope and period that every answer travels with. */
export function pairedOutcome(program: Program, scope: Scope, window: Window): Pairing {
  return {
    sourcedRevenue: decimal(program, sourcedRevenue(program, scope, window).total),
    sourcedPipelineCreated: decimal(program, sourcedPipelineCreated(program, scope, window).total),
    openSourcedPipeline: decimal(program, openSourcedPipeline(program, scope, window.asOf).total),
    sourcedRevenue12Months: isShort(window) ? decimal(program, twelveMonths(program, scope, window.asOf)) : null,
  };
}

function isShort({ period }: Window): boolean {
  return period.start !== null && period.end !== null && period.end - period.start < SHORT_PERIOD_DAYS;
}

/** From local midnight of the same date a year earlier to as-of. */
function twelveMonths(program: Program, scope: Scope, asOf: number): bigint {
  const { zone } = program.calendar;
  const start = zone.startOf(yearEarlier(zone.dayOf(asOf)));
  return sourcedRevenue(program, scope, { start, until: asOf + 1, asOf }).total;
}
