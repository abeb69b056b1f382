import type { Calculator } from '../kpi/calculator.ts';
import { type Asked, askedOf } from './asked.ts';
import { monthlyReport } from './monthly/monthly.ts';
import { quarterlyReport } from './quarterly/quarterly.ts';
import { recordsNow } from './records-now.ts';
import type { Edition, EditionQuery, Report, Reporter, ReportQuery, RestatedQuery, ToldFigure } from './report.ts';
import { restate } from './restate.ts';
import type { Restated } from './restated.ts';
import { atOnce, type Steps } from './steps.ts';
import { retoldFigures, toldFigures } from './told.ts';
import { weeklyReport } from './weekly/weekly.ts';

/** What takes long, also in pieces: for a thread that has others to answer meanwhile. */
export interface SteppedReporter extends Reporter {
  readonly steps: {
    report(query: ReportQuery): Steps<Report>;
    edition(query: EditionQuery): Steps<Edition>;
  };
}

/** A reporter over the program of a calculator, which an analyst may share. */
export function createReporter(calculator: Calculator): SteppedReporter {
  const report = (query: ReportQuery) => reportOf(askedOf(calculator, query), query);
  const edition = (query: EditionQuery) => editionOf(askedOf(calculator, query), query);
  return {
    report: (query) => atOnce(report(query)),
    told: (of) => {
      const { segment, partners } = of.scope;
      const query = { asOf: Date.parse(of.asOf), segment, partners: partners?.map(({ id }) => id) ?? null };
      return toldFigures(askedOf(calculator, query), of.report);
    },
    retell: ({ figures, ...scope }) => retoldFigures(askedOf(calculator, scope), figures),
    restated: (query) => restatedOf(askedOf(calculator, query), query),
    edition: (query) => atOnce(edition(query)),
    steps: { report, edition },
  };
}

function reportOf(asked: Asked, { report, since }: ReportQuery): Steps<Report> {
  switch (report) {
    case 'weekly':
      return weeklyReport(asked, since);
    case 'monthly':
      return monthlyReport(asked);
    case 'quarterly':
      return quarterlyReport(asked);
  }
}

function* editionOf(asked: Asked, query: EditionQuery): Steps<Edition> {
  const report = yield* reportOf(asked, query);
  yield;
  const told = toldFigures(asked, query.report);
  yield;
  return { report, told, restated: restatedOf(asked, query) };
}

function restatedOf(
  asked: Asked,
  { published, basis }: Pick<RestatedQuery, 'published' | 'basis'>,
): readonly Restated[] {
  const after = retoldFigures(asked, published);
  const values = new Map(after.map((figure) => [slotOf(figure), figure.value]));
  const differ = published.filter((told) => values.get(slotOf(told)) !== told.value);
  const slots = new Set(differ.map(slotOf));
  if (slots.size === 0) return [];
  const concerned = [...differ, ...after.filter((figure) => slots.has(slotOf(figure)))];
  return restate(differ, after, basis, recordsNow(asked, concerned));
}

const slotOf = ({ kpi, figure, period }: ToldFigure): string => JSON.stringify([kpi, figure, period]);
