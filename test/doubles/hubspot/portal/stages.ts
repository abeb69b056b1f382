// What the service works out from a record's stage and amount. None of it touches the modification stamp.
import { iso } from '../clock.ts';
import type { ObjectType } from '../object-types.ts';
import type { Stage, Values } from '../types.ts';

export interface StageWorld {
  stage: (type: ObjectType, pipelineId: string | undefined, stageId: string | undefined) => Stage | undefined;
  /** What one unit of a currency is worth in the account's own. */
  rate: (currency: string | undefined, at: number) => number;
  /** Whether `hs_date_entered_…` of older accounts are filled, too. */
  legacyStageTimes: boolean;
}

function withStageTimes(values: Values, left: string | undefined, entered: string, at: number, legacy: boolean) {
  const result: Record<string, string> = { ...values };
  for (const prefix of legacy ? ['hs_v2_date', 'hs_date'] : ['hs_v2_date']) {
    if (left !== undefined) result[`${prefix}_exited_${left}`] = iso(at);
    result[`${prefix}_entered_${entered}`] = iso(at);
    delete result[`${prefix}_exited_${entered}`];
  }
  result.hs_v2_date_entered_current_stage = iso(at);
  return result;
}

/** The service gives a probability with all the digits of its binary form. */
const allDigits = (text: string): string => {
  return Number(text).toFixed(40).replace(/0+$/, '').replace(/\.$/, '');
};

/** What a deal has from its stage alone, whenever somebody edits the stage. */
export const stageFlags: ReadonlySet<string> = new Set([
  'hs_is_closed',
  'hs_is_closed_won',
  'hs_deal_stage_probability',
]);

function dealValues(values: Values, stage: Stage | undefined, world: StageWorld, at: number): Record<string, string> {
  const { probability = '0.0', isClosed = 'false' } = stage?.metadata ?? {};
  const rate = world.rate(values.deal_currency_code, at);
  const amount = values.amount;
  return {
    hs_is_closed: isClosed,
    hs_is_closed_won: String(isClosed === 'true' && Number(probability) === 1),
    hs_deal_stage_probability: allDigits(probability),
    hs_exchange_rate: String(rate),
    ...(amount !== undefined && { amount_in_home_currency: String(Math.round(Number(amount) * rate * 100) / 100) }),
  };
}

/** Values after a write, with what follows from it. `before` is undefined for a new record. */
export function derived(
  type: ObjectType,
  before: Values | undefined,
  values: Values,
  at: number,
  world: StageWorld,
): Values {
  const owned = withOwnerDate(before, values, at);
  const { pipelineProperty, stageProperty } = type;
  if (stageProperty === undefined || pipelineProperty === undefined) return owned;
  const now = values[stageProperty];
  const earlier = before?.[stageProperty];
  let result: Record<string, string> = { ...owned };
  if (now !== undefined && now !== earlier) result = withStageTimes(result, earlier, now, at, world.legacyStageTimes);
  const stage = world.stage(type, values[pipelineProperty], now);
  if (type.name === 'deals') {
    delete result.amount_in_home_currency;
    Object.assign(result, dealValues(values, stage, world, at));
    // Closing a deal fills an empty close date.
    if (now !== earlier && stage?.metadata.isClosed === 'true') result.closedate ??= iso(at);
  }
  if (type.name === 'tickets' && now !== earlier) {
    if (stage?.metadata.ticketState === 'CLOSED') result.closed_date = iso(at);
    else delete result.closed_date;
  }
  return result;
}

function withOwnerDate(before: Values | undefined, values: Values, at: number): Values {
  const { hubspot_owner_id: owner } = values;
  if (owner === undefined || owner === before?.hubspot_owner_id) return values;
  return { ...values, hubspot_owner_assigneddate: iso(at) };
}
