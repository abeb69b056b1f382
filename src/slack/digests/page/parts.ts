import { type PipelineBar, pipelineBy, shortened } from '../../../charts/pipeline.ts';
import type { BarsChart } from '../../../charts/svg/drawing.ts';
import { trainingTrend } from '../../../charts/training.ts';
import type { KpiAnswer } from '../../../kpi/answer.ts';
import { kpiOf } from '../../../kpi/list.ts';
import type { MonthlyReport, Report, WeeklyReport } from '../../../reports/report.ts';
import { joined, type Phrase, verbatim } from '../../../text/phrase.ts';
import { headlineTrend, kpiLine } from '../../../text/say/kpi-line.ts';
import { direction, figureText, numeric } from '../../../text/say/trend.ts';
import { pointLabel } from '../../messages/kpi-answer.ts';
import type { Voice } from '../../messages/voice.ts';
import { cohortName } from '../cohort-name.ts';
import { barStage, monthName } from '../pipeline.ts';
import { short } from '../rows.ts';
import { type Card, type PageChart, pointsOf } from './model.ts';

const LINES = 5;
const POINTS = 8;
const BARS = 8;

/** The KPIs of a report, and pipeline and revenue beside them (rule 3.9). */
export function cardsOf({ kpis }: Report, { speak }: Voice): readonly Card[] {
  const [first] = kpis;
  if (first === undefined) return [];
  const { words, format } = speak;
  const { paired } = first;
  const money = [
    words.lines.pairedRevenue({ amount: format.moneyShort(paired.sourcedRevenue) }),
    words.lines.pairedPipeline({ amount: format.moneyShort(paired.sourcedPipelineCreated) }),
    words.lines.pairedOpen({ amount: format.moneyShort(paired.openSourcedPipeline) }),
    ...(paired.sourcedRevenue12Months === null
      ? []
      : [words.lines.paired12({ amount: format.moneyShort(paired.sourcedRevenue12Months) })]),
  ];
  return [
    ...kpis.map((answer): Card => {
      const { headline } = kpiOf(answer.kpi);
      const trend = headlineTrend(answer, 'previous', speak);
      return {
        name: words.kpis[answer.kpi].name,
        kind: answer.kind === 'leading' ? words.lines.leading() : words.lines.lagging(),
        lines: kpiLine(answer, speak),
        trend:
          trend === null
            ? null
            : { text: trend, way: direction(answer.figures[headline], answer.previous?.figures[headline]) },
      };
    }),
    { name: words.digest.besideTitle().text, kind: words.lines.lagging(), lines: money, trend: null },
  ];
}

/** Weeks by their first day: numbers of weeks say little, and are long. */
function columnLabel(
  period: KpiAnswer['period'],
  before: KpiAnswer['period'] | undefined,
  speak: Voice['speak'],
): string {
  const { start, name } = period;
  return start !== null && /-W|week/.test(name) ? speak.format.dayMonth(start) : pointLabel(period, before, speak);
}

/** A count or sum of a KPI over its earlier periods, as columns. */
export function columnsOf(
  answer: KpiAnswer | undefined,
  keys: readonly string[],
  names: readonly string[],
  title: Phrase,
  { speak }: Voice,
): readonly PageChart[] {
  if (answer === undefined) return [];
  const points = pointsOf(answer).slice(-POINTS);
  const unit = kpiOf(answer.kpi).units[keys[0] ?? ''] ?? 'count';
  const columns = points.map(({ period, figures }, index) => {
    const values = keys.map((key) => numeric(figures[key]) ?? 0);
    return {
      label: columnLabel(period, points[index - 1]?.period, speak),
      values,
      told: figureText(
        values.reduce((sum, value) => sum + value, 0),
        unit,
        speak,
      ),
    };
  });
  if (columns.length < 2 || columns.every(({ values }) => values.every((value) => value === 0))) return [];
  return [
    {
      title,
      chart: { kind: 'columns', columns, series: names, axis: (value) => figureText(value, unit, speak) },
      twin: verbatim(columns.map(({ label, told }) => `${label}: ${told}`).join(', ')),
    },
  ];
}

