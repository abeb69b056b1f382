import { type CsvCell, csv } from './csv.ts';
import type { MonthlyReport, PartnerName, QuarterlyReport, Report, WeeklyReport } from './report.ts';

const columns = [
  'list',
  'record',
  'id',
  'name',
  'partner_id',
  'partner',
  'manager',
  'stage',
  'date',
  'days',
  'amount',
  'currency',
  'url',
] as const;

type Row = Partial<Record<Exclude<(typeof columns)[number], 'partner_id' | 'partner' | 'currency'>, CsvCell>> & {
  readonly partner: PartnerName | null;
};

/** The rows of a report's lists, one line each under the same heading: formula-safe, amounts as plain decimals. */
export function reportCsv(report: Report): string {
  const lines = rowsOf(report).map(({ partner, ...row }) => {
    const cells: Readonly<Record<string, CsvCell>> = {
      ...row,
      partner_id: partner?.id ?? null,
      partner: partner?.name ?? null,
      currency: row.amount === null || row.amount === undefined ? null : report.currency,
    };
    return columns.map((column) => cells[column] ?? null);
  });
  return csv([columns, ...lines]);
}

function rowsOf(report: Report): readonly Row[] {
  switch (report.report) {
    case 'weekly':
      return weeklyRows(report);
    case 'monthly':
      return monthlyRows(report);
    case 'quarterly':
      return quarterlyRows(report);
  }
}

const weeklyRows = ({ expired, expiring, stalled }: WeeklyReport): readonly Row[] => [
  ...[...expired, ...expiring].map(
    ({ group, account, expiresOn, record, id, partner, manager, days, amount, url }): Row => ({
      ...{ list: group === 'coming' ? 'expiring' : `expired-${group}`, name: account, date: expiresOn },
      ...{ record, id, partner, manager, days, amount, url },
    }),
  ),
  ...stalled.map((row): Row => ({ ...row, list: 'stalled' })),
];

const monthlyRows = ({ expiring }: MonthlyReport): readonly Row[] =>
  expiring.map(({ partner, manager, name, expiresOn, days }) => ({
    list: 'expiring-certification',
    record: 'certification',
    name,
    partner,
    manager,
    date: expiresOn,
    days,
  }));

const quarterlyRows = ({ movers }: QuarterlyReport): readonly Row[] =>
  movers.map(({ partner, manager, movement }) => ({
    list: movement === 'up' ? 'catching-up' : 'falling-behind',
    record: 'partner',
    id: partner.id,
    name: partner.name,
    partner,
    manager,
  }));
