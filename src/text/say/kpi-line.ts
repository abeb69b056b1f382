import type { KpiAnswer } from '../../kpi/answer.ts';
import { kpiOf } from '../../kpi/list.ts';
import { groupAt, numberAt, textAt } from '../figure-values.ts';
import type { Phrase } from '../phrase.ts';
import { registrationsLine, revenueLine } from './event-lines.ts';
import { partnerLine } from './partner-line.ts';
import type { Speaker } from './speaker.ts';
import { arrowTrend, figureText, numeric } from './trend.ts';

/** The value of a KPI in its own words: the first part carries the number, the others stand beside it. */
export function kpiLine(answer: KpiAnswer, speak: Speaker): readonly Phrase[] {
  return answer.scope.partner === null ? groupLine(answer, speak) : partnerLine(answer, speak);
}

/** The headline figure's trend against the period before, or the year before, at equal age (rule 2.4). */
export function headlineTrend(answer: KpiAnswer, against: 'previous' | 'yearBefore', speak: Speaker): Phrase | null {
  const earlier = answer[against];
  const { headline, units } = kpiOf(answer.kpi);
  const figure = trendFigure(answer, headline);
  const unit = units[figure];
  const now = answer.figures[figure];
  if (earlier === null || unit === undefined || now === null || now === undefined) return null;
  const before = earlier.figures[figure];
  if (before === null || before === undefined) return null;
  return arrowTrend(now, before, unit, speak);
}

/** For a single partner a share says nothing (rule 3.10), so its trend is that of the count beside it. */
export function trendFigure(answer: KpiAnswer, headline: string): string {
  if (answer.scope.partner === null) return headline;
  return answer.kpi === 'portal-engagement' ? 'logins' : headline;
}

/** The headline figure in words, e.g. for a running period; null where it is unknown. */
export function headlineText(answer: KpiAnswer, figures: KpiAnswer['figures'], speak: Speaker): string | null {
  const { headline, units } = kpiOf(answer.kpi);
  const figure = trendFigure(answer, headline);
  return numeric(figures[figure]) === null ? null : figureText(figures[figure], units[figure] ?? 'count', speak);
}

function groupLine({ kpi, figures }: KpiAnswer, speak: Speaker): readonly Phrase[] {
  const { words, format } = speak;
  const { lines } = words;
  const count = (key: string): number => numberAt(figures, key) ?? 0;
  const share = (key: string): string => figureText(numberAt(figures, key), 'share', speak);
  switch (kpi) {
    case 'sourced-revenue':
      return revenueLine(figures, speak);
    case 'registered-deals':
      return registrationsLine(figures, speak);
    case 'time-to-first-deal': {
      const [cohort, closed] = [count('cohort'), count('closed')];
      if (cohort === 0) return [lines.firstDealNobody()];
      const median = numberAt(figures, 'medianDays');
      return [
        median === null
          ? lines.firstDealOpen({ closed, cohort })
          : lines.firstDealMedian({ days: format.days(median), closed, cohort }),
      ];
    }
    case 'onboarding-completion': {
      const [cohort, completed] = [count('cohort'), count('completed')];
      if (cohort === 0) return [lines.onboardedNobody()];
      const bottleneck = textAt(groupAt(figures, 'bottleneck'), 'step');
      const partners = numberAt(groupAt(figures, 'bottleneck'), 'partners') ?? 0;
      return [
        lines.onboarded({ share: share('rate'), completed, cohort }),
        ...(bottleneck === null ? [] : [lines.bottleneck({ step: bottleneck, partners })]),
      ];
    }
    case 'training-certification': {
      if (count('activePartners') === 0) return [lines.noPartners()];
      return [
        lines.certified({ share: share('certificationRate'), done: count('certified'), of: count('activePartners') }),
        count('withRequired') === 0
          ? lines.trainingUnknown()
          : lines.trained({ share: share('trainingRate'), done: count('trained'), of: count('withRequired') }),
      ];
    }
    case 'content-adoption':
      if (count('activePartners') === 0) return [lines.noPartners()];
      return [lines.contentUsed({ share: share('rate'), done: count('adopters'), of: count('activePartners') })];
    case 'portal-engagement':
      if (count('activePartners') === 0) return [lines.noPartners()];
      return [
        lines.portalUsed({ share: share('rate'), done: count('engaged'), of: count('activePartners') }),
        ...(count('offPortal') === 0
          ? []
          : [lines.offPortal({ partners: count('offPortal'), share: share('overallRate') })]),
      ];
    case 'partner-satisfaction':
      return satisfactionLine(figures, speak);
  }
}

function satisfactionLine(figures: KpiAnswer['figures'], { words: { lines }, format }: Speaker): readonly Phrase[] {
  const nps = numberAt(figures, 'nps');
  const csat = numberAt(figures, 'csat');
  const n = numberAt(figures, 'npsResponses') ?? 0;
  const csatN = numberAt(figures, 'csatResponses') ?? 0;
  return [
    nps === null ? lines.tooFew({ n }) : lines.nps({ score: format.count(nps), n }),
    ...(csat === null ? [] : [lines.csat({ share: format.share(csat), n: csatN })]),
  ];
}
