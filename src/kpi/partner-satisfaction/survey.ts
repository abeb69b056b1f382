import { type Figures, ratio } from '../figures.ts';
import type { SurveyFacts } from '../program/facts.ts';

/** Fewer answers than this say nothing: the value is null and `tooFew` true (rule 3.8). */
export const MIN_ANSWERS = 5;

/** An answer: a survey row that has a score and a moment. */
export type Answer = SurveyFacts & { readonly at: number; readonly score: number };

export const isAnswer = (row: SurveyFacts): row is Answer => row.at !== null && row.score !== null;

/** The latest answer per group (e.g. respondent and kind); at the same instant the later row; without respondent each its own. */
export function latestAnswers(answers: readonly Answer[], groupOf: (answer: Answer) => string): readonly Answer[] {
  const latest = new Map<string, Answer>();
  for (const answer of answers) {
    const group = answer.respondent === null ? `row ${answer.row}` : `${groupOf(answer)} ${answer.respondent}`;
    const other = latest.get(group);
    if (other === undefined || answer.at > other.at || (answer.at === other.at && answer.row > other.row)) {
      latest.set(group, answer);
    }
  }
  return [...latest.values()];
}

/** NPS −100…100 and CSAT 0–1 of a set of answers, with their counts. */
export function scores(answers: readonly Answer[]): Figures {
  const nps = answers.filter((a) => a.kind === 'nps');
  const csat = answers.filter((a) => a.kind === 'csat');
  const promoters = nps.filter((a) => a.score >= 9).length;
  const detractors = nps.filter((a) => a.score <= 6).length;
  const satisfied = csat.filter((a) => a.score >= 4).length;
  const few = { nps: nps.length < MIN_ANSWERS, csat: csat.length < MIN_ANSWERS };
  return {
    nps: few.nps ? null : (100 * (promoters - detractors)) / nps.length,
    npsResponses: nps.length,
    promoters,
    passives: nps.length - promoters - detractors,
    detractors,
    csat: few.csat ? null : satisfied / csat.length,
    csatResponses: csat.length,
    satisfied,
    tooFew: few,
  };
}

/** Invitations answered by as-of ÷ all of them; null without any (rule 3.8). */
export function responseRate(invitations: readonly SurveyFacts[], asOf: number): number | null {
  return ratio(invitations.filter((row) => isAnswer(row) && row.at <= asOf).length, invitations.length);
}
