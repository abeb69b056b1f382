import type { Minor } from '../../records/money.ts';
import { type Segment, type SegmentKey, segmentKeys, UNKNOWN } from '../segment.ts';
import { sharesOf } from './deal-state.ts';
import { stageAt } from './enablement.ts';
import type { DealFacts, PartnerFacts } from './facts.ts';
import type { Program } from './program.ts';

/** What a question is about: one partner, a segment (all keys must hold), both, or the whole program. */
export interface Scope {
  readonly partner: PartnerFacts | null;
  readonly segment: Segment;
  /** Joining quarter, for benchmarks only (rule 3.11): it never changes, so it is no segment. */
  readonly cohort?: string;
  /** Only these, whatever their segments (reports on a list of partners). */
  readonly among?: PartnerList;
}

/** Partners named one by one; `key` is the same for the same partners. */
export interface PartnerList {
  readonly key: string;
  readonly partners: readonly PartnerFacts[];
  readonly has: ReadonlySet<PartnerFacts>;
}

/** A list of partners, each once, in the program's order. */
export function partnerList(partners: Iterable<PartnerFacts>): PartnerList {
  const has = new Set(partners);
  const sorted = [...has].sort((a, b) => a.index - b.index);
  return { key: sorted.map(({ index }) => index).join(), partners: sorted, has };
}

export const WHOLE_PROGRAM: Scope = { partner: null, segment: {} };

export const isWholeProgram = (scope: Scope): boolean =>
  scope.partner === null &&
  scope.cohort === undefined &&
  scope.among === undefined &&
  Object.keys(scope.segment).length === 0;

/** The few partners that a scope names by themselves, in a list or by their joining quarter; null where it may be anybody. */
export function namedPartners(program: Program, { partner, cohort, among }: Scope): readonly PartnerFacts[] | null {
  if (partner !== null) return [partner];
  if (among !== undefined) return among.partners;
  return cohort === undefined ? null : (program.cohorts.get(cohort) ?? []);
}

/** The partners that a scope can be about; whether each is in its segment is still to be asked. */
export const partnersOf = (program: Program, scope: Scope): readonly PartnerFacts[] =>
  namedPartners(program, scope) ?? program.partners;

/** The deals of a scope's few partners, each once; null where it may be anybody's. */
export function namedDeals(
  program: Program,
  scope: Scope,
  dealsOf: (partner: PartnerFacts) => readonly DealFacts[],
): readonly DealFacts[] | null {
  const named = namedPartners(program, scope);
  return named === null ? null : [...new Set(named.flatMap(dealsOf))];
}

/** A partner's value of a segment key at a moment, `(unknown)` without one (rule 1.9). */
export function segmentValue(program: Program, partner: PartnerFacts, key: SegmentKey, moment: number): string {
  return key === 'enablement' ? stageAt(program, partner, moment) : (partner[key].at(moment) ?? UNKNOWN);
}

/** Whether the partner is in scope at a moment; `stageMoment` where the enablement stage is taken at another one (rule 1.9). */
export function inScope(
  program: Program,
  scope: Scope,
  partner: PartnerFacts,
  moment: number,
  stageMoment: number = moment,
): boolean {
  if (scope.partner !== null && scope.partner !== partner) return false;
  if (scope.among !== undefined && !scope.among.has.has(partner)) return false;
  if (scope.cohort !== undefined && scope.cohort !== partner.cohort) return false;
  return segmentKeys.every((key) => {
    const wanted = scope.segment[key];
    return (
      wanted === undefined ||
      segmentValue(program, partner, key, key === 'enablement' ? stageMoment : moment) === wanted
    );
  });
}

/** The deal's shares that fall to sourcing partners in scope at a moment (rules 1.9, 2.6); null where none does. */
export function scopedShare(
  program: Program,
  scope: Scope,
  deal: DealFacts,
  total: Minor,
  moment: number,
  stageMoment: number = moment,
): Minor | null {
  const shares = sharesOf(deal, total);
  let sum: Minor | null = null;
  deal.sourcing.forEach((partner, index) => {
    if (inScope(program, scope, partner, moment, stageMoment)) sum = (sum ?? 0n) + (shares[index] ?? 0n);
  });
  return sum;
}

export const anyInScope = (
  program: Program,
  scope: Scope,
  partners: readonly PartnerFacts[],
  moment: number,
  stageMoment: number = moment,
): boolean => partners.some((partner) => inScope(program, scope, partner, moment, stageMoment));
