import type { Analyst } from '../kpi/analyst.ts';
import type { KpiAnswer } from '../kpi/answer.ts';
import { kpiAnswerMessage } from './messages/kpi-answer.ts';
import { scorecardMessage } from './messages/scorecard.ts';
import type { Message, Setting, Voice } from './messages/voice.ts';
import { whichKpiMessage } from './messages/which-one.ts';
import type { Question } from './question.ts';

/** Computes and words the answer to a question. Errors are the analyst's PulseErrors. */
export function answerTo(question: Question, analyst: Analyst, setting: Setting, voice: Voice): Message {
  const fixed = { ...question, asOf: question.asOf ?? voice.now };
  if (fixed.kpi !== null) return kpiAnswerMessage(compute(fixed, analyst, false), fixed, setting, voice);
  if (fixed.partner === null) return whichKpiMessage(question, voice);
  const card = analyst.scorecard(fixed.partner, fixed.asOf, fixed.period ?? undefined);
  return scorecardMessage(card, fixed, setting, voice);
}

/** The KPI answers behind a question with their records: one, or a scorecard's eight. */
export function answersWithRecords(question: Question, analyst: Analyst, now: number): readonly KpiAnswer[] {
  const fixed = { ...question, asOf: question.asOf ?? now };
  if (fixed.kpi !== null) return [compute(fixed, analyst, true)];
  if (fixed.partner === null) return [];
  const card = analyst.scorecard(fixed.partner, fixed.asOf, fixed.period ?? undefined);
  return card.kpis.map(({ kpi, period }) =>
    compute({ ...fixed, kpi, period: fixed.period ?? period.name }, analyst, true),
  );
}

function compute(question: Question & { readonly asOf: number }, analyst: Analyst, records: boolean): KpiAnswer {
  if (question.kpi === null) throw new TypeError('a KPI is needed');
  return analyst.answer({
    kpi: question.kpi,
    asOf: question.asOf,
    period: question.period ?? undefined,
    partner: question.partner ?? undefined,
    segment: Object.keys(question.segment).length === 0 ? undefined : question.segment,
    records,
  });
}

/** How old the data are: each source's moment, as every answer carries it. */
export const dataAsOf = (analyst: Analyst, now: number): KpiAnswer['dataAsOf'] =>
  analyst.answer({ kpi: 'registered-deals', asOf: now }).dataAsOf;
