import { formatUnits, minorDigits } from './numbers.ts';
import { inScope, type Scope } from './partner-state.ts';
import { inPeriod, type Period } from './period.ts';
import type { Deal } from './records.ts';
import type { Ms } from './time.ts';
import { amountOf, closedAt, existingDeals, shareOf, sourcing, statusAt, type View } from './view.ts';

export function formatMoney(view: View, minor: bigint): string {
  const digits = minorDigits(view.settings.currency);
  return formatUnits(minor, digits);
}

/** The deals of a status that closed in the period. */
export function dealsClosed(view: View, period: Period, status: 'won' | 'lost'): Deal[] {
  return existingDeals(view).filter((deal) => {
    const closed = closedAt(view, deal);
    return closed !== null && statusAt(view, deal) === status && inPeriod(period, closed);
  });
}

/** Rule 1.9: the sourcing partners in scope at a moment, the enablement stage being that at the deal's creation. */
export function sourcingInScope(
  view: View,
  scope: Scope,
  deal: Deal,
  moment: Ms,
  enablementMoment = deal.createdAt,
): string[] {
  return sourcing(view, deal).filter((partner) => inScope(view, scope, partner, moment, enablementMoment));
}

/** The sum of some partners' shares of a deal; nothing where the amount is missing or unconverted. */
export function sharesOf(view: View, deal: Deal, partners: readonly string[]): bigint {
  const amount = amountOf(view, deal);
  if (typeof amount !== 'bigint') return 0n;
  return partners.reduce((sum, partner) => sum + shareOf(view, deal, partner, amount), 0n);
}

/** Rule 3.1: sourced revenue in minor units. */
export function sourcedRevenue(view: View, scope: Scope, period: Period): bigint {
  return dealsClosed(view, period, 'won').reduce(
    (sum, deal) => sum + sharesOf(view, deal, sourcingInScope(view, scope, deal, closedAt(view, deal) ?? view.asOf)),
    0n,
  );
}
