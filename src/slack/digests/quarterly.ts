// long: the three parts of the quarterly review are read together.

import { axisUnit } from '../../charts/sums.ts';
import type { KpiAnswer } from '../../kpi/answer.ts';
import type { MoverRow, QuarterlyReport } from '../../reports/report.ts';
import { asGroup, listAt, numberAt, textAt } from '../../text/figure-values.ts';
import { joined, type Phrase } from '../../text/phrase.ts';
import { kpiLine } from '../../text/say/kpi-line.ts';
import { periodWithin } from '../../text/say/period.ts';
import { figureText, numeric, trend } from '../../text/say/trend.ts';
import { barChart, context, header, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, type Mark, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import { pointLabel } from '../messages/kpi-answer.ts';
import type { Message, Voice } from '../messages/voice.ts';
import type { DigestParts } from './digest-parts.ts';
import { moreLine } from './edges.ts';
import { goalCounts, goalLine, goalsMessage } from './goals.ts';
import { lineBlocks } from './line-blocks.ts';
import { movedMost } from './moved.ts';
import { partnerLink, short } from './rows.ts';

const SHOWN = 100;
const QUARTERS = 8;
const TOLD = 12;

type QuarterlyKpi = 'sourced-revenue' | 'time-to-first-deal' | 'partner-satisfaction';

/** What the quarterly review has of its own: revenue beside direct sales, first deals, satisfaction, who moves up or down. */
export function quarterlyParts(report: QuarterlyReport, voice: Voice): DigestParts | null {
  if (nothingQuarterly(report)) return null;
  const { digest } = voice.speak.words;
  return {
    verdict: verdict(report, voice),
    sentences: [movedMost(report.kpis, voice), atStake(report, voice), firstStep(report, voice)],
    counts: counts(report, voice),
    list: (most) => {
      const falling = sided('down', down(report), Math.ceil(most / 2), voice);
      const catching = sided('up', up(report), Math.floor(most / 2), voice);
      const rest = report.movers.length - falling.shown - catching.shown;
      return [
        ...falling.blocks,
        ...catching.blocks,
        ...(rest > 0 ? [context([mrkdwn`${digest.restInThread({ count: rest })}`])] : []),
      ];
    },
    thread: [
      ...revenueMessage(report, voice),
      ...outcomesMessage(report, voice),
      ...moversMessage(report, voice),
      ...goalsMessage(report.goals, voice),
    ],
  };
}

const answerOf = ({ kpis }: QuarterlyReport, kpi: QuarterlyKpi): KpiAnswer | undefined =>
  kpis.find((answer) => answer.kpi === kpi);
const down = ({ movers }: QuarterlyReport): readonly MoverRow[] => movers.filter(({ movement }) => movement === 'down');
const up = ({ movers }: QuarterlyReport): readonly MoverRow[] => movers.filter(({ movement }) => movement === 'up');

function nothingQuarterly({ kpis, movers, goals }: QuarterlyReport): boolean {
  const counted = ['sourcedDeals', 'influencedDeals', 'cohort', 'npsResponses', 'csatResponses'];
  const happened = kpis.some(({ figures }) => counted.some((key) => (numberAt(figures, key) ?? 0) > 0));
  return !happened && movers.length + goals.length === 0;
}

function verdict(report: QuarterlyReport, { speak }: Voice): Phrase {
  const { digest } = speak.words;
  const answer = answerOf(report, 'sourced-revenue');
  const [now, before] = [answer?.figures.sourced, answer?.previous?.figures.sourced];
  const within = periodWithin(report.period.name, speak);
  const deals = numberAt(answer?.figures, 'sourcedDeals') ?? 0;
  if (deals === 0) return digest.quarterNone({ within });
  const values = { revenue: figureText(now, 'money', speak), within, deals };
  return numeric(before) === null
    ? digest.quarterFirst(values)
    : digest.quarterVerdict({ ...values, trend: trend(now, before, 'money', speak) });
}

/** The largest amount by which a goal of revenue was missed, else the pipeline that the next quarter starts with. */
function atStake(report: QuarterlyReport, { speak }: Voice): Phrase {
  const { digest } = speak.words;
  const missed = report.goals.find(
    ({ kpi, figure, reached }) => kpi === 'sourced-revenue' && figure === 'sourced' && reached === false,
  );
  const [goal, actual] = [numeric(missed?.value), numeric(missed?.actual)];
  if (goal !== null && actual !== null) {
    return digest.quarterGap({ gap: speak.format.moneyShort(goal - actual), goal: speak.format.moneyShort(goal) });
  }
  return digest.quarterOpen({
    open: speak.format.moneyShort(report.kpis[0]?.paired.openSourcedPipeline ?? '0'),
  });
}

function firstStep(report: QuarterlyReport, voice: Voice): Phrase {
  const { digest } = voice.speak.words;
  const [falling] = down(report);
  if (falling !== undefined) {
    const signals = fallen(falling, voice);
    const partner = short(falling.partner.name);
    return signals === null ? digest.firstFallingPlain({ partner }) : digest.firstFalling({ partner, signals });
  }
  const missed = report.goals.find(({ reached }) => reached === false);
  return missed === undefined ? digest.firstNone() : digest.firstGoal({ goal: goalLine(missed, voice) });
}

function fallen({ signals }: MoverRow, { speak }: Voice): Phrase | null {
  if (signals === null) return null;
  const { scorecard } = speak.words;
  const names = {
    registrations: scorecard.signalRegistrations(),
    engagement: scorecard.signalEngagement(),
    pipeline: scorecard.signalPipeline(),
  };
  const lost = (['registrations', 'engagement', 'pipeline'] as const).filter(
    (key) => signals[key].now < signals[key].before,
  );
  return lost.length === 0
    ? null
    : joined(
        lost.map((key) => names[key]),
        ', ',
      );
}

function counts(report: QuarterlyReport, voice: Voice): Phrase {
  const { digest } = voice.speak.words;
  const goals = goalCounts(report.goals, voice);
  const movers = digest.moverCounts({ up: up(report).length, down: down(report).length });
  return goals === null ? movers : joined([movers, goals], ' · ');
}

/** One line a partner: where it ranked before, and now. */
function moverLine({ partner, signals }: MoverRow, { speak: { words, format } }: Voice): Mark {
  const { scorecard } = words;
  const place = ({ now, before }: { readonly now: number; readonly before: number }): Phrase =>
    scorecard.rankPlace({ before: format.count(before), now: format.count(now) });
  const places =
    signals === null
      ? []
      : [
          scorecard.rankRegistrations({ place: place(signals.registrations) }),
          scorecard.rankEngagement({ place: place(signals.engagement) }),
          scorecard.rankPipeline({ place: place(signals.pipeline) }),
        ];
  return joinedMarks([mrkdwn`*${partnerLink(partner)}*`, ...places], ' · ');
}

/** So many of those that move one way, under a heading with how many there are. */
function sided(
  way: MoverRow['movement'],
  movers: readonly MoverRow[],
  most: number,
  voice: Voice,
): ReturnType<typeof lineBlocks> {
  const { digest } = voice.speak.words;
  const title = way === 'down' ? digest.fallingTitle : digest.catchingTitle;
  const lines = movers.slice(0, most).map((one) => moverLine(one, voice));
  return lineBlocks(lines, mrkdwn`*${title({ count: movers.length })}*`);
}

function moversMessage(report: QuarterlyReport, voice: Voice): readonly Message[] {
  if (report.movers.length === 0) return [];
  const { words } = voice.speak;
  const title = words.digest.moversTitle();
  const both = [sided('down', down(report), SHOWN, voice), sided('up', up(report), SHOWN, voice)];
  const rest = both.reduce((sum, { shown }) => sum - shown, report.movers.length);
  return [
    {
      text: messageText(title),
      blocks: [
        header(title),
        ...both.flatMap(({ blocks }) => blocks),
        ...(rest > 0 ? [moreLine(rest, report, voice)] : []),
        context([mrkdwn`${words.scorecard.rankScale()}`]),
      ],
    },
  ];
}

/** Sourced revenue over the quarters, and next to influenced and direct sales. */
function revenueMessage(report: QuarterlyReport, voice: Voice): readonly Message[] {
  const answer = answerOf(report, 'sourced-revenue');
  if (answer === undefined) return [];
  const { words } = voice.speak;
  const title = words.kpis['sourced-revenue'].name;
  const rows = listAt(answer.figures, 'comparison')
    .map(asGroup)
    .filter((row) => row !== null);
  const lines = rows.map((row) => comparisonLine(row, voice));
  return [
    {
      text: messageText(title),
      blocks: [
        header(title),
        section(joinedMarks(kpiLine(answer, voice.speak), '\n')),
        ...revenueChart(answer, voice),
        ...(lines.length === 0
          ? []
          : [section(joinedMarks([mrkdwn`*${words.figure('comparison')}*`, ...lines], '\n'))]),
      ],
    },
  ];
}

function comparisonLine(row: NonNullable<ReturnType<typeof asGroup>>, { speak }: Voice): Mark {
  const { digest } = speak.words;
  const names: Readonly<Record<string, Phrase>> = {
    sourced: digest.sourced(),
    influenced: digest.influenced(),
    'without-partner': digest.withoutPartner(),
    direct: digest.direct(),
  };
  const group = textAt(row, 'group') ?? '';
  return mrkdwn`${digest.comparison({
    group: names[group] ?? group,
    won: figureText(row.won, 'count', speak),
    lost: figureText(row.lost, 'count', speak),
    rate: figureText(row.winRate, 'share', speak),
    cycle: figureText(row.medianCycleDays, 'days', speak),
    amount: figureText(row.medianAmount, 'money', speak),
  })}`;
}

function revenueChart(answer: KpiAnswer, { speak }: Voice): readonly OurBlock[] {
  const { digest } = speak.words;
  const points = [...answer.benchmark.earlierPeriods, { period: answer.period, figures: answer.figures }]
    .toSorted((a, b) => (a.period.start ?? '').localeCompare(b.period.start ?? ''))
    .slice(-QUARTERS);
  const labels = points.map(({ period }, index) => pointLabel(period, points[index - 1]?.period, speak));
  const amounts = (key: string): number[] => points.map(({ figures }) => numeric(figures[key]) ?? 0);
  const [sourced, influenced] = [amounts('sourced'), amounts('influenced')];
  if (points.length < 2 || [...sourced, ...influenced].every((amount) => amount === 0)) return [];
  const unit = axisUnit([...sourced, ...influenced]);
  const scaled = (all: readonly number[]): number[] => all.map((amount) => Math.round((amount / unit) * 10) / 10);
  return [
    barChart({
      title: digest.revenueChart(),
      categories: labels,
      series: [
        { name: digest.sourced().text, values: scaled(sourced) },
        { name: digest.influenced().text, values: scaled(influenced) },
      ],
      yLabel: speak.format.moneyShort(unit),
    }),
    context([
      mrkdwn`${joined(
        labels.map((period, index) =>
          digest.revenuePoint({
            period,
            sourced: speak.format.moneyShort(sourced[index] ?? 0),
            influenced: speak.format.moneyShort(influenced[index] ?? 0),
          }),
        ),
        ' · ',
      )}`,
    ]),
  ];
}

/** First deals and satisfaction, with what they are made of. */
function outcomesMessage(report: QuarterlyReport, voice: Voice): readonly Message[] {
  const { speak } = voice;
  const { words } = speak;
  const deals = answerOf(report, 'time-to-first-deal');
  const nps = answerOf(report, 'partner-satisfaction');
  if (deals === undefined && nps === undefined) return [];
  const title = words.digest.outcomesTitle();
  const shares =
    deals === undefined
      ? []
      : [
          words.digest.firstDealShares({
            share90: figureText(deals.figures.share90, 'share', speak),
            share180: figureText(deals.figures.share180, 'share', speak),
          }),
          ...yearOf(report, deals, voice),
        ];
  const milestones = listAt(nps?.figures, 'milestones')
    .map(asGroup)
    .filter((row) => row !== null);
  const told = milestones.slice(0, TOLD).map((row) =>
    words.digest.milestone({
      milestone: milestoneName(textAt(row, 'milestone'), voice),
      nps: numberAt(row, 'nps') === null ? words.digest.tooFew() : figureText(row.nps, 'score', speak),
      n: figureText(row.npsResponses, 'count', speak),
    }),
  );
  const part = (answer: KpiAnswer | undefined, more: readonly Phrase[]): readonly OurBlock[] =>
    answer === undefined
      ? []
      : [section(joinedMarks([mrkdwn`*${words.kpis[answer.kpi].name}*`, ...kpiLine(answer, speak), ...more], '\n'))];
  return [{ text: messageText(title), blocks: [header(title), ...part(deals, shares), ...part(nps, told)] }];
}

/** The cohorts of four quarters together: one quarter's alone are few. */
function yearOf({ firstDeals }: QuarterlyReport, deals: KpiAnswer, { speak }: Voice): readonly Phrase[] {
  const { digest } = speak.words;
  const [line] = kpiLine({ ...deals, figures: firstDeals.figures }, speak);
  return [
    ...(line === undefined ? [] : [digest.firstDealsYear({ line })]),
    digest.firstDealsIn({ count: firstDeals.inQuarter }),
  ];
}

function milestoneName(milestone: string | null, { speak: { words } }: Voice): Phrase {
  const { digest } = words;
  const names: Readonly<Record<string, Phrase>> = {
    onboarding: digest.surveyOnboarding(),
    quarterly: digest.surveyQuarterly(),
    'program-change': digest.surveyProgram(),
    other: digest.surveyOther(),
  };
  return names[milestone ?? ''] ?? words.lines.unknown();
}
