import { countedEvents } from '../behind.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import { type Figures, type FigureValue, iso } from '../figures.ts';
import type { SurveyFacts } from '../program/facts.ts';
import { inScope } from '../program/scope.ts';
import { answeredIn, invitedIn } from '../program/windows.ts';
import { compareGroups, UNKNOWN } from '../segment.ts';
import { Tally } from '../tally.ts';
import { type Answer, isAnswer, latestAnswers, responseRate, scores } from './survey.ts';

/** Rule 3.8: NPS and CSAT, always with the number of answers; inactive partners' answers count. */
export const partnerSatisfactionKpi = defineKpi({
  id: 'partner-satisfaction',
  area: 'engagement',
  kind: 'leading',
  cadence: 'quarterly',
  rests: ['survey-response'],
  unit: 'score',
  better: 'higher',
  decision: 'fix',
  headline: 'nps',
  units: {
    nps: 'score',
    npsResponses: 'count',
    promoters: 'count',
    passives: 'count',
    detractors: 'count',
    csat: 'share',
    csatResponses: 'count',
    satisfied: 'count',
    responseRate: 'share',
  },
  compute,
  partnerState,
});

function compute({ program, scope, window }: Ask): Outcome {
  const { asOf } = window;
  const answers = answeredIn(program, scope, window).filter(isAnswer);
  const invitations = invitedIn(program, scope, window).filter(
    (row) => row.invitedAt !== null && inScope(program, scope, row.partner, row.invitedAt),
  );
  // The latest answer is decided before any segment filter, so that an older one cannot come back in another segment.
  const latest = (extra: (a: Answer) => string) =>
    latestAnswers(answers, (a) => `${a.partner.key} ${a.kind} ${extra(a)}`).filter((a) =>
      inScope(program, scope, a.partner, a.at),
    );
  const overall = latest(() => '');
  return {
    figures: {
      ...scores(overall),
      responseRate: responseRate(invitations, asOf),
      milestones: byMilestone(latest(milestoneOf), invitations, asOf),
      topics: byTopic(latest(topicOf)),
    },
    leftOut: new Tally(),
    behind: countedEvents('survey-response', overall.length),
  };
}

const topicOf = (row: SurveyFacts) => row.topic ?? UNKNOWN;
const milestoneOf = (row: SurveyFacts) => row.milestone ?? UNKNOWN;

function byMilestone(answers: readonly Answer[], invitations: readonly SurveyFacts[], asOf: number): FigureValue {
  const milestones = [...new Set([...answers, ...invitations].map(milestoneOf))].sort(compareGroups);
  return milestones.map((milestone) => ({
    milestone,
    ...scores(answers.filter((a) => milestoneOf(a) === milestone)),
    responseRate: responseRate(
      invitations.filter((row) => milestoneOf(row) === milestone),
      asOf,
    ),
  }));
}

function byTopic(answers: readonly Answer[]): FigureValue {
  const topics = [...new Set(answers.map(topicOf))].sort(compareGroups);
  return topics.map((topic) => ({ topic, ...scores(answers.filter((a) => topicOf(a) === topic)) }));
}

/** Rule 3.10: the partner's last score and date, and the score before it, for each kind. */
function partnerState({ scope, window }: Ask): Figures {
  const answers = (scope.partner?.surveys ?? [])
    .filter(isAnswer)
    .filter((a) => a.at <= window.last)
    .sort((a, b) => a.at - b.at || a.row - b.row);
  const last = (kind: Answer['kind']): FigureValue => {
    const ofKind = answers.filter((a) => a.kind === kind);
    const latest = ofKind.at(-1);
    if (latest === undefined) return null;
    return { score: latest.score, at: iso(latest.at), before: ofKind.at(-2)?.score ?? null };
  };
  return { nps: last('nps'), csat: last('csat') };
}
