import { sparkline } from '../../charts/sparkline.ts';
import type { KpiAnswer } from '../../kpi/answer.ts';
import type { FigureUnit } from '../../kpi/definition.ts';
import { kpiOf } from '../../kpi/list.ts';
import { joined, type Phrase } from '../../text/phrase.ts';
import { headlineText, headlineTrend, kpiLine, trendFigure } from '../../text/say/kpi-line.ts';
import { periodLabel, periodWithin } from '../../text/say/period.ts';
import { figureText, numeric } from '../../text/say/trend.ts';
import { context, fields, lineChart, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, type Mark, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Question } from '../question.ts';
import { answerButtons } from './answer-buttons.ts';
import { comparisons } from './comparisons.ts';
import { footer } from './footer.ts';
import { leftOutOf } from './left-out.ts';
import { scopePhrase } from './scope.ts';
import type { Message, Setting, Voice } from './voice.ts';

/** Figures beside the headline, at most. */
const FIGURES = 6;
const CHART_POINTS = 3;

/** One KPI of a partner, a segment or the program: value, trend, what it is made of, and the revenue beside it. */
export function kpiAnswerMessage(answer: KpiAnswer, question: Question, setting: Setting, voice: Voice): Message {
  const { speak } = voice;
  const { words } = speak;
  const scope = scopePhrase(answer, voice);
  const [value, ...beside] = kpiLine(answer, speak);
  const headline = [
    mrkdwn`*${scope}* ${periodWithin(answer.period.name, speak)}`,
    mrkdwn`${value ?? words.lines.unknown()}`,
  ];
  const detail = beside.length === 0 ? [] : [mrkdwn`${joined(beside, ' · ')}`];
  const blocks: readonly OurBlock[] = [
    section(joinedMarks([...headline, ...detail, ...trends(answer, voice)], '\n')),
    ...figureFields(answer, voice),
    paired(answer, voice),
    ...chart(answer, voice),
    ...comparisons(answer, voice),
    ...basis(answer, voice),
    footer(answer, voice),
    answerButtons(question, answer.period.name, answer.partner?.url ?? null, setting, voice),
  ];
  const within = periodWithin(answer.period.name, speak);
  return { text: messageText(words.answer.twin({ scope, within, value: value ?? words.lines.unknown() })), blocks };
}

function trends(answer: KpiAnswer, { speak }: Voice): readonly Mark[] {
  const { lines } = speak.words;
  const before = headlineTrend(answer, 'previous', speak);
  // Of a year, the period before and the year before are the same.
  const sameAsBefore = answer.yearBefore?.period.start === answer.previous?.period.start;
  const year = sameAsBefore ? null : headlineTrend(answer, 'yearBefore', speak);
  const running = answer.runningPeriod;
  const runningText = running === null ? null : headlineText(answer, running.figures, speak);
  return [
    ...(before === null ? [] : [mrkdwn`${lines.before({ trend: before })}`]),
    ...(year === null ? [] : [mrkdwn`${lines.yearAgo({ trend: year })}`]),
    ...(running === null || runningText === null
      ? []
      : [
          mrkdwn`${lines.runningNow({
            period: capitalised(periodLabel(running.period.name, speak)),
            value: runningText,
          })}`,
        ]),
  ];
}

const capitalised = (phrase: Phrase): string => phrase.text.charAt(0).toUpperCase() + phrase.text.slice(1);

/** The plain figures behind the headline: numerators, denominators and what stands beside them. */
function figureFields(answer: KpiAnswer, { speak }: Voice): readonly OurBlock[] {
  // A cohort of one says nothing; the partner's state above says it all (rule 3.10).
  if (answer.partnerFigures !== null && answer.kpi !== 'portal-engagement') return [];
  const { headline, units } = kpiOf(answer.kpi);
  const shown = trendFigure(answer, headline);
  const entries = Object.entries(units)
    .filter(([key]) => key !== shown && numeric(answer.figures[key]) !== null)
    .slice(0, FIGURES)
    .map(
      ([key, unit]) =>
        mrkdwn`${withoutUnit(speak.words.figure(key), unit)}\n*${figureText(answer.figures[key], unit, speak)}*`,
    );
  return entries.length === 0 ? [] : [fields(entries)];
}

/** “Median decision, days”: the value beside it names its unit already. */
const withoutUnit = (label: string, unit: FigureUnit): string =>
  unit === 'days' || unit === 'seconds' ? label.replace(/, \p{L}+$/u, '') : label;

