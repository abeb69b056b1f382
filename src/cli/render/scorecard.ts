import type { KpiAnswer, Scorecard } from '../../kpi/answer.ts';
import { kpiOf } from '../../kpi/list.ts';
import { partnerLine } from '../../text/say/partner-line.ts';
import { type Speaker, speaker } from '../../text/say/speaker.ts';
import { nextStep, verdict } from '../../text/say/verdict.ts';
import type { Words } from '../words.ts';
import { asOfLines, cellsOf, mergedLines, noteLines, pairedLines, periodText } from './answer.ts';
import { type Cells, cell, trend } from './figures.ts';
import { printable, sparkline, tableLines, wrap } from './table.ts';

/** A partner's eight KPIs: a row for each headline with its trend, states below, the weeks as sparklines. */
export function scorecardText(card: Scorecard, words: Words, width: number): string[] {
  const [first] = card.kpis;
  if (!first) return [];
  const cells = cellsOf(first, words, width);
  const speak = speaker(words.language, first.timeZone, first.currency);
  const { tier, region, motion, name } = card.partnerInfo;
  const profile = [tier, region, motion].filter((value) => value !== null);
  const movement = card.movement === null ? 'unranked' : card.movement;
  return [
    ...wrap(printable(verdict(card, speak).text), width),
    ...wrap(printable(nextStep(card, speak).text), width),
    '',
    ...wrap(printable([name, ...profile, periodText(first.period, cells)].join(' · ')), width),
    ...mergedLines(card.partnerInfo, cells),
    `${words('movers.movement')}: ${words(`movers.${movement}`)}`,
    ...asOfLines(first, cells),
    '',
    ...tableLines(
      {
        heading: ['', words('answer.value'), words('answer.before'), '', words('answer.year-before'), ''],
        rows: card.kpis.flatMap((answer) => headlineRow(answer, cellsOf(answer, words, width))),
      },
      width,
    ),
    '',
    ...tableLines({ heading: ['', ''], rows: card.kpis.flatMap((answer) => stateRows(answer, speak)) }, width),
    ...pairedLines(first, cells),
    ...weeklyLines(card, cells),
    ...noteLines(new Set(card.kpis.flatMap(({ notes }) => notes)), cells),
  ];
}

function headlineRow(answer: KpiAnswer, cells: Cells): string[][] {
  if (answer.partnerFigures !== null) return [];
  const { headline } = kpiOf(answer.kpi);
  const value = answer.figures[headline] ?? null;
  const before = answer.previous?.figures[headline];
  const year = answer.yearBefore?.figures[headline];
  return [
    [
      cells.words.catalogue.kpis[answer.kpi].name,
      cell(headline, value, cells),
      cell(headline, before, cells),
      trend(headline, value, before, cells),
      cell(headline, year, cells),
      trend(headline, value, year, cells),
    ],
  ];
}

/** Where a share of one partner would say nothing (rule 3.10): its state instead of the headline. */
function stateRows(answer: KpiAnswer, speak: Speaker): string[][] {
  if (answer.partnerFigures === null) return [];
  const { name } = speak.words.kpis[answer.kpi];
  return partnerLine(answer, speak).map((line, index) => [index === 0 ? name : '', line.text]);
}

function weeklyLines({ weekly }: Scorecard, { words, width }: Cells): string[] {
  if (weekly.length === 0) return [];
  const rows = [
    [words('scorecard.registrations'), sparkline(weekly.map((week) => week.registrations))],
    [words('scorecard.pipeline'), sparkline(weekly.map((week) => Number(week.sourcedPipelineCreated)))],
    [words('scorecard.revenue'), sparkline(weekly.map((week) => Number(week.sourcedRevenue)))],
    [words('scorecard.engagement'), sparkline(weekly.map((week) => week.engagementEvents))],
  ];
  return [
    '',
    words('scorecard.weekly', { weeks: weekly.length }),
    ...tableLines({ heading: ['', ''], rows }, width, '  '),
  ];
}
