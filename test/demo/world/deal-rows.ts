import { type Calendar, DAY, iso } from './calendar.ts';
import type { Deal } from './deals.ts';
import type { Random } from './random.ts';
import type { Row } from './tables.ts';

export interface Links {
  /** Deal of a registration, as registrations.csv says. */
  readonly deals: ReadonlyMap<string, string>;
  readonly converted: ReadonlySet<string>;
  readonly rows: Row<'deals'>[];
}

/** The rows of deals.csv with the flaws of a real CRM, and how they hang together with the registrations. */
export function linkDeals(all: readonly Deal[], calendar: Calendar, random: Random): Links {
  const links = new Map<string, string>();
  const converted = new Set<string>();
  const rows = all.map((deal) => {
    const side = random.weighted([['both', 50] as const, ['registration', 28] as const, ['deal', 22] as const]);
    if (deal.registration && side !== 'deal') links.set(deal.registration.id, deal.id);
    if (deal.registration && random.chance(0.9)) converted.add(deal.registration.id);
    return dealRow(deal, side !== 'registration', calendar, random);
  });
  return { deals: links, converted, rows: withFlaws(rows, all, random.fork('flaws')) };
}

function dealRow(deal: Deal, linked: boolean, calendar: Calendar, random: Random): Row<'deals'> {
  const isDirect = deal.sourced.length + deal.influenced.length === 0;
  return {
    id: deal.id,
    name: deal.name,
    amount: deal.amount,
    currency: deal.currency,
    type: deal.type,
    stage: deal.stage,
    status: deal.status,
    created_at: iso(deal.created),
    closed_at: iso(deal.closed),
    expected_close_on: calendar.day(deal.expectedClose),
    stage_entered_at: random.chance(0.03) ? '' : iso(deal.stageEntered),
    last_activity_at: random.chance(0.03) ? '' : iso(deal.lastActivity),
    owner_email: deal.owner,
    account: deal.account,
    registration_id: linked ? (deal.registration?.id ?? '') : '',
    direct: isDirect ? 'true' : random.chance(0.06) ? '' : 'false',
    url: `https://crm.example.com/deals/${deal.id}`,
  };
}

/** Eight reopened deals keep their old close date, two won ones have none, one closed before it was created. */
function withFlaws(rows: readonly Row<'deals'>[], all: readonly Deal[], random: Random): Row<'deals'>[] {
  const partnerDeals = all.filter(({ sourced }) => sourced.length > 0 && sourced.every(({ story }) => story === null));
  const old = (deal: Deal): boolean => (deal.closed ?? deal.lastActivity) - deal.created > 30 * DAY;
  const pick = (status: Deal['status'], count: number): Deal[] =>
    random.sample(
      partnerDeals.filter((deal) => deal.status === status && old(deal)),
      count,
    );
  const reopened = new Map(pick('open', 8).map((deal) => [deal.id, deal]));
  const [undated, undatedToo, reversed] = pick('won', 3);
  return rows.map((row) => {
    const open = reopened.get(row.id);
    if (open) return { ...row, stage: 'Negotiation', closed_at: iso(open.lastActivity - 10 * DAY) };
    if (row.id === undated?.id || row.id === undatedToo?.id) return { ...row, closed_at: '' };
    return row.id === reversed?.id
      ? { ...row, created_at: iso(reversed.created), closed_at: iso(reversed.created - 5 * DAY) }
      : row;
  });
}

/** The rows of attributions.csv; one of them comes twice, as CRM exports have it. */
export function attributionRows(all: readonly Deal[]): Row<'attributions'>[] {
  const rows = all.flatMap((deal) => [
    ...deal.sourced.map((partner) => ({ deal_id: deal.id, partner_id: partner.id, role: 'sourced' })),
    ...deal.influenced.map((partner) => ({ deal_id: deal.id, partner_id: partner.id, role: 'influenced' })),
  ]);
  return [...rows, ...rows.slice(0, 1)];
}
