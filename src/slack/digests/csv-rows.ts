import { type CsvCell, csv } from '../../reports/csv.ts';
import type {
  CohortRow,
  ExpiringCertification,
  GoalRow,
  MoverRow,
  PipelineRow,
  Report,
  TrainingRow,
} from '../../reports/report.ts';
import type { DigestContent } from './content.ts';
import { type Row, workOn } from './rows.ts';

/** Column names are the same in every language, so that a file can be read by a program. */
const columns = [
  'part',
  'group',
  'record',
  'id',
  'name',
  'partner_id',
  'partner',
  'manager',
  'stage',
  'month',
  'date',
  'days',
  'amount',
  'currency',
  'deals',
  'influenced',
  'influenced_deals',
  'week',
  'tier',
  'cohort',
  'partners',
  'with_required',
  'trained',
  'certified',
  'completions',
  'within_30',
  'within_60',
  'within_90',
  'kpi',
  'figure',
  'goal',
  'actual',
  'reached',
  'movement',
  'snoozed_until',
  'assigned_to',
  'url',
] as const;
type Line = Readonly<Partial<Record<(typeof columns)[number], CsvCell>>>;

/** `partners`: only their rows, and nothing that is added up over others; null: everything. */
export interface CsvScope {
  readonly partners: ReadonlySet<string> | null;
}

export interface CsvFile {
  readonly text: string;
  readonly rows: number;
}

/** Every row of a report as one table, snoozed ones included, safe to open in a spreadsheet; columns without a value are left out. */
export function reportCsv(report: Report, work: DigestContent['work'], { partners }: CsvScope): CsvFile {
  const lines = linesOf(report, work, partners);
  const used = columns.filter((column) => lines.some((line) => (line[column] ?? null) !== null));
  const table = [used, ...lines.map((line) => used.map((column) => line[column] ?? null))];
  return { text: csv(table), rows: lines.length };
}

function linesOf(report: Report, work: DigestContent['work'], partners: CsvScope['partners']): readonly Line[] {
  const mine = <R extends { readonly partner: { readonly id: string } | null }>(rows: readonly R[]): readonly R[] =>
    partners === null ? rows : rows.filter((row) => row.partner !== null && partners.has(row.partner.id));
  /** Sums over partners are for those who may see all of them. */
  const summed = <R>(rows: readonly R[]): readonly R[] => (partners === null ? rows : []);
  switch (report.report) {
    case 'weekly': {
      const { currency } = report;
      return [
        ...mine(report.expired).map((row) => rowLine('expired', row, currency, work)),
        ...mine(report.expiring).map((row) => rowLine('expiring', row, currency, work)),
        ...mine(report.stalled).map((row) => rowLine('stalled', row, currency, work)),
        ...summed(report.pipeline).map((row) => pipelineLine(row, currency)),
        ...summed(report.training).map(trainingLine),
      ];
    }
    case 'monthly':
      return [
        ...mine(report.expiring).map(certificateLine),
        ...summed(report.cohorts).map(cohortLine),
        ...summed(report.goals).map(goalLine),
      ];
    case 'quarterly':
      return [...mine(report.movers).map(moverLine), ...summed(report.goals).map(goalLine)];
  }
}

function rowLine(part: string, row: Row, currency: string, work: DigestContent['work']): Line {
  const entry = workOn(row, work);
  return {
    part,
    record: row.record,
    id: row.id,
    partner_id: row.partner?.id ?? null,
    partner: row.partner?.name ?? null,
    manager: row.manager,
    days: row.days,
    amount: row.amount,
    currency: row.amount === null ? null : currency,
    url: row.url,
    snoozed_until: entry?.snoozedUntil ?? null,
    assigned_to: entry?.assignedTo ?? null,
    ...(row.record === 'deal'
      ? { name: row.name, stage: row.stage }
      : { name: row.account, group: row.group, date: row.expiresOn }),
  };
}

const pipelineLine = (row: PipelineRow, currency: string): Line => ({
  part: 'pipeline',
  stage: row.stage,
  month: row.month,
  amount: row.sourced,
  currency,
  deals: row.sourcedDeals,
  influenced: row.influenced,
  influenced_deals: row.influencedDeals,
});

const trainingLine = ({ week, tier, cohort, withRequired, trained, completions }: TrainingRow): Line => ({
  part: 'training',
  week,
  tier,
  cohort,
  with_required: withRequired,
  trained,
  completions,
});

const certificateLine = ({ partner, manager, name, expiresOn, days }: ExpiringCertification): Line => ({
  part: 'certificate',
  name,
  partner_id: partner.id,
  partner: partner.name,
  manager,
  date: expiresOn,
  days,
});

const cohortLine = ({ cohort, partners, within30, within60, within90, trained, certified }: CohortRow): Line => ({
  part: 'cohort',
  cohort,
  partners,
  within_30: within30,
  within_60: within60,
  within_90: within90,
  trained,
  certified,
});

const goalLine = ({ kpi, figure, value, actual, reached }: GoalRow): Line => ({
  part: 'goal',
  kpi,
  figure,
  goal: value,
  actual,
  reached: reached === null ? null : String(reached),
});

const moverLine = ({ partner, manager, movement }: MoverRow): Line => ({
  part: 'mover',
  partner_id: partner.id,
  partner: partner.name,
  manager,
  movement,
});
