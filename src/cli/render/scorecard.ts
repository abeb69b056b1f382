import type { KpiAnswer, Scorecard } from '../../kpi/answer.ts';
import { kpiOf } from '../../kpi/list.ts';
import { partnerLine } from '../../text/say/partner-line.ts';
import { type Speaker, speaker } from '../../text/say/speaker.ts';
import { nextStep, verdict } from '../../text/say/verdict.ts';
import type { Words } from '../words.ts';
import { asOfLine, cellsOf, mergedLine, pairedLines, periodText } from './answer.ts';
import { cell, trend } from './figures.ts';
import { sparkline, tableLines } from './table.ts';

/** A partner's eight KPIs: a row for each headline with its trend, states below, the weeks as sparklines. */
export function scorecardText(card: Scorecard, words: Words): string[] {
  const [first] = card.kpis;
  if (!first) return [];
  const cells = cellsOf(first, words);
  const speak = speaker(words.language, first.timeZone, first.currency);
  const { tier, region, motion, name } = card.partnerInfo;
  const profile = [tier, region, motion].filter((value) => value !== null);
  const movement = card.movement === null ? 'unranked' : card.movement;
  return [
    [name, ...profile, periodText(first.period, cells)].join(' · '),
    asOfLine(first, cells),
    ...mergedLine(card.partnerInfo, words),
    '',
    verdict(card, speak).text,
    nextStep(card, speak).text,
    `${words('movers.movement')}: ${words(`movers.${movement}`)}`,
    '',
    ...tableLines({
      heading: ['', words('answer.value'), words('answer.before'), '', words('answer.year-before'), ''],
      rows: card.kpis.flatMap((answer) => kpiRows(answer, words, speak)),
    }),
    ...pairedLines(first, cells),
    ...weeklyLines(card, words),
  ];
}

/** The headline; where a share of one partner would say nothing (rule 3.10), the partner's state instead. */
function kpiRows(answer: KpiAnswer, words: Words, speak: Speaker): string[][] {
  const cells = cellsOf(answer, words);
  const name = words.catalogue.kpis[answer.kpi].name;
  if (answer.partnerFigures) {
    return partnerLine(answer, speak).map((line, index) => [index === 0 ? name : '', line.text]);
  }
  const { headline } = kpiOf(answer.kpi);
  const value = answer.figures[headline] ?? null;
  const before = answer.previous?.figures[headline];
  const year = answer.yearBefore?.figures[headline];
  return [
    [
      name,
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
