import type { RemoteAnalyst } from '../kpi/analyst.ts';
import type { KpiAnswer } from '../kpi/answer.ts';
import { kpiAnswerMessage } from './messages/kpi-answer.ts';
import { scorecardMessage } from './messages/scorecard.ts';
import type { Message, Setting, Voice } from './messages/voice.ts';
import { whichKpiMessage } from './messages/which-one.ts';
import type { Question } from './question.ts';

/** Computes and words the answer to a question. Errors are the analyst's PulseErrors. */
export async function answerTo(
  question: Question,
  analyst: RemoteAnalyst,
  setting: Setting,
  voice: Voice,
): Promise<Message> {
  const fixed = { ...question, asOf: question.asOf ?? voice.now };
  if (fixed.kpi !== null) return kpiAnswerMessage(await compute(fixed, analyst, false), fixed, setting, voice);
  if (fixed.partner === null) return whichKpiMessage(question, voice);
  const card = await analyst.scorecard(fixed.partner, fixed.asOf, fixed.period ?? undefined);
  return scorecardMessage(card, fixed, setting, voice);
}

/** The KPI answers behind a question with their records: one, or a scorecard's eight. */
export async function answersWithRecords(
  question: Question,
  analyst: RemoteAnalyst,
  now: number,
): Promise<readonly KpiAnswer[]> {
  const fixed = { ...question, asOf: question.asOf ?? now };
  if (fixed.kpi !== null) return [await compute(fixed, analyst, true)];
  if (fixed.partner === null) return [];
  const card = await analyst.scorecard(fixed.partner, fixed.asOf, fixed.period ?? undefined);
  return Promise.all(
    card.kpis.map(({ kpi, period }) => compute({ ...fixed, kpi, period: fixed.period ?? period.name }, analyst, true)),
  );
}

async function compute(
  question: Question & { readonly asOf: number },
  analyst: RemoteAnalyst,
  records: boolean,
): Promise<KpiAnswer> {
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
