import { kpiOf } from '../../kpi/list.ts';
import type { MonthlyReport, QuarterlyReport, Report } from '../../reports/report.ts';
import { numberAt } from '../../text/figure-values.ts';
import { kpiLine } from '../../text/say/kpi-line.ts';
import { speaker } from '../../text/say/speaker.ts';
import type { Words } from '../words.ts';
import { cellsOf, pairedLines, periodText } from './answer.ts';
import { moreLines, type Page, pageOf, section } from './digest-page.ts';
import { weeklyLines } from './digest-weekly.ts';
import { cell, trend } from './figures.ts';
import { printable, tableLines, wrap } from './table.ts';

/** A digest or review for a terminal: what stands out first, then its lists, figures and what they rest on. */
export function digestText(report: Report, words: Words, width: number): string[] {
  const page = pageOf(report, words, width);
  return [
    ...headLines(report, page),
    ...bodyLines(report, page),
    ...kpiLines(report, page),
    ...leftOutLines(report, page),
    '',
    ...wrap(qualityLine(report, page), width),
  ];
}

function bodyLines(report: Report, page: Page): string[] {
  switch (report.report) {
    case 'weekly':
      return weeklyLines(report, page);
    case 'monthly':
      return monthlyLines(report, page);
    case 'quarterly':
      return quarterlyLines(report, page);
  }
}

function headLines(report: Report, { words, width, format }: Page): string[] {
  const [first] = report.kpis;
  const { segment, partners } = report.scope;
  const scope = [
    ...Object.entries(segment).map(([key, value]) => `${key}=${value}`),
    ...(partners === null ? [] : [partners.map(({ name }) => name).join(', ')]),
  ];
  const period = first === undefined ? report.period.name : periodText(report.period, cellsOf(first, words, width));
  const sources = Object.entries(report.dataAsOf).map(([source, moment]) =>
    words('answer.source-age', { source, moment: format.instant(moment) }),
  );
  const asOf = words('digest.as-of', {
    moment: format.instant(report.asOf),
    zone: report.timeZone,
    sources: sources.join(', ') || words('answer.none'),
    version: report.definitionVersion,
  });
  const title = [words(`digest.${report.report}`), scope.join(' · ') || words('digest.program'), period].join(' · ');
  return [...wrap(printable(title), width), ...wrap(asOf, width)];
}

function monthlyLines({ cohorts, expiring, goals }: MonthlyReport, page: Page): string[] {
  const { words, format, width } = page;
  const share = (value: number | null): string => (value === null ? words('answer.none') : format.share(value));
  const cohortTable = {
    heading: [
      words('digest.column-cohort'),
      words('digest.column-partners'),
      ...[30, 60, 90].map((days) => words('digest.column-within', { days })),
      words('digest.column-certified'),
      words('digest.column-trained-90'),
    ],
    rows: cohorts.map((row) => [
      row.cohort,
      format.count(row.partners),
      share(row.within30),
      share(row.within60),
      share(row.within90),
      share(row.certified),
      share(row.trained),
    ]),
  };
  const certificates = {
    heading: [
      words('digest.column-expires'),
      words('digest.column-days'),
      words('digest.column-partner'),
      words('digest.column-certification'),
      words('digest.column-manager'),
    ],
    rows: expiring.map(({ expiresOn, days, partner, name, manager }) => [
      format.date(expiresOn),
      format.count(days),
      partner.name,
      name,
      manager ?? words('answer.none'),
    ]),
  };
  return [
    ...section(words('digest.cohorts'), tableLines(cohortTable, width, '  '), cohorts.length),
    ...section(
      words('digest.certifications', { count: expiring.length }),
      moreLines(certificates, page),
      expiring.length,
    ),
    ...goalLines(goals, page),
  ];
}

