import type { CohortRow, ExpiringCertification, MonthlyReport } from '../../reports/report.ts';
import { groupAt, numberAt, textAt } from '../../text/figure-values.ts';
import type { Phrase } from '../../text/phrase.ts';
import { kpiLine } from '../../text/say/kpi-line.ts';
import { context, header, lineChart, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, type Mark, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { cohortName } from './cohort-name.ts';
import type { DigestParts } from './digest-parts.ts';
import { commandOf, moreLine } from './edges.ts';
import { goalCounts, goalLine, goalsMessage } from './goals.ts';
import { lineBlocks } from './line-blocks.ts';
import { movedMost } from './moved.ts';
import { partnerLink, short } from './rows.ts';

/** Certificates listed in the thread. */
const SHOWN = 100;
/** Cohorts in the chart and in words. */
const COHORTS = 12;

/** What the monthly review has of its own: onboarding and training by cohort at equal age, certificates that end, goals. */
export function monthlyParts(report: MonthlyReport, voice: Voice): DigestParts | null {
  if (nothingMonthly(report)) return null;
  const { digest } = voice.speak.words;
  return {
    verdict: verdict(report, voice),
    sentences: [movedMost(report.kpis, voice), atStake(report, voice), firstStep(report, voice)],
    counts: goalCounts(report.goals, voice),
    list: (most) => {
      const { blocks, shown } = lineBlocks(
        report.expiring.slice(0, most).map((one) => certificateLine(one, voice)),
        mrkdwn`*${digest.expiringTitle({ count: report.expiring.length })}*`,
      );
      const rest = report.expiring.length - shown;
      return [...blocks, ...(rest > 0 ? [context([mrkdwn`${digest.restInThread({ count: rest })}`])] : [])];
    },
    thread: [...cohortsMessage(report, voice), ...expiringMessage(report, voice), ...goalsMessage(report.goals, voice)],
  };
}

function nothingMonthly({ kpis, cohorts, expiring, goals }: MonthlyReport): boolean {
  const somebody = kpis.some(
    ({ figures }) => (numberAt(figures, 'cohort') ?? 0) > 0 || (numberAt(figures, 'activePartners') ?? 0) > 0,
  );
  return !somebody && cohorts.length + expiring.length + goals.length === 0;
}

const figuresOf = ({ kpis }: MonthlyReport, kpi: 'onboarding-completion' | 'training-certification') =>
  kpis.find((answer) => answer.kpi === kpi);

/** Onboarding and certification, with the revenue of the same month. */
function verdict(report: MonthlyReport, { speak }: Voice): Phrase {
  const { digest, lines } = speak.words;
  const said = (kpi: Parameters<typeof figuresOf>[1]): Phrase => {
    const answer = figuresOf(report, kpi);
    return (answer === undefined ? undefined : kpiLine(answer, speak)[0]) ?? lines.unknown();
  };
  return digest.monthVerdict({
    onboarding: said('onboarding-completion'),
    certified: said('training-certification'),
    revenue: speak.format.moneyShort(report.kpis[0]?.paired.sourcedRevenue ?? '0'),
  });
}

function atStake(report: MonthlyReport, { speak }: Voice): Phrase {
  const { digest } = speak.words;
  const deals = numberAt(figuresOf(report, 'training-certification')?.figures, 'uncertifiedOpenDeals') ?? 0;
  const open = speak.format.moneyShort(report.kpis[0]?.paired.openSourcedPipeline ?? '0');
  return deals === 0 ? digest.monthStakeNone({ open }) : digest.monthStake({ deals, open });
}

/** The certificate that ends first, else where onboarding is stuck, else the goal that was missed. */
function firstStep(report: MonthlyReport, voice: Voice): Phrase {
  const { words, format } = voice.speak;
  const { digest } = words;
  const [soonest] = report.expiring;
  if (soonest !== undefined) {
    return digest.firstRenew({
      name: short(soonest.name),
      partner: short(soonest.partner.name),
      date: format.date(soonest.expiresOn),
    });
  }
  const bottleneck = groupAt(figuresOf(report, 'onboarding-completion')?.figures, 'bottleneck');
  const step = textAt(bottleneck, 'step');
  if (step !== null) {
    return digest.firstBottleneck({ step: short(step), partners: numberAt(bottleneck, 'partners') ?? 0 });
  }
  const missed = report.goals.find(({ reached }) => reached === false);
  return missed === undefined ? digest.firstNone() : digest.firstGoal({ goal: goalLine(missed, voice) });
}

const certificateLine = (one: ExpiringCertification, { speak: { words, format } }: Voice): Mark =>
  mrkdwn`${words.digest.certificate({
    name: short(one.name),
    partner: partnerLink(one.partner),
    date: format.date(one.expiresOn),
    days: one.days,
    manager: one.manager === null ? words.digest.noManager() : short(one.manager),
  })}`;

function expiringMessage(report: MonthlyReport, voice: Voice): readonly Message[] {
  const { expiring } = report;
  if (expiring.length === 0) return [];
  const title = voice.speak.words.digest.expiringTitle({ count: expiring.length });
  const { blocks, shown } = lineBlocks(expiring.slice(0, SHOWN).map((one) => certificateLine(one, voice)));
  const rest = expiring.length - shown;
  return [
    {
      text: messageText(title),
      blocks: [header(title), ...blocks, ...(rest > 0 ? [moreLine(rest, report, voice)] : [])],
    },
  ];
}

/** Onboarding and readiness by cohort at equal age: a chart of the share that completed within so many days, and all in words. */
function cohortsMessage(report: MonthlyReport, voice: Voice): readonly Message[] {
  const { cohorts } = report;
  if (cohorts.length === 0) return [];
  const { digest } = voice.speak.words;
  const title = digest.cohortsTitle();
  const shown = cohorts.slice(-COHORTS);
  const older = cohorts.length - shown.length;
  return [
    {
      text: messageText(title),
      blocks: [
        header(title),
        context([mrkdwn`${digest.cohortsNote()}`]),
        ...cohortChart(shown, voice),
        ...shown.map((cohort) => section(cohortText(cohort, voice))),
        ...(older > 0
          ? [context([mrkdwn`${digest.olderCohorts({ count: older, command: commandOf(report, 'json') })}`])]
          : []),
      ],
    },
  ];
}

const AGES = [
  ['within30', 30],
  ['within60', 60],
  ['within90', 90],
] as const;

/** A line for each age, over the cohorts that are old enough for all three: Slack draws no gaps. */
function cohortChart(cohorts: readonly CohortRow[], voice: Voice): readonly OurBlock[] {
  const { words } = voice.speak;
  const old = cohorts.filter((cohort) => AGES.every(([age]) => cohort[age] !== null));
  if (old.length < 2) return [];
  return [
    lineChart({
      title: words.digest.cohortChart(),
      categories: old.map(({ cohort }) => cohortName(cohort, voice)),
      series: AGES.map(([age, days]) => ({
        name: words.digest.withinDays({ days }).text,
        values: old.map((cohort) => Math.round((cohort[age] ?? 0) * 1000) / 10),
      })),
      yLabel: '%',
    }),
  ];
}

function cohortText(cohort: CohortRow, voice: Voice): Mark {
  const { words, format } = voice.speak;
  const { digest, lines } = words;
  const share = (value: number | null): string => (value === null ? lines.unknown().text : format.share(value));
  return joinedMarks(
    [
      mrkdwn`*${cohortName(cohort.cohort, voice)}* · ${digest.partners({ count: cohort.partners })}`,
      digest.cohortOnboarding({
        within30: share(cohort.within30),
        within60: share(cohort.within60),
        within90: share(cohort.within90),
      }),
      digest.cohortReady({ trained: share(cohort.trained), certified: share(cohort.certified) }),
    ],
    '\n',
  );
}
