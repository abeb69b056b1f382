import type { BenchmarkGroup, Earlier, KpiAnswer, PartnerInfo, PeriodInfo } from '../../kpi/answer.ts';
import { kpiOf } from '../../kpi/list.ts';
import { formatter } from '../../text/formatter.ts';
import type { Words } from '../words.ts';
import { type Cells, cell, listTables, plainFigures, trend } from './figures.ts';
import { tableLines } from './table.ts';

/** One answer as a table: figures beside the period before and the year before, the revenue beside it, and what it rests on. */
export function answerText(answer: KpiAnswer, words: Words): string[] {
  const cells = cellsOf(answer, words);
  return [
    heading(answer, words, cells),
    asOfLine(answer, cells),
    ...mergedLine(answer.partner, words),
    '',
    ...figureTable(answer, cells),
    ...partnerState(answer, cells),
    ...listTables(answer.figures, cells),
    ...pairedLines(answer, cells),
    ...leftOutLines(answer, words),
    ...targetLines(answer, cells),
    ...benchmarkLines(answer, cells),
    ...noteLines(answer, words),
    ...recordLines(answer, words),
    '',
    words('answer.definition', { definition: words.catalogue.kpis[answer.kpi].definition }),
  ];
}

export const cellsOf = (answer: KpiAnswer, words: Words): Cells => ({
  words,
  format: formatter(words.language, answer.timeZone, answer.currency),
  units: kpiOf(answer.kpi).units,
});

function heading(answer: KpiAnswer, words: Words, cells: Cells): string {
  const segment = Object.entries(answer.scope.segment).map(([key, value]) => `${key}=${value}`);
  const scope = answer.partner?.name ?? (segment.length > 0 ? segment.join(', ') : words('answer.program'));
  return [words.catalogue.kpis[answer.kpi].name, scope, periodText(answer.period, cells)].join(' · ');
}

/** `2026-Q3 (1 Jul 2026 – 30 Sep 2026)`; the exclusive end is shown as the last day. */
export function periodText(period: PeriodInfo, { format, words }: Cells): string {
  const name = period.running ? words('answer.running', { period: period.name }) : period.name;
  if (period.start === null) return name;
  const last = new Date(Date.parse(period.end) - 1).toISOString();
  return `${name} (${format.date(period.start)} – ${format.date(last)})`;
}

export function asOfLine(answer: KpiAnswer, { words, format }: Cells): string {
  const sources = Object.entries(answer.dataAsOf).map(([source, moment]) =>
    words('answer.source-age', { source, moment: format.instant(moment) }),
  );
  const line = words('answer.as-of', {
    moment: format.instant(answer.asOf),
    zone: answer.timeZone,
    sources: sources.join(', ') || words('answer.none'),
    version: answer.definitionVersion,
  });
  if (answer.historySince === null) return line;
  return `${line} · ${words('answer.history-since', { moment: format.date(answer.historySince) })}`;
}

export function mergedLine(partner: PartnerInfo | null, words: Words): string[] {
  if (!partner || partner.mergedFrom === null) return [];
  return [words('answer.merged', { from: partner.mergedFrom, name: partner.name })];
}

function figureTable(answer: KpiAnswer, cells: Cells): string[] {
  const { words } = cells;
  const { previous, yearBefore, runningPeriod } = answer;
  const earlier: { title: string; of: Earlier }[] = [
    ...(previous ? [{ title: `${words('answer.before')} ${previous.period.name}`, of: previous }] : []),
    ...(yearBefore ? [{ title: `${words('answer.year-before')} ${yearBefore.period.name}`, of: yearBefore }] : []),
  ];
  const running = runningPeriod ? [words('answer.running', { period: runningPeriod.period.name })] : [];
  // A list that this scope does not have (null) is no unknown figure.
  const shown = plainFigures(answer.figures).filter(([key, value]) => value !== null || key in cells.units);
  const rows = shown.map(([key, value]) => [
    words.column(key),
    cell(key, value, cells),
    ...earlier.flatMap(({ of }) => [cell(key, of.figures[key], cells), trend(key, value, of.figures[key], cells)]),
    ...(runningPeriod ? [cell(key, runningPeriod.figures[key], cells)] : []),
  ]);
  const head = [
    words('answer.figure'),
    words('answer.value'),
    ...earlier.flatMap(({ title }) => [title, '']),
    ...running,
  ];
  return tableLines({ heading: head, rows });
}

