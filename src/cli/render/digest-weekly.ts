import type { PipelineRow, RegistrationRow, TrainingRow, WeeklyReport } from '../../reports/report.ts';
import { moreLines, type Page, section } from './digest-page.ts';
import { sparkline, tableLines } from './table.ts';

/** The lists of the weekly digest (rules 5.1–5.4) as tables. */
export const weeklyLines = (report: WeeklyReport, page: Page): string[] => [
  ...expiredLines(report, page),
  ...stalledLines(report, page),
  ...pipelineLines(report, page),
  ...trainingLines(report, page),
  ...lastQuarterLine(report, page),
];

function expiredLines({ expired, expiredOlder, expiring }: WeeklyReport, page: Page): string[] {
  const { words } = page;
  const count = (group: RegistrationRow['group']): number => expired.filter((row) => row.group === group).length;
  const heading = words('digest.expired', {
    fresh: count('new'),
    older: count('older'),
    unknown: count('date-unknown'),
    beyond: expiredOlder,
  });
  return [
    ...section(heading, moreLines(registrationTable(expired, page), page), expired.length),
    ...section(
      words('digest.expiring', { count: expiring.length }),
      moreLines(registrationTable(expiring, page), page),
      expiring.length,
    ),
  ];
}

function registrationTable(rows: readonly RegistrationRow[], { words, format }: Page) {
  const none = words('answer.none');
  const columns = ['partner', 'account', 'expires', 'days', 'amount', 'manager', 'id'] as const;
  return {
    heading: ['', ...columns.map((name) => words(`digest.column-${name}`))],
    rows: rows.map((row) => [
      words(`digest.group-${row.group}`),
      row.partner.name,
      row.account ?? none,
      row.expiresOn === null ? none : format.date(row.expiresOn),
      row.days === null ? none : format.count(row.days),
      row.amount === null ? none : format.money(row.amount),
      row.manager ?? none,
      row.id,
    ]),
  };
}

function stalledLines({ stalled }: WeeklyReport, page: Page): string[] {
  const { words, format } = page;
  const none = words('answer.none');
  const columns = ['deal', 'stage', 'days', 'amount', 'partner', 'manager', 'id'] as const;
  const table = {
    heading: columns.map((name) => words(`digest.column-${name}`)),
    rows: stalled.map((row) => [
      row.name,
      row.stage === null ? none : stageText(row.stage, page),
      format.count(row.days),
      row.amount === null ? none : format.money(row.amount),
      row.partner?.name ?? none,
      row.manager ?? none,
      row.id,
    ]),
  };
  const heading = words('digest.stalled', { count: stalled.length, amount: sumOf(stalled, 'amount', page) });
  return section(heading, moreLines(table, page), stalled.length);
}

/** Enough for a heading: a sum of decimals that were rounded before. */
function sumOf<K extends string>(
  rows: readonly { readonly [P in K]: string | null }[],
  key: K,
  { format }: Page,
): string {
  return format.moneyShort(rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0));
}

function stageText(stage: string, { words }: Page): string {
  if (stage === '(unknown)') return words('digest.unknown');
  return stage === 'closed since' ? words('digest.closed-since') : stage;
}

function monthText({ month }: PipelineRow, { words, format }: Page): string {
  if (month === 'overdue') return words('digest.overdue');
  return month === 'unknown' ? words('digest.unknown') : format.month(month);
}

function pipelineLines({ pipeline }: WeeklyReport, page: Page): string[] {
  const { words, format, width } = page;
  const columns = ['stage', 'month', 'sourced', 'deals', 'influenced', 'deals'] as const;
  const table = {
    heading: columns.map((name) => words(`digest.column-${name}`)),
    rows: pipeline.map((row) => [
      stageText(row.stage, page),
      monthText(row, page),
      format.money(row.sourced),
      format.count(row.sourcedDeals),
      format.money(row.influenced),
      format.count(row.influencedDeals),
    ]),
  };
  const heading = words('digest.pipeline', {
    sourced: sumOf(pipeline, 'sourced', page),
    influenced: sumOf(pipeline, 'influenced', page),
  });
  return section(heading, tableLines(table, width, '  '), pipeline.length);
}

/** A line for each tier and cohort: its share over the weeks, how it stands now, and what was completed. */
function trainingLines({ training }: WeeklyReport, page: Page): string[] {
  const { words, format } = page;
  const weeks = [...new Set(training.map(({ week }) => week))];
  const groups = [...Map.groupBy(training, ({ tier, cohort }) => JSON.stringify([tier, cohort])).values()];
  const share = (row: TrainingRow | undefined): number =>
    row === undefined || row.withRequired === 0 ? 0 : row.trained / row.withRequired;
  const now = (row: TrainingRow | undefined): string =>
    row === undefined || row.withRequired === 0
      ? words('answer.none')
      : `${format.share(share(row))} (${row.trained}/${row.withRequired})`;
  const table = {
    heading: (['tier', 'cohort', 'trend', 'trained', 'completions'] as const).map((name) =>
      words(`digest.column-${name}`),
    ),
    rows: groups.flatMap((rows) => {
      const [first] = rows;
      if (first === undefined) return [];
      const at = weeks.map((week) => rows.find((row) => row.week === week));
      const last = at.at(-1);
      return [
        [
          first.tier ?? words('digest.unknown'),
          first.cohort ?? words('digest.unknown'),
          sparkline(at.map(share)),
          now(last),
          format.count(rows.reduce((sum, { completions }) => sum + completions, 0)),
        ],
      ];
    }),
  };
  return section(words('digest.training'), moreLines(table, page), table.rows.length);
}

const lastQuarterLine = ({ lastQuarter }: WeeklyReport, { words, format }: Page): string[] => [
  '',
  words('digest.last-quarter', {
    period: lastQuarter.period.name,
    sourced: format.money(lastQuarter.sourced),
    influenced: format.money(lastQuarter.influenced),
  }),
];