function goalLines(goals: MonthlyReport['goals'], page: Page): string[] {
  const { words, width, format } = page;
  const rows = goals.map(({ kpi, figure, value, actual, reached }) => {
    const id = page.kpiOf(kpi);
    const cells = { words, width, format, units: id === null ? {} : kpiOf(id).units };
    return [
      id === null ? kpi : words.catalogue.kpis[id].name,
      words.column(figure),
      cell(figure, value, cells),
      cell(figure, actual, cells),
      reached === null ? words('digest.unknown') : words(reached ? 'digest.reached' : 'digest.missed'),
    ];
  });
  const heading = ['', 'figure', 'goal', 'actual', ''] as const;
  const table = { heading: heading.map((name) => (name === '' ? '' : words(`digest.column-${name}`))), rows };
  return section(words('digest.goals'), tableLines(table, width, '  '), goals.length);
}

function quarterlyLines({ firstDeals, movers, goals }: QuarterlyReport, page: Page): string[] {
  const { words, format } = page;
  const median = numberAt(firstDeals.figures, 'medianDays');
  const first = words('digest.first-deals', {
    count: firstDeals.inQuarter,
    closed: numberAt(firstDeals.figures, 'closed') ?? 0,
    cohort: numberAt(firstDeals.figures, 'cohort') ?? 0,
    days: median === null ? words('digest.unknown') : format.days(median),
  });
  const rank = (signal: { readonly now: number; readonly before: number } | undefined): string =>
    signal ? `${Math.round(signal.now)} ← ${Math.round(signal.before)}` : words('answer.none');
  const table = {
    heading: (['movement', 'partner', 'registrations', 'engagement', 'pipeline'] as const)
      .map((name) => words(`movers.${name}`))
      .concat(words('digest.column-manager')),
    rows: movers.map(({ partner, manager, movement, signals }) => [
      words(`movers.${movement}`),
      partner.name,
      rank(signals?.registrations),
      rank(signals?.engagement),
      rank(signals?.pipeline),
      manager ?? words('answer.none'),
    ]),
  };
  const up = movers.filter(({ movement }) => movement === 'up').length;
  return [
    '',
    ...wrap(first, page.width),
    ...section(words('digest.movers', { up, down: movers.length - up }), moreLines(table, page), movers.length),
    ...goalLines(goals, page),
  ];
}

/** Each KPI in its own words with its trend, and the revenue beside them (rule 3.9), the same for all of a period. */
function kpiLines({ kpis }: Report, { words, width }: Page): string[] {
  const lines = kpis.flatMap((answer) => {
    const cells = cellsOf(answer, words, width);
    const speak = speaker(words.language, answer.timeZone, answer.currency);
    const { headline } = kpiOf(answer.kpi);
    const change = trend(headline, answer.figures[headline] ?? null, answer.previous?.figures[headline], cells);
    const [value, ...beside] = kpiLine(answer, speak).map(({ text }) => text);
    const name = words.catalogue.kpis[answer.kpi].name;
    const first = `${name}: ${value ?? words('answer.none')}${change === '' ? '' : ` (${change})`}`;
    return [first, ...beside.map((text) => `  ${text}`)].flatMap((line) => wrap(`  ${line}`, width));
  });
  const [first] = kpis;
  return [
    '',
    words('digest.kpis'),
    ...lines,
    ...(first === undefined ? [] : pairedLines(first, cellsOf(first, words, width))),
  ];
}

/** In the weekly digest these are of open deals, which the last line counts; elsewhere of won ones, as their words say. */
const ofAmounts = new Set(['no-amount', 'unconverted', 'influenced-no-amount', 'influenced-unconverted']);

function leftOutLines({ report, leftOut }: Report, { words, width }: Page): string[] {
  const told = leftOut.filter(({ reason }) => report !== 'weekly' || !ofAmounts.has(reason));
  if (told.length === 0) return [];
  const rows = told.flatMap(({ reason, count }) =>
    wrap(words.catalogue.leftOut[reason]({ count }).text, width - 2).map((line) => `  ${line}`),
  );
  return ['', words('digest.left-out'), ...rows];
}

function qualityLine({ quality }: Report, { words }: Page): string {
  const { partnersWithoutManager, activePartners, dealsWithoutAmount, dealsUnconverted } = quality;
  if (partnersWithoutManager + dealsWithoutAmount + dealsUnconverted === 0) return words('digest.quality-good');
  return words('digest.quality', {
    without: partnersWithoutManager,
    active: activePartners,
    amounts: dealsWithoutAmount,
    rates: dealsUnconverted,
  });
}
