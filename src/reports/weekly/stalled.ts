import { tellDeal } from '../../kpi/behind.ts';
import { dealMoney, dealState } from '../../kpi/program/deal-state.ts';
import type { DealFacts, PartnerFacts } from '../../kpi/program/facts.ts';
import { registrationState } from '../../kpi/program/registration-state.ts';
import { inScope } from '../../kpi/program/scope.ts';
import { registrationsIn } from '../../kpi/program/windows.ts';
import { decimal } from '../../kpi/revenue.ts';
import { compareCodePoints } from '../../records/order.ts';
import { type Asked, nameOf } from '../asked.ts';
import type { StalledRow } from '../report.ts';
import { shownStage } from './stage.ts';

/**
 * Rule 5.2: open deals linked either way to a registration that is neither rejected nor withdrawn, and that nothing moved
 * for 30 days or more; longest first. The partner is the one that registered the deal first, among those in scope at as-of.
 */
export function stalledDeals(asked: Asked): readonly StalledRow[] {
  const rows: StalledRow[] = [];
  for (const [deal, partner] of registeredOpen(asked)) {
    const days = stillDays(asked, deal);
    if (days >= thresholdOf(asked, deal)) rows.push(rowOf(asked, deal, partner, days));
  }
  return rows.sort((a, b) => b.days - a.days || compareCodePoints(a.id, b.id));
}

/** Open deals that somebody in scope registered, with whoever did so first (registrations come in order of submission). */
function registeredOpen({ program, scope, asOf }: Asked): ReadonlyMap<DealFacts, PartnerFacts> {
  const partnerOf = new Map<DealFacts, { readonly partner: PartnerFacts; readonly at: number }>();
  for (const registration of registrationsIn(program, scope, { start: Number.NEGATIVE_INFINITY, until: asOf + 1 })) {
    const { partner, at, deals, otherDeals } = registration;
    const open = [...deals, ...otherDeals].filter((deal) => dealState(deal, asOf) === 'open');
    if (open.length === 0 || !inScope(program, scope, partner, asOf)) continue;
    const state = registrationState(registration, asOf);
    if (state === 'rejected' || state === 'withdrawn') continue;
    for (const deal of open) {
      const known = partnerOf.get(deal);
      if (known === undefined || at < known.at) partnerOf.set(deal, { partner, at });
    }
  }
  return new Map([...partnerOf].map(([deal, { partner }]) => [deal, partner]));
}

/** Days since the stage was entered and since the last activity, whichever is later; without both since creation. */
function stillDays({ program, asOf, today }: Asked, deal: DealFacts): number {
  const { dealDetails, calendar } = program;
  const known = [dealDetails.stageEnteredAt(deal), dealDetails.lastActivityAt(deal)].filter(
    (moment) => moment !== null && moment <= asOf,
  );
  const last = known.reduce<number | null>((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
  return today - calendar.zone.dayOf(last ?? deal.createdAt);
}

function thresholdOf({ program }: Asked, deal: DealFacts): number {
  const { stalledDays, stalledDaysByStage } = program.settings;
  const stage = shownStage(program, deal);
  if (stage === null || !Object.hasOwn(stalledDaysByStage, stage)) return stalledDays;
  return stalledDaysByStage[stage] ?? stalledDays;
}

function rowOf({ program, asOf }: Asked, deal: DealFacts, partner: PartnerFacts, days: number): StalledRow {
  const { id, url, label } = tellDeal(program)(deal);
  const money = dealMoney(program, deal, asOf);
  return {
    record: 'deal',
    id: id ?? '',
    name: label ?? id ?? '',
    partner: nameOf(partner),
    manager: partner.manager.at(asOf),
    stage: shownStage(program, deal),
    days,
    amount: typeof money === 'string' ? null : decimal(program, money),
    url,
  };
}
