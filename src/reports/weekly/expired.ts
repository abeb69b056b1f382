import { tellDeal, tellRegistration } from '../../kpi/behind.ts';
import { dealMoney, dealState } from '../../kpi/program/deal-state.ts';
import type { DealFacts, RegistrationFacts } from '../../kpi/program/facts.ts';
import { registrationState } from '../../kpi/program/registration-state.ts';
import { inScope } from '../../kpi/program/scope.ts';
import { registrationsIn } from '../../kpi/program/windows.ts';
import { decimal } from '../../kpi/revenue.ts';
import { compareCodePoints } from '../../records/order.ts';
import { dateOfDay } from '../../records/zone.ts';
import { type Asked, nameOf } from '../asked.ts';
import type { RegistrationRow } from '../report.ts';

const COMING_DAYS = 14;

type Group = RegistrationRow['group'];

export interface ExpiredRegistrations {
  readonly expired: readonly RegistrationRow[];
  readonly expiredOlder: number;
  readonly expiring: readonly RegistrationRow[];
}

/**
 * Rule 5.1: expired registrations, those that expired after `newSince` first, and those that expire within 14 days. A
 * partner is in scope with the values that hold at as-of: whoever looks after it now has to act.
 */
export function expiredRegistrations(asked: Asked, newSince: (expiresAt: number) => boolean): ExpiredRegistrations {
  const { program, scope, asOf } = asked;
  const groups: Record<Group, RegistrationFacts[]> = { new: [], older: [], 'date-unknown': [], coming: [] };
  let expiredOlder = 0;
  const submitted = { start: Number.NEGATIVE_INFINITY, until: asOf + 1 };
  for (const registration of registrationsIn(program, scope, submitted)) {
    const group = groupOf(asked, registration, newSince);
    if (group === null || !inScope(program, scope, registration.partner, asOf)) continue;
    if (group === 'beyond') expiredOlder++;
    else groups[group].push(registration);
  }
  const rows = (group: Group) => inOrder(groups[group].map((one) => rowOf(asked, one, group)));
  return {
    expired: [...rows('new'), ...rows('older'), ...rows('date-unknown')],
    expiredOlder,
    expiring: rows('coming'),
  };
}

function groupOf(
  { program, asOf, today }: Asked,
  registration: RegistrationFacts,
  newSince: (expiresAt: number) => boolean,
): Group | 'beyond' | null {
  const { expiresAt } = registration;
  const state = registrationState(registration, asOf);
  const days = expiresAt === null ? null : program.calendar.zone.dayOf(expiresAt) - today;
  if (state === 'expired') {
    if (expiresAt === null || days === null) return 'date-unknown';
    if (newSince(expiresAt)) return 'new';
    return -days <= program.settings.expiredDays ? 'older' : 'beyond';
  }
  const waits = state === 'submitted' || state === 'approved';
  return waits && days !== null && days <= COMING_DAYS ? 'coming' : null;
}

interface Row {
  readonly row: RegistrationRow;
  readonly expiresAt: number;
}

/** Latest expiry first, of coming ones the soonest, then by id. */
function inOrder(rows: readonly Row[]): readonly RegistrationRow[] {
  const sign = rows[0]?.row.group === 'coming' ? 1 : -1;
  return rows
    .toSorted((a, b) => sign * (a.expiresAt - b.expiresAt) || compareCodePoints(a.row.id, b.row.id))
    .map(({ row }) => row);
}

function rowOf(asked: Asked, registration: RegistrationFacts, group: Group): Row {
  const { program, asOf, today } = asked;
  const { partner, expiresAt } = registration;
  const { id, url, label } = tellRegistration(program)(registration);
  const open = registration.deals.filter((deal) => dealState(deal, asOf) === 'open');
  const day = expiresAt === null ? null : program.calendar.zone.dayOf(expiresAt);
  const row: RegistrationRow = {
    record: 'registration',
    id: id ?? '',
    group,
    partner: nameOf(partner),
    manager: partner.manager.at(asOf),
    account: label,
    expiresOn: day === null ? null : dateOfDay(day),
    days: day === null ? null : Math.abs(day - today),
    amount: amountOf(asked, open),
    deal: largestOf(asked, open),
    url,
  };
  return { row, expiresAt: expiresAt ?? 0 };
}

/** Of deals together; null where there is none, or none with a usable amount. */
function amountOf({ program, asOf }: Asked, deals: readonly DealFacts[]): string | null {
  const amounts = deals.map((deal) => dealMoney(program, deal, asOf)).filter((money) => typeof money !== 'string');
  return amounts.length === 0
    ? null
    : decimal(
        program,
        amounts.reduce((sum, money) => sum + money, 0n),
      );
}

/** The id of the deal with the largest amount, of equal ones the first by id; those without a usable amount come last. */
function largestOf({ program, asOf }: Asked, deals: readonly DealFacts[]): string | null {
  const known = deals.map((deal) => {
    const money = dealMoney(program, deal, asOf);
    return { id: tellDeal(program)(deal).id ?? '', money: typeof money === 'string' ? null : money };
  });
  const [largest] = known.toSorted((a, b) => {
    if (a.money === b.money) return compareCodePoints(a.id, b.id);
    if (a.money === null || b.money === null) return a.money === null ? 1 : -1;
    return a.money > b.money ? -1 : 1;
  });
  return largest?.id ?? null;
}
