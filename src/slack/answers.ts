import type { KpiAnswer } from '../kpi/answer.ts';
import { restsOn } from '../kpi/list.ts';
import type { Sight } from './access/sight.ts';
import { kpiAnswerMessage } from './messages/kpi-answer.ts';
import { noRemarks, withRemarks } from './messages/notes.ts';
import { scorecardMessage } from './messages/scorecard.ts';
import type { Message, Setting, Voice } from './messages/voice.ts';
import { whichKpiMessage } from './messages/which-one.ts';
import type { Question } from './question.ts';

/**
 * Computes and words the answer to a question. Whoever sees his own partners only is answered about those, which is said.
 * Errors are the analyst's PulseErrors, and `Refused`.
 */
export async function answerTo(question: Question, analyst: Sight, setting: Setting, voice: Voice): Promise<Message> {
  const fixed = await within({ ...question, asOf: question.asOf ?? voice.now }, analyst);
  if (fixed.kpi !== null) {
    const message = kpiAnswerMessage(await compute(fixed, analyst, false), fixed, setting, voice);
    const ownOnly = fixed.segment !== question.segment;
    return withRemarks(message, { ...noRemarks, ownOnly, stale: staleFor(fixed, analyst) }, voice);
  }
  if (fixed.partner === null) return whichKpiMessage(question, voice);
  const card = await analyst.scorecard(fixed.partner, fixed.asOf, fixed.period ?? undefined);
  const message = scorecardMessage(card, fixed, setting, voice);
  return withRemarks(message, { ...noRemarks, stale: staleFor(fixed, analyst) }, voice);
}

/** Files that are too old, among those that the answer rests on. */
const staleFor = ({ kpi }: Question, { stale }: Sight) => stale.filter(({ record }) => restsOn(kpi, record));

/** The KPI answers behind a question with their records: one, or a scorecard's eight. */
export async function answersWithRecords(
  question: Question,
  analyst: Sight,
  now: number,
): Promise<readonly KpiAnswer[]> {
  const fixed = await within({ ...question, asOf: question.asOf ?? now }, analyst);
  if (fixed.kpi !== null) return [await compute(fixed, analyst, true)];
  if (fixed.partner === null) return [];
  const card = await analyst.scorecard(fixed.partner, fixed.asOf, fixed.period ?? undefined);
  return Promise.all(
    card.kpis.map(({ kpi, period }) => compute({ ...fixed, kpi, period: fixed.period ?? period.name }, analyst, true)),
  );
}

/** A button carries what it is about, so that whoever else presses it is asked for the same, and judged by it. */
async function within<Q extends Question>(question: Q, sight: Sight): Promise<Q> {
  if (question.partner !== null) return question;
  const segment = await sight.narrowed(question.segment);
  return segment === question.segment ? question : { ...question, segment };
}

async function compute(
  question: Question & { readonly asOf: number },
  analyst: Sight,
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
