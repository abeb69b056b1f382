import type { KpiAnswer, Scorecard } from '../../kpi/answer.ts';
import { kpiOf } from '../../kpi/list.ts';
import type { Words } from '../words.ts';
import { asOfLine, cellsOf, mergedLine, pairedLines, periodText } from './answer.ts';
import { cell, trend } from './figures.ts';
import { sparkline, tableLines } from './table.ts';

/** A partner's eight KPIs: a row for each headline with its trend, states below, the weeks as sparklines. */
export function scorecardText(card: Scorecard, words: Words): string[] {
  const [first] = card.kpis;
  if (!first) return [];
  const cells = cellsOf(first, words);
  const { tier, region, motion, name } = card.partnerInfo;
  const profile = [tier, region, motion].filter((value) => value !== null);
  const movement = card.movement === null ? 'unranked' : card.movement;
  return [
    [name, ...profile, periodText(first.period, cells)].join(' · '),
    asOfLine(first, cells),
    `${words('movers.movement')}: ${words(`movers.${movement}`)}`,
    ...mergedLine(card.partnerInfo, words),
    '',
    ...tableLines({
      heading: [
        '',
        words('answer.figure'),
        words('answer.value'),
        words('answer.before'),
        '',
        words('answer.year-before'),
        '',
      ],
      rows: card.kpis.flatMap((answer) => kpiRows(answer, words)),
    }),
    ...pairedLines(first, cells),
    ...weeklyLines(card, words),
  ];
}

/** The headline; where a share of one partner would say nothing (rule 3.10), the partner's state instead. */
function kpiRows(answer: KpiAnswer, words: Words): string[][] {
  const cells = cellsOf(answer, words);
  const name = words.catalogue.kpis[answer.kpi].name;
  if (answer.partnerFigures) {
    return Object.entries(answer.partnerFigures).map(([key, value], index) => [
      index === 0 ? name : '',
      words.column(key),
      cell(key, value, cells),
    ]);
  }
  const { headline } = kpiOf(answer.kpi);
  const value = answer.figures[headline] ?? null;
  const before = answer.previous?.figures[headline];
  const year = answer.yearBefore?.figures[headline];
  return [
    [
      name,
      words.column(headline),
      cell(headline, value, cells),
      cell(headline, before, cells),
      trend(headline, value, before, cells),
      cell(headline, year, cells),
      trend(headline, value, year, cells),
    ],
  ];
}

function weeklyLines({ weekly }: Scorecard, words: Words): string[] {
  if (weekly.length === 0) return [];
  const rows = [
    [words('scorecard.registrations'), sparkline(weekly.map((week) => week.registrations))],
    [words('scorecard.pipeline'), sparkline(weekly.map((week) => Number(week.sourcedPipelineCreated)))],
    [words('scorecard.revenue'), sparkline(weekly.map((week) => Number(week.sourcedRevenue)))],
    [words('scorecard.engagement'), sparkline(weekly.map((week) => week.engagementEvents))],
  ];
  return ['', words('scorecard.weekly', { weeks: weekly.length }), ...tableLines({ heading: ['', ''], rows }, '  ')];
}
