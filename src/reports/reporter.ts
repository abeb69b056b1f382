import type { Calculator } from '../kpi/calculator.ts';
import { askedOf } from './asked.ts';
import { monthlyReport } from './monthly/monthly.ts';
import { quarterlyReport } from './quarterly/quarterly.ts';
import { recordsNow } from './records-now.ts';
import type { Report, Reporter, ReportQuery, RestatedQuery, ToldFigure } from './report.ts';
import { restate } from './restate.ts';
import type { Restated } from './restated.ts';
import { retoldFigures, toldFigures } from './told.ts';
import { weeklyReport } from './weekly/weekly.ts';

/** A reporter over the program of a calculator, which an analyst may share. */
export function createReporter(calculator: Calculator): Reporter {
  const report = (query: ReportQuery) => reportOf(calculator, query);
  const told = (of: Report): readonly ToldFigure[] => {
    const { segment, partners } = of.scope;
    const query = { asOf: Date.parse(of.asOf), segment, partners: partners?.map(({ id }) => id) ?? null };
    return toldFigures(askedOf(calculator, query), of.report);
  };
  const restated = (query: RestatedQuery) => restatedOf(calculator, query);
  return {
    report,
    told,
    retell: ({ figures, ...scope }) => retoldFigures(askedOf(calculator, scope), figures),
    restated,
    edition: ({ published, basis, ...query }) => {
      const fresh = report(query);
      const { asOf, segment, partners } = query;
      return { report: fresh, told: told(fresh), restated: restated({ asOf, segment, partners, published, basis }) };
    },
  };
}

function reportOf(calculator: Calculator, { report, since, ...scope }: ReportQuery): Report {
  const asked = askedOf(calculator, scope);
  switch (report) {
    case 'weekly':
      return weeklyReport(asked, since);
    case 'monthly':
      return monthlyReport(asked);
    case 'quarterly':
      return quarterlyReport(asked);
  }
}

function restatedOf(calculator: Calculator, { published, basis, ...scope }: RestatedQuery): readonly Restated[] {
  const asked = askedOf(calculator, scope);
  const after = retoldFigures(asked, published);
  const values = new Map(after.map((figure) => [slotOf(figure), figure.value]));
  const differ = published.filter((told) => values.get(slotOf(told)) !== told.value);
  const slots = new Set(differ.map(slotOf));
  if (slots.size === 0) return [];
  const concerned = [...differ, ...after.filter((figure) => slots.has(slotOf(figure)))];
  return restate(differ, after, basis, recordsNow(asked, concerned));
}

const slotOf = ({ kpi, figure, period }: ToldFigure): string => JSON.stringify([kpi, figure, period]);