/** Rule 3.9: no enablement number without the revenue of the same scope and period. */
function paired({ paired: pair }: KpiAnswer, { speak: { words, format } }: Voice): OurBlock {
  const { lines } = words;
  const parts = [
    lines.pairedRevenue({ amount: format.moneyShort(pair.sourcedRevenue) }),
    lines.pairedPipeline({ amount: format.moneyShort(pair.sourcedPipelineCreated) }),
    lines.pairedOpen({ amount: format.moneyShort(pair.openSourcedPipeline) }),
    ...(pair.sourcedRevenue12Months === null
      ? []
      : [lines.paired12({ amount: format.moneyShort(pair.sourcedRevenue12Months) })]),
  ];
  return section(mrkdwn`*${lines.pairedTitle()}:* ${joined(parts, ' · ')}`);
}

/** The headline over the earlier periods and this one, where there are enough of them. */
function chart(answer: KpiAnswer, { speak }: Voice): readonly OurBlock[] {
  const { words } = speak;
  const { headline, units } = kpiOf(answer.kpi);
  const figure = trendFigure(answer, headline);
  const points = [...answer.benchmark.earlierPeriods, { period: answer.period, figures: answer.figures }]
    .toSorted((a, b) => (a.period.start ?? '').localeCompare(b.period.start ?? ''))
    .flatMap(({ period, figures }) => {
      const value = numeric(figures[figure]);
      return value === null ? [] : [{ period, value }];
    });
  if (points.length < CHART_POINTS || points.every(({ value }) => value === 0)) return [];
  const labels = points.map(({ period }, index) => pointLabel(period, points[index - 1]?.period, speak));
  const kpi = words.kpis[answer.kpi];
  const { values, label } = drawn(
    points.map(({ value }) => value),
    units[figure] ?? 'count',
    speak,
  );
  return [
    lineChart({
      title: words.answer.chartTitle({ kpi: kpi.short }),
      categories: labels,
      series: [{ name: kpi.short, values }],
      yLabel: label,
    }),
    context([
      mrkdwn`${words.answer.chartTwin({
        kpi: kpi.short,
        line: sparkline(values),
        from: labels[0] ?? '',
        to: labels.at(-1) ?? '',
      })}`,
    ]),
  ];
}

/** Values as an axis can show them: money in thousands or millions, shares in percent. */
function drawn(
  values: readonly number[],
  unit: FigureUnit,
  { format }: Voice['speak'],
): { readonly values: readonly number[]; readonly label: string | undefined } {
  if (unit === 'share') return { values: values.map((value) => Math.round(value * 1000) / 10), label: '%' };
  if (unit !== 'money') return { values: values.map((value) => Math.round(value * 10) / 10), label: undefined };
  const top = Math.max(...values.map(Math.abs));
  const step = top >= 10_000_000 ? 1_000_000 : top >= 10_000 ? 1_000 : 1;
  return { values: values.map((value) => Math.round((value / step) * 10) / 10), label: format.moneyShort(step) };
}

/** Calendar periods by name, a range by its first day; “last quarter” by its own name, as the points before it are. */
export function pointLabel(
  period: KpiAnswer['period'],
  before: KpiAnswer['period'] | undefined,
  speak: Voice['speak'],
): string {
  if (period.start !== null && period.name.includes('..')) return speak.format.date(period.start);
  const completed = period.name.startsWith('last-') && before !== undefined ? following(before.name) : null;
  return periodLabel(completed ?? period.name, speak).text;
}

/** The name after that of a year, quarter or month: 2026-Q4 → 2027-Q1; null for others. */
function following(name: string): string | null {
  const [, year = '', quarterly, number] = /^(\d{4})(?:-(Q)?(\d{1,2}))?$/.exec(name) ?? [];
  if (year === '') return null;
  const next = String(Number(year) + 1);
  if (number === undefined) return next;
  const count = Number(number) + 1;
  if (quarterly !== undefined) return count > 4 ? `${next}-Q1` : `${year}-Q${count}`;
  return count > 12 ? `${next}-01` : `${year}-${String(count).padStart(2, '0')}`;
}

/** What the number leaves out, rests on, and since when histories are known. */
function basis(answer: KpiAnswer, voice: Voice): readonly OurBlock[] {
  const { words, format } = voice.speak;
  const notes = answer.notes.map((code) => words.note(code));
  const lines = [
    mrkdwn`${leftOutOf(answer.leftOut, voice) ?? words.answer.nothingLeftOut()}`,
    ...notes.map((note) => mrkdwn`${note}`),
    ...(answer.historySince === null
      ? []
      : [mrkdwn`${words.time.historySince({ date: format.date(answer.historySince) })}`]),
  ];
  return [context(lines)];
}
