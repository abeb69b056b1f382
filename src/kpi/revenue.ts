import { formatMinor, type Minor } from '../records/money.ts';
import { mayBeOpen } from './program/deal-index.ts';
import { dealExists, dealMoney, dealState } from './program/deal-state.ts';
import type { DealFacts, PartnerFacts } from './program/facts.ts';
import type { Program } from './program/program.ts';
import { anyInScope, inScope, namedDeals, type Scope, scopedShare } from './program/scope.ts';
import type { Tally } from './tally.ts';

/** A deal with the part of its amount that falls to the scope; null where the amount is unknown or unconverted. */
export interface DealPart {
  readonly deal: DealFacts;
  readonly part: Minor | null;
}

/** A sum of money over deals; those without a usable amount are left out of the sum and stay in the list (rule 2.5). */
export interface DealSum {
  readonly total: Minor;
  readonly deals: readonly DealPart[];
}

/** Moments [start, until) as computed at `asOf`. */
export interface Span {
  readonly start: number;
  readonly until: number;
  readonly asOf: number;
}

export const within = (moment: number | null, span: { readonly start: number; readonly until: number }): boolean =>
  moment !== null && moment >= span.start && moment < span.until;

export const decimal = (program: Program, value: Minor): string => formatMinor(value, program.digits);

/** Deals won in the span: closed in it and won by its as-of. */
export const wonIn = (deal: DealFacts, span: Span): boolean =>
  within(deal.closedAt, span) && dealState(deal, span.asOf) === 'won';

/** Rule 3.1: Σ shares of won deals closed in the span whose sourcing partner is in scope when it closes (stage: when it was created). */
export function sourcedRevenue(program: Program, scope: Scope, span: Span, tally?: Tally): DealSum {
  const deals: DealPart[] = [];
  for (const deal of closedIn(program, scope, span)) {
    if (deal.closedAt === null || deal.sourcing.length === 0 || !wonIn(deal, span)) continue;
    if (!anyInScope(program, scope, deal.sourcing, deal.closedAt, deal.createdAt)) continue;
    const money = dealMoney(program, deal, span.asOf);
    if (typeof money === 'string') {
      tally?.add(money);
      deals.push({ deal, part: null });
    } else {
      deals.push({ deal, part: scopedShare(program, scope, deal, money, deal.closedAt, deal.createdAt) });
    }
  }
  return total(deals);
}

/** Influenced won deals of a scope (rule 3.1): a partner's own, or those that nobody sourced. Never split. */
const influencers = (scope: Scope, deal: DealFacts) =>
  scope.partner === null && deal.sourcing.length > 0 ? [] : deal.influencing;

/** Rule 3.1: Σ whole amounts of influenced won deals closed in the span. */
export function influencedRevenue(program: Program, scope: Scope, span: Span, tally?: Tally): DealSum {
  const deals: DealPart[] = [];
  for (const deal of closedIn(program, scope, span)) {
    if (deal.closedAt === null || !wonIn(deal, span)) continue;
    if (!anyInScope(program, scope, influencers(scope, deal), deal.closedAt, deal.createdAt)) continue;
    const money = dealMoney(program, deal, span.asOf);
    if (typeof money === 'string') tally?.add(`influenced-${money}`);
    deals.push({ deal, part: typeof money === 'string' ? null : money });
  }
  return total(deals);
}

/** Rule 1.6: won deals without a close date, there by the as-of, are left out of every period and counted with each. */
export function tallyUndatedWins(
  program: Program,
  scope: Scope,
  asOf: number,
  tally: Tally,
  influenced: boolean,
): void {
  for (const deal of program.dealIndex.undated) {
    if (deal.status !== 'won' || dealState(deal, asOf) !== 'undated') continue;
    const hit = (partners: readonly PartnerFacts[]) => anyInScope(program, scope, partners, asOf, deal.createdAt);
    if (hit(deal.sourcing)) tally.add('no-closed-date');
    if (influenced && hit(influencers(scope, deal))) tally.add('influenced-no-closed-date');
  }
}

/** Rule 3.9: Σ shares of sourced deals created in the span (whatever became of them), scope at their creation. */
export function sourcedPipelineCreated(program: Program, scope: Scope, span: Span): DealSum {
  const created =
    namedDeals(program, scope, (p) => p.sourcedDeals.filter((deal) => within(deal.createdAt, span))) ??
    program.dealIndex.byCreation.between(span.start, span.until);
  const deals: DealPart[] = [];
  for (const deal of created) {
    if (deal.sourcing.length === 0 || !dealExists(deal, span.asOf)) continue;
    const part = partOf(program, scope, deal, span.asOf, deal.createdAt);
    if (part !== null) deals.push({ deal, part });
  }
  return total(deals);
}

/** Rule 3.9: Σ shares of sourced deals open at as-of, partners in their segment at as-of, enablement included. */
export function openSourcedPipeline(program: Program, scope: Scope, asOf: number): DealSum {
  const deals: DealPart[] = [];
  const isOpen = (deal: DealFacts): boolean => dealState(deal, asOf) === 'open';
  const own = namedDeals(program, scope, (p) => p.sourcedDeals.filter(isOpen));
  for (const deal of own ?? mayBeOpen(program.dealIndex, asOf)) {
    if (deal.sourcing.length === 0 || !isOpen(deal)) continue;
    const part = partOf(program, scope, deal, asOf, asOf);
    if (part !== null) deals.push({ deal, part });
  }
  return total(deals);
}

/** The deals that may be closed in the span and concern the scope: those of its few partners, or everybody's. */
function closedIn(program: Program, scope: Scope, span: Span): readonly DealFacts[] {
  const own = namedDeals(program, scope, (p) =>
    [...p.sourcedDeals, ...p.influencedDeals].filter((deal) => within(deal.closedAt, span)),
  );
  return own ?? program.dealIndex.byClose.between(span.start, span.until);
}

function partOf(program: Program, scope: Scope, deal: DealFacts, asOf: number, moment: number): Minor | null {
  if (!deal.sourcing.some((partner) => inScope(program, scope, partner, moment))) return null;
  const money = dealMoney(program, deal, asOf);
  return typeof money === 'string' ? null : scopedShare(program, scope, deal, money, moment);
}

const total = (deals: readonly DealPart[]): DealSum => ({
  total: deals.reduce((sum, { part }) => sum + (part ?? 0n), 0n),
  deals,
});
