import { pipelineBy } from '../../charts/pipeline.ts';
import { sumOf } from '../../charts/sums.ts';
import { kpiOf } from '../../kpi/list.ts';
import type { WeeklyReport } from '../../reports/report.ts';
import { numberAt } from '../../text/figure-values.ts';
import type { Phrase } from '../../text/phrase.ts';
import { context, type OurBlock, section } from '../blocks/build.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import type { Voice } from '../messages/voice.ts';
import type { DigestContent } from './content.ts';
import { movedMost } from './moved.ts';
import { amountOf, rowBlock, rowName, short, workOn } from './rows.ts';
import { alsoHolds, topRows, type WeeklyRows } from './weekly-rows.ts';

/** Nothing to look at: no row, no pipeline, and nothing happened. */
export function nothingWeekly(report: WeeklyReport): boolean {
  const rows = [report.expired, report.expiring, report.stalled, report.pipeline];
  const happened = report.kpis.some(({ kpi, figures }) => (numberAt(figures, kpiOf(kpi).headline) ?? 0) > 0);
  const trained = report.training.some(({ withRequired, completions }) => withRequired > 0 || completions > 0);
  return rows.every(({ length }) => length === 0) && report.expiredOlder === 0 && !happened && !trained;
}

/** How the week stands, in one sentence. */
export function weeklyVerdict(report: WeeklyReport, rows: WeeklyRows, { speak }: Voice): Phrase {
  const { digest } = speak.words;
  const expired = rows.expired.listed.filter(({ group }) => group === 'new').length;
  const [stalled, coming] = [rows.stalled.listed.length, rows.expiring.listed.length];
  const open = speak.format.moneyShort(report.kpis[0]?.paired.openSourcedPipeline ?? openSourced(report));
  const count = expired + stalled + coming;
  return count === 0 ? digest.weekCalm({ open }) : digest.weekWork({ count, expired, stalled, coming, open });
}

const openSourced = ({ pipeline, currency }: WeeklyReport): string =>
  sumOf(
    pipeline.map(({ sourced }) => sourced),
    currency,
  );

/** What changed, what is at stake, what to do first. */
export function weeklySentences(
  report: WeeklyReport,
  rows: WeeklyRows,
  work: DigestContent['work'],
  voice: Voice,
): readonly Phrase[] {
  return [movedMost(report.kpis, voice), atStake(report, rows, voice), firstStep(rows, work, voice)];
}

/** The largest of what waits: behind expired registrations, in stalled deals, past its expected close. They overlap, so they are not added. */
function atStake(report: WeeklyReport, { expired, stalled }: WeeklyRows, { speak }: Voice): Phrase {
  const { digest } = speak.words;
  const overdue = pipelineBy(report.pipeline, 'month', report.currency).find(({ key }) => key === 'overdue');
  const money = (amount: string): string => speak.format.moneyShort(amount);
  const candidates = [
    { amount: amountOf(stalled.listed, report), say: digest.stakeStalled, count: stalled.listed.length },
    { amount: amountOf(expired.listed, report), say: digest.stakeExpired, count: expired.listed.length },
    { amount: overdue?.sourced ?? null, say: digest.stakeOverdue, count: overdue?.sourcedDeals ?? 0 },
  ];
  const most = candidates.toSorted((a, b) => Number(b.amount ?? 0) - Number(a.amount ?? 0))[0];
  if (most === undefined || most.amount === null || Number(most.amount) <= 0) return digest.stakeNone();
  return most.say({ amount: money(most.amount), count: most.count });
}

function firstStep(rows: WeeklyRows, work: DigestContent['work'], voice: Voice): Phrase {
  const { words, format } = voice.speak;
  const { digest } = words;
  const all = topRows(rows);
  const free = all.filter(({ row }) => (workOn(row, work)?.assignedTo ?? null) === null);
  const row = free[0]?.row;
  if (row === undefined) return all.length === 0 ? digest.firstNone() : digest.firstTaken();
  const values = {
    name: rowName(row, voice),
    partner: row.partner === null ? words.lines.unknown() : short(row.partner.name),
    amount: row.amount === null ? digest.noAmount() : format.moneyShort(row.amount),
  };
  if (row.record === 'deal') return digest.firstStalled({ ...values, days: row.days });
  if (row.group === 'coming') {
    return digest.firstComing({
      ...values,
      date: row.expiresOn === null ? words.lines.unknown() : format.date(row.expiresOn),
    });
  }
  return digest.firstExpired(values);
}

/** How many of what, in one line. */
export function weeklyCounts(report: WeeklyReport, rows: WeeklyRows, { speak: { words } }: Voice): Phrase {
  const fresh = rows.expired.listed.filter(({ group }) => group === 'new').length;
  return words.digest.counts({
    fresh,
    older: rows.expired.listed.length - fresh + report.expiredOlder,
    coming: rows.expiring.listed.length,
    stalled: rows.stalled.listed.length,
  });
}

/** The rows of the root: so many of the largest, and where the rest is. */
export function topBlocks(
  rows: WeeklyRows,
  work: DigestContent['work'],
  most: number,
  voice: Voice,
): readonly OurBlock[] {
  const { digest } = voice.speak.words;
  const all = topRows(rows);
  const snoozed = rows.expired.snoozed + rows.expiring.snoozed + rows.stalled.snoozed;
  const shown = all.slice(0, most);
  const rest = all.slice(most).reduce((sum, { folded }) => sum + 1 + folded.length, 0);
  const notes = [
    ...(rest > 0 ? [mrkdwn`${digest.restInThread({ count: rest })}`] : []),
    ...(snoozed > 0 ? [mrkdwn`${digest.snoozedRows({ count: snoozed })}`] : []),
  ];
  return [
    ...(shown.length === 0 ? [] : [section(mrkdwn`*${digest.topTitle({ count: shown.length })}*`)]),
    ...shown.map((one) => rowBlock(one.row, work, voice, alsoHolds(one, voice))),
    ...(notes.length === 0 ? [] : [context(notes)]),
  ];
}
