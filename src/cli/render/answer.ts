import type { AnswerNote, BenchmarkGroup, Earlier, KpiAnswer, PartnerInfo, PeriodInfo } from '../../kpi/answer.ts';
import { kpiOf } from '../../kpi/list.ts';
import { formatter } from '../../text/formatter.ts';
import { certificates } from '../../text/say/partner-line.ts';
import type { Words } from '../words.ts';
import { type Cells, cell, listTables, plainFigures, trend } from './figures.ts';
import { printable, shortened, tableLines, wrap } from './table.ts';

/** Columns that a record's name may take. */
const mostLabel = 48;

/** One answer as a table: figures beside the period before and the year before, the revenue beside it, and what it rests on. */
export function answerText(answer: KpiAnswer, words: Words, width: number): string[] {
  const cells = cellsOf(answer, words, width);
  return [
    ...wrap(heading(answer, words, cells), width),
    ...asOfLines(answer, cells),
    ...mergedLines(answer.partner, cells),
    '',
    ...figureTable(answer, cells),
    ...partnerState(answer, cells),
    ...listTables(answer.figures, cells),
    ...pairedLines(answer, cells),
    ...leftOutLines(answer, cells),
    ...targetLines(answer, cells),
    ...benchmarkLines(answer, cells),
    ...noteLines(answer.notes, cells),
    ...recordLines(answer, cells),
    '',
    ...wrap(words('answer.definition', { definition: words.catalogue.kpis[answer.kpi].definition }), width),
  ];
}

export const cellsOf = (answer: KpiAnswer, words: Words, width: number): Cells => ({
  words,
  width,
  format: formatter(words.language, answer.timeZone, answer.currency),
  units: kpiOf(answer.kpi).units,
});

function heading(answer: KpiAnswer, words: Words, cells: Cells): string {
  const segment = Object.entries(answer.scope.segment).map(([key, value]) => `${key}=${value}`);
  const scope = answer.partner?.name ?? (segment.length > 0 ? segment.join(', ') : words('answer.program'));
  return printable([words.catalogue.kpis[answer.kpi].name, scope, periodText(answer.period, cells)].join(' · '));
}

/** `2026-Q3 (1 Jul 2026 – 30 Sep 2026)`; the exclusive end is shown as the last day. */
export function periodText(period: PeriodInfo, { format, words }: Cells): string {
  const name = period.running ? words('answer.running', { period: period.name }) : period.name;
  if (period.start === null) return name;
  const last = new Date(Date.parse(period.end) - 1).toISOString();
  return `${name} (${format.date(period.start)} – ${format.date(last)})`;
}

export function asOfLines(answer: KpiAnswer, { words, format, width }: Cells): string[] {
  const sources = Object.entries(answer.dataAsOf).map(([source, moment]) =>
    words('answer.source-age', { source, moment: format.instant(moment) }),
  );
  const line = words('answer.as-of', {
    moment: format.instant(answer.asOf),
    zone: answer.timeZone,
    sources: sources.join(', ') || words('answer.none'),
    version: answer.definitionVersion,
  });
  if (answer.historySince === null) return wrap(line, width);
  return wrap(`${line} · ${words('answer.history-since', { moment: format.date(answer.historySince) })}`, width);
}

export function mergedLines(partner: PartnerInfo | null, { words, width }: Cells): string[] {
  if (!partner || partner.mergedFrom === null) return [];
  return wrap(printable(words('answer.merged', { from: partner.mergedFrom, name: partner.name })), width);
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
  const before = earlier.map(({ of }) => new Map(plainFigures(of.figures)));
  const soFar = runningPeriod ? [new Map(plainFigures(runningPeriod.figures))] : [];
  const rows = shown.map(([key, value]) => [
    words.column(key),
    cell(key, value, cells),
    ...before.flatMap((figures) => [cell(key, figures.get(key), cells), trend(key, value, figures.get(key), cells)]),
    ...soFar.map((figures) => cell(key, figures.get(key), cells)),
  ]);
  const head = [
    words('answer.figure'),
    words('answer.value'),
    ...earlier.flatMap(({ title }) => [title, '']),
    ...running,
  ];
  return tableLines({ heading: head, rows }, cells.width);
}

function partnerState({ partnerFigures: state }: KpiAnswer, cells: Cells): string[] {
  if (!state) return [];
  // Each colleague's certificate is a row of the figures; a reader wants to know how long the partner holds it.
  const held = certificates(state).map(({ name, expiresAt }) => ({ name, expiresAt }));
  const partnerFigures = 'certifications' in state ? { ...state, certifications: held } : state;
  const rows = plainFigures(partnerFigures).map(([key, value]) => [cells.words.column(key), cell(key, value, cells)]);
  return [
    '',
    cells.words('answer.partner-state'),
    ...tableLines({ heading: ['', ''], rows }, cells.width, '  '),
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
export function pairedLines({ paired }: KpiAnswer, { words, format, width }: Cells): string[] {
  const rows = pairedKeys.flatMap((key) => {
    const amount = paired[key];
    return amount === null ? [] : [[words(`answer.paired-${key}`), format.money(amount)]];
  });
  return ['', words('answer.paired'), ...tableLines({ heading: ['', ''], rows }, width, '  ')];
}

function leftOutLines({ leftOut }: KpiAnswer, { words, width }: Cells): string[] {
  if (leftOut.length === 0) return [];
  const rows = leftOut.flatMap(({ reason, count }) =>
    wrap(words.catalogue.leftOut[reason]({ count }).text, width - 2).map((line) => `  ${line}`),
  );
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
  return ['', words('answer.targets'), ...tableLines({ heading: head, rows }, cells.width, '  '), ...goalLine];
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
  return ['', words('answer.benchmarks'), ...tableLines({ heading: head, rows }, cells.width, '  ')];
}

/** What an answer rests on. */
export function noteLines(notes: Iterable<AnswerNote>, { words, width }: Cells): string[] {
  const lines = [...notes].flatMap((note) => wrap(words.catalogue.note(note), width));
  return lines.length === 0 ? [] : ['', ...lines];
}

/** A name, shortened like Slack's, then what the CRM finds. */
function recordLines({ records, recordsTotal }: KpiAnswer, { words, width }: Cells): string[] {
  if (records.length === 0) return [];
  const rows = records.map(({ record, id, label, url }) => [
    words.catalogue.record(record),
    label === null ? '' : shortened(label, mostLabel),
    id ?? words('answer.none'),
    url ?? '',
  ]);
  return [
    '',
    words('answer.records', { shown: records.length, total: recordsTotal }),
    ...tableLines({ heading: ['', '', '', ''], rows }, width, '  '),
  ];
}
