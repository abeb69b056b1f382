import { type Deal, type Key, keyOf, type Stamp } from '../../records/records.ts';
import type { Zone } from '../../records/zone.ts';
import type { BuiltPartners, PartnerDraft } from './build-partners.ts';
import { TextPool } from './columns.ts';
import { DealDetailCollector, type DealDetails } from './deal-details.ts';
import type { DealFacts, PartnerFacts } from './facts.ts';
import type { ProgramReader } from './reader.ts';

type DealDraft = { -readonly [K in keyof DealFacts]: DealFacts[K] };

export interface BuiltDeals {
  readonly deals: readonly DealFacts[];
  readonly dealOf: ReadonlyMap<Key, DealFacts>;
  /** Deals by the registration that they name. */
  readonly byRegistration: ReadonlyMap<Key, readonly DealFacts[]>;
  readonly details: DealDetails;
  readonly keys: TextPool;
  readonly urls: TextPool;
  readonly names: TextPool;
}

const NOBODY: readonly PartnerFacts[] = [];
const dealFields = [
  'source',
  'id',
  'url',
  'name',
  'amount',
  'currency',
  'type',
  'stage',
  'status',
  'createdAt',
  'closedAt',
  'expectedCloseOn',
  'stageEnteredAt',
  'lastActivityAt',
  'registration',
  'direct',
] as const;

/** Every deal of the types that count, with its surviving partners, sourcing and influencing ones apart (rules 1.3, 2.5, 2.6, 3.1). */
export async function buildDeals(
  reader: ProgramReader,
  built: BuiltPartners,
  zone: Zone,
  countTypes: readonly string[],
): Promise<BuiltDeals> {
  const deals: DealDraft[] = [];
  const dealOf = new Map<Key, DealDraft>();
  const byRegistration = new Map<Key, DealDraft[]>();
  const details = new DealDetailCollector(zone);
  const keys = new TextPool();
  const urls = new TextPool();
  const names = new TextPool();
  const closing = (status: Deal['status'], stamp: Stamp | null) =>
    status === 'open' || stamp === null ? null : zone.instantOf(stamp);
  for await (const chunk of reader.scan('deal', dealFields)) {
    for (const row of chunk) {
      if (countTypes.length > 0 && !countTypes.includes(row.type ?? '')) continue;
      const { amount, currency, type, status } = row;
      const deal: DealDraft = {
        index: deals.length,
        status,
        type,
        amount,
        currency,
        direct: row.direct === true,
        createdAt: zone.instantOf(row.createdAt),
        closedAt: closing(status, row.closedAt),
        sourcing: NOBODY,
        influencing: NOBODY,
      };
      const key = keyOf(row.source, row.id);
      details.add(row);
      keys.add(key);
      urls.add(row.url);
      names.add(row.name);
      deals.push(deal);
      dealOf.set(key, deal);
      if (row.registration !== null) {
        const list = byRegistration.get(row.registration);
        if (list === undefined) byRegistration.set(row.registration, [deal]);
        else list.push(deal);
      }
    }
  }
  await addParties(reader, built, dealOf);
  return { deals, dealOf, byRegistration, details: details.finish(), keys, urls, names };
}

/** A repeated attribution counts once; a partner that both sourced and influenced a deal sourced it (rules 1.3, 3.1). */
async function addParties(
  reader: ProgramReader,
  built: BuiltPartners,
  dealOf: ReadonlyMap<Key, DealDraft>,
): Promise<void> {
  for await (const chunk of reader.scan('attribution', ['deal', 'partner', 'role'])) {
    for (const { deal: key, partner: of, role } of chunk) {
      const deal = dealOf.get(key);
      const partner = built.partnerOf.get(of);
      if (deal === undefined || partner === undefined || deal.sourcing.includes(partner)) continue;
      if (role === 'sourced') {
        deal.influencing = deal.influencing.filter((other) => other !== partner);
        deal.sourcing = inOrder([...deal.sourcing, partner]);
      } else if (!deal.influencing.includes(partner)) deal.influencing = inOrder([...deal.influencing, partner]);
    }
  }
  const draftOf = (partner: PartnerFacts): PartnerDraft | undefined => built.partners[partner.index];
  for (const deal of dealOf.values()) {
    for (const partner of deal.sourcing) draftOf(partner)?.sourcedDeals.push(deal);
    for (const partner of deal.influencing) draftOf(partner)?.influencedDeals.push(deal);
  }
}

/** Partners are numbered in the code-point order of their ids (rule 2.6). */
const inOrder = (partners: PartnerFacts[]): readonly PartnerFacts[] =>
  partners.length < 2 ? partners : partners.sort((a, b) => a.index - b.index);

/** Rule 1.6: won or lost without a close date counts nowhere: no activity, no link, no deal created. */
export const hasNoCloseDate = (deal: Pick<DealFacts, 'closedAt' | 'status'>): boolean =>
  deal.status !== 'open' && deal.closedAt === null;
