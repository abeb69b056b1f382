import { byCodePoint, type Fraction, minorDigits, roundHalfAway, splitEqually, times } from './numbers.ts';
import type { Deal, HistoryField, Partner, Registration, RegistrationState, StepRow, World } from './records.ts';
import type { Settings } from './settings.ts';
import { days, localDate, type Ms } from './time.ts';

/** The world as an instant knows it (rule 1.6). */
export interface View {
  readonly world: World;
  readonly settings: Settings;
  readonly asOf: Ms;
}

export function viewDays(view: View, from: Ms, to: Ms): number {
  return days(view.settings.timeZone, from, to);
}

/** Rule 1.4: what the field of a partner was at a moment. */
export function fieldAt(view: View, partner: Partner, field: HistoryField, moment: Ms): string | null {
  const entries = view.world.history
    .filter((entry) => entry.partner === partner.id && entry.field === field)
    .sort((a, b) => a.validFrom - b.validFrom);
  // Equal valid-from: the later row stands alone, as if the others were not there.
  const standing = entries.filter((entry, i) => entries[i + 1]?.validFrom !== entry.validFrom);
  const firstKnown = standing.find((entry) => entry.value !== null);
  if (firstKnown === undefined) return partner.current[field];
  if (moment < firstKnown.validFrom) return firstKnown.value;
  return standing.filter((entry) => entry.validFrom <= moment).at(-1)?.value ?? null;
}

export function partnerById(view: View, id: string): Partner {
  const partner = view.world.partners.find((candidate) => candidate.id === id);
  if (partner === undefined) throw new Error(`no partner ${id}`);
  return partner;
}

/** Rule 1.6: deals created later do not exist, won or lost ones without a closing date are left out everywhere. */
export function existingDeals(view: View): Deal[] {
  return view.world.deals.filter((deal) => dealExists(view, deal));
}

export function dealExists(view: View, deal: Deal): boolean {
  return deal.createdAt <= view.asOf && (deal.status === 'open' || deal.closedAt !== null);
}

/** The status of an existing deal at a moment (default: as-of). */
export function statusAt(view: View, deal: Deal, moment: Ms = view.asOf): Deal['status'] {
  return deal.status !== 'open' && deal.closedAt !== null && deal.closedAt <= moment ? deal.status : 'open';
}

/** The closing instant of a deal that is won or lost at as-of; null for an open one. */
export function closedAt(view: View, deal: Deal): Ms | null {
  return statusAt(view, deal) === 'open' ? null : deal.closedAt;
}

/** The ids of the sourcing partners, in code-point order. */
export function sourcing(view: View, deal: Deal): string[] {
  return attributed(view, deal, 'sourced');
}

/** The ids of the partners that influenced a deal and did not source it. */
export function influencing(view: View, deal: Deal): string[] {
  const sources = sourcing(view, deal);
  return attributed(view, deal, 'influenced').filter((id) => !sources.includes(id));
}

function attributed(view: View, deal: Deal, role: string): string[] {
  const rows = view.world.attributions.filter((row) => row.deal === deal.id && row.role === role);
  return [...new Set(rows.map((row) => row.partner))].sort(byCodePoint);
}

/** Rule 2.5: the amount in minor units of the reporting currency, or why there is none. */
export function amountOf(view: View, deal: Deal): bigint | 'no-amount' | 'unconverted' {
  if (deal.amount === null) return 'no-amount';
  const date = localDate(view.settings.timeZone, closedAt(view, deal) ?? view.asOf);
  const rate = rateOn(view, deal.currency ?? view.settings.currency, date.toString());
  if (rate === null) return 'unconverted';
  const scale: Fraction = { n: 10n ** BigInt(minorDigits(view.settings.currency)), d: 1n };
  return roundHalfAway(times(times(deal.amount, rate), scale));
}

