import { byCodePoint, ratio } from './numbers.ts';
import { inScope, UNKNOWN } from './partner-state.ts';
import { inPeriod } from './period.ts';
import type { Kpi, Question } from './question.ts';
import { MILESTONES, type Survey } from './records.ts';
import type { Json, JsonObject } from './settings.ts';
import { iso, type Ms } from './time.ts';
import type { View } from './view.ts';

const ENOUGH = 5;

interface Answer extends Survey {
  readonly answer: { readonly score: number; readonly at: Ms };
}

/** Rule 3.8. */
export const partnerSatisfactionKpi: Kpi = {
  name: 'partner-satisfaction',
  area: 'engagement',
  kind: 'leading',
  cadence: 'quarterly',
  figures(question) {
    const all = question.view.world.surveys;
    return {
      figures: {
        ...scores(question, all),
        milestones: groups(question, [...MILESTONES, null], (survey) => survey.milestone, 'milestone'),
        topics: groups(question, topicsOf(all), (survey) => survey.topic, 'topic'),
      },
      leftOut: {},
    };
  },
  partnerFigures(question, partner) {
    return { nps: lastScore(question, partner, 'nps'), csat: lastScore(question, partner, 'csat') };
  },
};

function topicsOf(surveys: readonly Survey[]): (string | null)[] {
  const known = surveys.map((survey) => survey.topic).filter((topic) => topic !== null);
  return [...[...new Set(known)].sort(byCodePoint), null];
}

/** The groups that have an answer or an invitation, in the order of the values, the unknown last. */
function groups<T extends string | null>(
  question: Question,
  values: readonly T[],
  groupOf: (survey: Survey) => T,
  key: 'milestone' | 'topic',
): Json {
  return values.flatMap((value): JsonObject[] => {
    const surveys = question.view.world.surveys.filter((survey) => groupOf(survey) === value);
    const figures = scores(question, surveys);
    const invitations = key === 'milestone' ? invited(question, surveys).length : 0;
    if (figures.npsResponses + figures.csatResponses + invitations === 0) return [];
    const { responseRate, ...rest } = figures;
    return [{ [key]: value ?? UNKNOWN, ...rest, ...(key === 'milestone' ? { responseRate } : {}) }];
  });
}

function scores(question: Question, surveys: readonly Survey[]) {
  const answers = latestAnswers(question, surveys);
  const of = (kind: Survey['kind']): number[] =>
    answers.filter((survey) => survey.kind === kind).map((survey) => survey.answer.score);
  const nps = of('nps');
  const csat = of('csat');
  const promoters = nps.filter((score) => score >= 9).length;
  const detractors = nps.filter((score) => score <= 6).length;
  const satisfied = csat.filter((score) => score >= 4).length;
  const invitations = invited(question, surveys);
  const answered = invitations.filter(
    (survey) => survey.answer !== null && survey.answer.at <= question.view.asOf,
  ).length;
  return {
    nps: nps.length < ENOUGH ? null : (100 * (promoters - detractors)) / nps.length,
    npsResponses: nps.length,
    promoters,
    passives: nps.length - promoters - detractors,
    detractors,
    csat: csat.length < ENOUGH ? null : satisfied / csat.length,
    csatResponses: csat.length,
    satisfied,
    responseRate: ratio(answered, invitations.length),
    tooFew: { nps: nps.length < ENOUGH, csat: csat.length < ENOUGH },
  };
}

/** The latest answer per respondent and kind in the period, decided before the scope's filter. */
function latestAnswers({ view, scope, period }: Question, surveys: readonly Survey[]): Answer[] {
  const inside = answersOf(surveys).filter((survey) => inPeriod(period, survey.answer.at));
  const standing = inside.filter(
    (survey, i) =>
      survey.respondent === null ||
      !inside.some(
        (other, j) =>
          other.partner === survey.partner &&
          other.respondent === survey.respondent &&
          other.kind === survey.kind &&
          (other.answer.at > survey.answer.at || (other.answer.at === survey.answer.at && j > i)),
      ),
  );
  return standing.filter((survey) => inScope(view, scope, survey.partner, survey.answer.at));
}

function answersOf(surveys: readonly Survey[]): Answer[] {
  return surveys.flatMap((survey) => (survey.answer === null ? [] : [{ ...survey, answer: survey.answer }]));
}

function invited({ view, scope, period }: Question, surveys: readonly Survey[]): Survey[] {
  return surveys.filter(
    (survey) =>
      survey.invitedAt !== null &&
      inPeriod(period, survey.invitedAt) &&
      inScope(view, scope, survey.partner, survey.invitedAt),
  );
}

/** The last answer of a partner at the end of the period, and the score of the one before. */
function lastScore({ view, period }: { view: View; period: Question['period'] }, partner: string, kind: string): Json {
  const answers = answersOf(view.world.surveys)
    .filter((survey) => survey.partner === partner && survey.kind === kind && survey.answer.at <= period.moment)
    .sort((a, b) => a.answer.at - b.answer.at);
  const last = answers.at(-1);
  if (last === undefined) return null;
  return { score: last.answer.score, at: iso(last.answer.at), before: answers.at(-2)?.answer.score ?? null };
}