function partnerState({ partnerFigures }: KpiAnswer, cells: Cells): string[] {
  if (!partnerFigures) return [];
  const rows = plainFigures(partnerFigures).map(([key, value]) => [cells.words.column(key), cell(key, value, cells)]);
  return [
    '',
    cells.words('answer.partner-state'),
    ...tableLines({ heading: ['', ''], rows }, '  '),
    ...listTables(partnerFigures, cells),
  ];
}

const pairedKeys = [
  'sourcedRevenue',
  'sourcedPipelineCreated',
  'openSourcedPipeline',
  'sourcedRevenue12Months',
] as const;

/** Rule 3.9: no enablement figure is shown without the revenue of the same scope. */
export function pairedLines({ paired }: KpiAnswer, { words, format }: Cells): string[] {
  const rows = pairedKeys.flatMap((key) => {
    const amount = paired[key];
    return amount === null ? [] : [[words(`answer.paired-${key}`), format.money(amount)]];
  });
  return ['', words('answer.paired'), ...tableLines({ heading: ['', ''], rows }, '  ')];
}

function leftOutLines({ leftOut }: KpiAnswer, words: Words): string[] {
  if (leftOut.length === 0) return [];
  const rows = leftOut.map(({ reason, count }) => `  ${words.catalogue.leftOut[reason]({ count }).text}`);
  return ['', words('answer.left-out'), ...rows];
}

function targetLines({ targets, benchmark: { goal } }: KpiAnswer, cells: Cells): string[] {
  const { words, format } = cells;
  const rows = targets.map((target) => [
    words.column(target.figure),
    cell(target.figure, target.value, cells),
    cell(target.figure, target.actual, cells),
    cell(target.figure, target.gap, cells),
    target.pace === null ? words('answer.none') : format.share(target.pace),
  ]);
  const head = [
    words('answer.figure'),
    words('answer.target'),
    words('answer.actual'),
    words('answer.gap'),
    words('answer.pace'),
  ];
  const goalLine =
    goal === null
      ? []
      : [
          '',
          words('answer.goal', {
            figure: words.column(goal.figure),
            value: cell(goal.figure, goal.value, cells),
            actual: cell(goal.figure, goal.actual, cells),
            reached: goal.reached ? 'yes' : 'no',
          }),
        ];
  if (rows.length === 0) return goalLine;
  return ['', words('answer.targets'), ...tableLines({ heading: head, rows }, '  '), ...goalLine];
}

function benchmarkLines(answer: KpiAnswer, cells: Cells): string[] {
  const { words, format } = cells;
  const headline = kpiOf(answer.kpi).headline;
  const row = (kind: 'tier' | 'motion' | 'cohort', group: BenchmarkGroup | null): string[][] => {
    if (group === null) return [];
    return [
      [
        `${words(`answer.benchmark-${kind}`)}: ${group.value ?? words('answer.none')}`,
        group.few ? words('answer.benchmark-few', { n: group.n }) : String(group.n),
        cell(headline, group.figures?.[headline], cells),
        group.medianOnboardingDays === null ? words('answer.none') : format.count(group.medianOnboardingDays, 1),
        group.medianDealSize === null ? words('answer.none') : format.money(group.medianDealSize),
      ],
    ];
  };
  const { tier, motion, cohort } = answer.benchmark;
  const rows = [...row('tier', tier), ...row('motion', motion), ...row('cohort', cohort)];
  if (rows.length === 0) return [];
  const head = [
    '',
    words('answer.benchmark-partners'),
    words.column(headline),
    words('answer.benchmark-onboarding'),
    words('answer.benchmark-deal-size'),
  ];
  return ['', words('answer.benchmarks'), ...tableLines({ heading: head, rows }, '  ')];
}

const noteLines = ({ notes }: KpiAnswer, words: Words): string[] =>
  notes.length === 0 ? [] : ['', ...notes.map((note) => words.catalogue.note(note))];

function recordLines({ records, recordsTotal }: KpiAnswer, words: Words): string[] {
  if (records.length === 0) return [];
  const rows = records.map(({ record, id, label, url }) => [
    record,
    id ?? words('answer.none'),
    label ?? '',
    url ?? '',
  ]);
  return [
    '',
    words('answer.records', { shown: records.length, total: recordsTotal }),
    ...tableLines({ heading: ['', '', '', ''], rows }, '  '),
  ];
}
