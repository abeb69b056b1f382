import { isActive } from '../kpi/program/activity.ts';
import { mayBeOpen } from '../kpi/program/deal-index.ts';
import { dealMoney, dealState } from '../kpi/program/deal-state.ts';
import type { DealFacts, PartnerFacts } from '../kpi/program/facts.ts';
import { anyInScope, inScope, partnersOf } from '../kpi/program/scope.ts';
import type { Asked } from './asked.ts';
import type { Quality } from './report.ts';

/** An open deal that partners have to do with, in one of two ways (rule 5.4). */
export interface PartnerDeal {
  readonly deal: DealFacts;
  readonly kind: 'sourced' | 'influenced';
}

/** Open deals at as-of with a sourcing partner in scope, or, where nobody sourced it, with an influencing one. */
export function openPartnerDeals({ program, scope, asOf }: Asked): readonly PartnerDeal[] {
  const hit = (partners: readonly PartnerFacts[]) => anyInScope(program, scope, partners, asOf);
  return mayBeOpen(program.dealIndex, asOf).flatMap((deal): PartnerDeal[] => {
    const kind = deal.sourcing.length > 0 ? 'sourced' : 'influenced';
    const partners = kind === 'sourced' ? deal.sourcing : deal.influencing;
    return partners.length > 0 && dealState(deal, asOf) === 'open' && hit(partners) ? [{ deal, kind }] : [];
  });
}

/** Gaps that distort figures and that somebody can mend. */
export function qualityOf(asked: Asked, open: readonly PartnerDeal[]): Quality {
  const { program, scope, asOf } = asked;
  const active = partnersOf(program, scope).filter(
    (p) => inScope(program, scope, p, asOf) && isActive(program, p, asOf),
  );
  const gaps = open.map(({ deal }) => dealMoney(program, deal, asOf));
  return {
    activePartners: active.length,
    partnersWithoutManager: active.filter((p) => p.manager.at(asOf) === null).length,
    dealsWithoutAmount: gaps.filter((gap) => gap === 'no-amount').length,
    dealsUnconverted: gaps.filter((gap) => gap === 'unconverted').length,
  };
}