/** Training completion over the weeks. */
export function trainingCharts({ training }: WeeklyReport, voice: Voice): readonly PageChart[] {
  const { speak } = voice;
  const { digest, lines } = speak.words;
  return (['tier', 'cohort'] as const).flatMap((by): readonly PageChart[] => {
    const trend = trainingTrend(training, by);
    const known = trend.series.filter(({ shares }) => shares.some((share) => share !== null));
    const series = (by === 'tier' ? known.slice(0, LINES) : known.slice(-LINES)).map(({ name, shares }) => ({
      name: name === null ? lines.unknown().text : by === 'cohort' ? cohortName(name, voice) : short(name),
      values: shares,
      told: figureText(shares.at(-1), 'share', speak),
    }));
    if (trend.weeks.length < 2 || series.length === 0) return [];
    return [
      {
        title: digest.trainingChart({ by: by === 'tier' ? digest.byTier() : digest.byCohort() }),
        chart: {
          kind: 'lines',
          categories: trend.weeks.map((week) => speak.format.dayMonth(week)),
          series,
          axis: (value) => speak.format.share(value),
          top: 1,
        },
        twin: verbatim(series.map(({ name, told }) => `${name}: ${told}`).join(', ')),
        ...(known.length > series.length ? { more: digest.pageMore({ count: known.length - series.length }) } : {}),
      },
    ];
  });
}

/** Open pipeline by expected close and by stage; overdue and unknown are set apart. */
export function pipelineCharts({ pipeline, currency }: WeeklyReport, voice: Voice): readonly PageChart[] {
  if (pipeline.length === 0) return [];
  const { digest } = voice.speak.words;
  const months = pipelineBy(pipeline, 'month', currency);
  const stages = pipelineBy(pipeline, 'stage', currency);
  return [
    {
      title: digest.pipelineChart({ by: digest.byMonth() }),
      ...barsOf(shortened(months, BARS, currency), (key) => monthName(key, voice), voice),
    },
    {
      title: digest.pipelineChart({ by: digest.byStage() }),
      ...barsOf(shortened(stages, BARS, currency), (key) => barStage(key, voice), voice),
    },
  ];
}

function barsOf(
  all: readonly PipelineBar[],
  name: (key: string) => string,
  { speak }: Voice,
): Pick<PageChart, 'chart' | 'twin'> {
  const { digest } = speak.words;
  const bars = all.map(({ key, sourced, influenced }) => ({
    label: name(key),
    values: [Number(sourced), Number(influenced)],
    told:
      Number(influenced) === 0
        ? speak.format.moneyShort(sourced)
        : `${speak.format.moneyShort(sourced)} · ${speak.format.moneyShort(influenced)}`,
    apart: key === 'overdue' || key === 'unknown',
  }));
  const chart: BarsChart = { kind: 'bars', bars, series: [digest.sourced().text, digest.influenced().text] };
  return { chart, twin: verbatim(bars.map(({ label, told }) => `${label}: ${told}`).join(', ')) };
}

/** Onboarding by cohort at equal age; a cohort that is too young is a gap. */
export function cohortCharts({ cohorts }: MonthlyReport, voice: Voice): readonly PageChart[] {
  const { speak } = voice;
  const shown = cohorts.slice(-POINTS);
  const ages = [
    ['within30', 30],
    ['within60', 60],
    ['within90', 90],
  ] as const;
  const series = ages
    .map(([age, days]) => {
      const values = shown.map((cohort) => cohort[age]);
      const newest = values.findLast((value) => value !== null);
      return { name: speak.words.digest.withinDays({ days }).text, values, told: figureText(newest, 'share', speak) };
    })
    .filter(({ values }) => values.some((value) => value !== null));
  if (shown.length < 2 || series.length === 0) return [];
  return [
    {
      title: joined([speak.words.digest.cohortChart(), speak.words.digest.cohortsTitle()], ' · '),
      chart: {
        kind: 'lines',
        categories: shown.map(({ cohort }) => cohortName(cohort, voice)),
        series,
        axis: (value) => speak.format.share(value),
        top: 1,
      },
      twin: verbatim(series.map(({ name, told }) => `${name}: ${told}`).join(', ')),
    },
  ];
}
