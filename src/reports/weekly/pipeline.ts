import { mayBeOpen } from '../../kpi/program/deal-index.ts';
import { dealMoney, dealState } from '../../kpi/program/deal-state.ts';
import type { DealFacts } from '../../kpi/program/facts.ts';
import { decimal } from '../../kpi/revenue.ts';
import { UNKNOWN } from '../../kpi/segment.ts';
import type { Tally } from '../../kpi/tally.ts';
import type { Minor } from '../../records/money.ts';
import { compareCodePoints } from '../../records/order.ts';
import { dateOfDay } from '../../records/zone.ts';
import type { Asked } from '../asked.ts';
import type { PartnerDeal } from '../quality.ts';
import type { PipelineRow } from '../report.ts';
import { CLOSED_SINCE, shownStage } from './stage.ts';

interface Bucket {
  readonly stage: string;
  readonly month: string;
  readonly money: Record<PartnerDeal['kind'], Minor>;
  readonly deals: Record<PartnerDeal['kind'], number>;
}

/** Rule 5.4: open pipeline by stage and expected close month, each deal whole, in sourced or in influenced. */
export function pipelineRows(asked: Asked, open: readonly PartnerDeal[], leftOut: Tally): readonly PipelineRow[] {
  const { program, asOf } = asked;
  const buckets = new Map<string, Bucket>();
  for (const { deal, kind } of open) {
    const bucket = bucketOf(buckets, shownStage(program, deal) ?? UNKNOWN, monthOf(asked, deal));
    bucket.deals[kind]++;
    const money = dealMoney(program, deal, asOf);
    if (typeof money !== 'string') bucket.money[kind] += money;
    else leftOut.add(kind === 'influenced' ? `influenced-${money}` : money);
  }
  const place = stagePlaces(asked, new Set([...buckets.values()].map(({ stage }) => stage)));
  return [...buckets.values()]
    .sort((a, b) => place(a.stage) - place(b.stage) || compareMonths(a.month, b.month))
    .map(({ stage, month, money, deals }) => ({
      stage,
      month,
      sourced: decimal(program, money.sourced),
      sourcedDeals: deals.sourced,
      influenced: decimal(program, money.influenced),
      influencedDeals: deals.influenced,
    }));
}

function bucketOf(buckets: Map<string, Bucket>, stage: string, month: string): Bucket {
  const slot = `${month} ${stage}`;
  const known = buckets.get(slot);
  if (known !== undefined) return known;
  const fresh = { stage, month, money: { sourced: 0n, influenced: 0n }, deals: { sourced: 0, influenced: 0 } };
  buckets.set(slot, fresh);
  return fresh;
}

function monthOf({ program, today }: Asked, deal: DealFacts): string {
  const expected = program.dealDetails.expectedCloseOn(deal);
  if (expected === null) return 'unknown';
  const day = program.calendar.zone.dayOf(expected);
  return day < today ? 'overdue' : dateOfDay(day).slice(0, 7);
}

const compareMonths = (a: string, b: string): number => {
  const place = (month: string): number => (month === 'overdue' ? 0 : month === 'unknown' ? 2 : 1);
  return place(a) - place(b) || compareCodePoints(a, b);
};

/**
 * The order of a pipeline's stages is written down nowhere: a stage comes after those that deals enter sooner after their
 * creation, on average over all open deals of the program. Those of which that is not known come later, `closed since` and
 * unknown ones last.
 */
function stagePlaces({ program, asOf }: Asked, stages: ReadonlySet<string>): (stage: string) => number {
  const entered = new Map<string, { sum: number; count: number }>();
  for (const deal of mayBeOpen(program.dealIndex, asOf)) {
    const at = program.dealDetails.stageEnteredAt(deal);
    const stage = shownStage(program, deal);
    if (at === null || stage === null || dealState(deal, asOf) !== 'open') continue;
    const known = entered.get(stage) ?? { sum: 0, count: 0 };
    entered.set(stage, { sum: known.sum + (at - deal.createdAt), count: known.count + 1 });
  }
  const rank = (stage: string): number => {
    if (stage === UNKNOWN) return 3;
    if (stage === CLOSED_SINCE) return 2;
    return entered.has(stage) ? 0 : 1;
  };
  const mean = (stage: string): number => {
    const known = entered.get(stage);
    return known === undefined || rank(stage) > 0 ? 0 : known.sum / known.count;
  };
  const order = [...stages].sort((a, b) => rank(a) - rank(b) || mean(a) - mean(b) || compareCodePoints(a, b));
  const places = new Map(order.map((stage, index) => [stage, index]));
  return (stage) => places.get(stage) ?? order.length;
}
