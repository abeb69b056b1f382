import { previousWindow, type Window, windowOf, yearBeforeWindow } from '../records/window.ts';
import type { KpiQuery } from './analyst.ts';
import { ANSWER_VERSION, type AnswerNote, DEFINITION_VERSION, type KpiAnswer, type LeftOut } from './answer.ts';
import { benchmark } from './benchmark.ts';
import type { Calculator } from './calculator.ts';
import { earlierAnswer, periodInfo } from './earlier.ts';
import { iso } from './figures.ts';
import { type KpiId, kpiOf } from './list.ts';
import { partnerInfo } from './partner-info.ts';
import type { Program } from './program/program.ts';
import { inScope, type Scope } from './program/scope.ts';
import { askedPartner, askedPeriod, valuesOf } from './question.ts';
import { segmentKeys } from './segment.ts';
import type { Tally } from './tally.ts';
import { targetResults } from './targets.ts';

const MOST_RECORDS = 1000;

/** The whole answer to one question (rule 8); throws PulseError where the question names what does not exist. */
export function answerQuery(calculator: Calculator, query: KpiQuery): KpiAnswer {
  const asked = query.partner === undefined ? null : askedPartner(calculator.program, query.partner);
  const scope: Scope = { partner: asked?.partner ?? null, segment: query.segment ?? {} };
  return answerScope(calculator, scope, query, asked?.mergedFrom ?? null);
}

/** The same for a scope that is known already; `mergedFrom`: what the question named, where that was merged away. */
export function answerScope(
  calculator: Calculator,
  scope: Scope,
  query: Pick<KpiQuery, 'kpi' | 'asOf' | 'period' | 'records'>,
  mergedFrom: string | null = null,
): KpiAnswer {
  const { program } = calculator;
  const kpi = kpiOf(query.kpi);
  const { period, running } = askedPeriod(program, query.period, kpi.cadence, query.asOf);
  const { calendar } = program;
  const window = windowOf(period, calendar, query.asOf);
  const outcome = calculator.outcome(kpi, scope, window);
  const earlier = (at: Window | null) => (at === null ? null : earlierAnswer(calculator, kpi, scope, at));
  const previous = earlier(previousWindow(window, calendar));
  return {
    version: ANSWER_VERSION,
    definitionVersion: DEFINITION_VERSION,
    kpi: kpi.id,
    area: kpi.area,
    kind: kpi.kind,
    cadence: kpi.cadence,
    scope: { partner: scope.partner?.id ?? null, segment: definedOnly(scope.segment) },
    period: periodInfo(window),
    timeZone: program.settings.timeZone,
    currency: program.settings.currency,
    asOf: iso(query.asOf),
    dataAsOf: Object.fromEntries(program.sources.map((s) => [s.source, s.dataAsOf])),
    figures: outcome.figures,
    partnerFigures: calculator.partnerState(kpi, scope, window),
    leftOut: leftOut(program, scope, window, outcome.leftOut),
    previous,
    yearBefore: earlier(yearBeforeWindow(window, calendar)),
    runningPeriod: running === null ? null : earlier(windowOf(running, calendar, query.asOf)),
    benchmark: benchmark(calculator, kpi, scope, window, previous, outcome.figures),
    targets: targetResults(program, kpi, scope, window, outcome.figures),
    paired: calculator.paired(scope, window),
    records: query.records === true ? outcome.behind.list(MOST_RECORDS) : [],
    recordsTotal: outcome.behind.count,
    partner: scope.partner === null ? null : partnerInfo(scope.partner, window.last, mergedFrom),
    historySince: program.historySince === null ? null : iso(program.historySince),
    notes: notesOf(program, kpi.id, scope),
  };
}

const definedOnly = (segment: Scope['segment']): Record<string, string> =>
  Object.fromEntries(Object.entries(segment).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Partners whose merges run in a circle stay themselves, which every answer that they are in says (rule 1.3). */
function leftOut(program: Program, scope: Scope, window: Window, tally: Tally): readonly LeftOut[] {
  const cycles = program.inMergeCycle.filter((p) => inScope(program, scope, p, window.last)).length;
  return tally.list(cycles === 0 ? {} : { 'merged-cycle': cycles });
}

/** What the answer rests on, as codes of the message catalogue. */
function notesOf(program: Program, kpi: KpiId, scope: Scope): readonly AnswerNote[] {
  const notes: AnswerNote[] = [];
  const usesStage = kpi === 'training-certification' || scope.segment.enablement !== undefined;
  if (usesStage && program.settings.sellCertifications.length === 0) notes.push('certification-any');
  if (program.settings.countTypes.length > 0) notes.push('types-restricted');
  if (kpi === 'time-to-first-deal' && program.settings.firstDeal === 'any') notes.push('first-deal-any');
  // Segments are free text: one that no partner ever had answers with nothing in it, and says so.
  const nobody = segmentKeys.some((key) => {
    const value = scope.segment[key];
    return value !== undefined && !valuesOf(program, key).includes(value);
  });
  if (nobody) notes.push('segment-without-partners');
  return notes;
}