function rateOn(view: View, currency: string, date: string): Fraction | null {
  if (currency === view.settings.currency) return { n: 1n, d: 1n };
  let best: { date: string; rate: Fraction } | null = null;
  for (const row of view.world.rates) {
    const rowDate = row.date.toString();
    // ">=" lets the later of two rows with the same date win.
    if (row.currency === currency && rowDate <= date && (best === null || rowDate >= best.date)) {
      best = { date: rowDate, rate: row.rate };
    }
  }
  return best?.rate ?? null;
}

/** Rule 2.6: what a sourcing partner has of the amount of a deal. */
export function shareOf(view: View, deal: Deal, partner: string, amount: bigint): bigint {
  const sources = sourcing(view, deal);
  return splitEqually(amount, sources.length)[sources.indexOf(partner)] ?? 0n;
}

/** Rule 1.7: the state of a registration at as-of. */
export function stateOf(view: View, registration: Registration): RegistrationState {
  const decided = registration.decidedAt !== null && registration.decidedAt <= view.asOf;
  const expiryPassed = registration.expiresAt !== null && registration.expiresAt <= view.asOf;
  switch (registration.status) {
    case 'expired':
      if (registration.expiresAt === null || expiryPassed) return 'expired';
      return decided ? 'approved' : 'submitted';
    case 'submitted':
      return expiryPassed ? 'expired' : 'submitted';
    case 'approved':
      if (expiryPassed) return 'expired';
      return registration.decidedAt === null || decided ? 'approved' : 'submitted';
    default:
      if (registration.decidedAt === null || decided) return registration.status;
      return expiryPassed ? 'expired' : 'submitted';
  }
}

/** Rule 1.7: whether a registration was ever approved by as-of. */
export function everApproved(view: View, registration: Registration): boolean {
  const decided = registration.decidedAt !== null && registration.decidedAt <= view.asOf;
  if (registration.status === 'approved' || registration.status === 'converted') {
    return registration.decidedAt === null || decided;
  }
  return registration.status === 'expired' && decided;
}

/** Rule 3.2: the deals linked to a registration that exist at as-of; the registration's own link excludes the others. */
export function linkedDeals(view: View, registration: Registration): Deal[] {
  const linked =
    registration.deal === null
      ? view.world.deals.filter((deal) => deal.registration === registration.id)
      : view.world.deals.filter((deal) => deal.id === registration.deal);
  return linked.filter((deal) => dealExists(view, deal));
}

/** A step of a partner as it stood at a moment; several rows of one step are one (rule 1.3). */
export interface Step {
  readonly step: string;
  readonly startedAt: Ms | null;
  readonly completedAt: Ms | null;
}

/** The steps of a partner in order, stamps after the moment being unknown. */
export function stepsAt(view: View, partner: string, moment: Ms): Step[] {
  const known = (stamp: Ms | null): Ms | null => (stamp !== null && stamp <= moment ? stamp : null);
  const rows = view.world.steps
    .filter((row) => row.partner === partner)
    .map((row) => ({ ...row, startedAt: known(row.startedAt), completedAt: known(row.completedAt) }));
  const names = [...new Set(rows.map((row) => row.step))];
  return names
    .sort((a, b) => stepPosition(view, a) - stepPosition(view, b) || byCodePoint(a, b))
    .map((name) => {
      const same = rows.filter((row) => row.step === name).sort(completedFirst);
      return { step: name, startedAt: same[0]?.startedAt ?? null, completedAt: same[0]?.completedAt ?? null };
    });
}

function completedFirst(a: StepRow, b: StepRow): number {
  const late = Number.MAX_SAFE_INTEGER;
  return (
    (a.completedAt ?? late) - (b.completedAt ?? late) ||
    (a.startedAt ?? late) - (b.startedAt ?? late) ||
    a.position - b.position
  );
}

/** Rule 3.4: the position of a step is the smallest seen anywhere. */
export function stepPosition(view: View, step: string): number {
  return Math.min(...view.world.steps.filter((row) => row.step === step).map((row) => row.position));
}
