import { compareCodePoints } from '../../records/order.ts';
import { type Deal, type Key, keyOf, type RecordSet, type Stamp } from '../../records/records.ts';
import type { Zone } from '../../records/zone.ts';
import type { BuiltPartners, PartnerDraft } from './build-partners.ts';
import { displayIds } from './display-ids.ts';
import type { DealFacts, RegistrationFacts } from './facts.ts';

/** Every deal of the types that count, with its surviving partners, sourcing and influencing ones apart (rules 1.3, 2.5, 2.6, 3.1). */
export function buildDeals(
  records: RecordSet,
  built: BuiltPartners,
  zone: Zone,
  countTypes: readonly string[],
): ReadonlyMap<Key, DealFacts> {
  const displayId = displayIds(records.deal);
  const roles = new Map<Key, Map<PartnerDraft, 'sourced' | 'influenced'>>();
  for (const { deal, partner, role } of records.attribution) {
    const survivor = built.partnerOf.get(partner);
    if (survivor === undefined) continue;
    const parties = roles.get(deal) ?? new Map<PartnerDraft, 'sourced' | 'influenced'>();
    roles.set(deal, parties);
    if (parties.get(survivor) !== 'sourced') parties.set(survivor, role);
  }
  const deals = new Map<Key, DealFacts>();
  for (const record of records.deal) {
    if (countTypes.length > 0 && !countTypes.includes(record.type ?? '')) continue;
    const key = keyOf(record.source, record.id);
    const parties = [...(roles.get(key) ?? [])].sort(([a], [b]) => compareCodePoints(a.id, b.id));
    const inRole = (role: 'sourced' | 'influenced') => parties.filter(([, r]) => r === role).map(([p]) => p);
    const deal: DealFacts = {
      key,
      id: displayId(record),
      record,
      createdAt: zone.instantOf(record.createdAt),
      closedAt: record.status === 'open' || record.closedAt === null ? null : zone.instantOf(record.closedAt),
      sourcing: inRole('sourced'),
      influencing: inRole('influenced'),
    };
    deals.set(key, deal);
    for (const [partner, role] of parties)
      (role === 'sourced' ? partner.sourcedDeals : partner.influencedDeals).push(deal);
  }
  return deals;
}

/** Rule 1.6: won or lost without a close date counts nowhere: no activity, no link, no deal created. */
export const hasNoCloseDate = (
  deal: Pick<DealFacts, 'closedAt'> & { readonly record: Pick<Deal, 'status'> },
): boolean => deal.record.status !== 'open' && deal.closedAt === null;

/** Registrations sorted by submission, each with the deals that it is linked to: its own link first, else the deal's (rule 3.2). */
export function linkRegistrations(
  records: RecordSet,
  built: BuiltPartners,
  deals: ReadonlyMap<Key, DealFacts>,
  zone: Zone,
): readonly RegistrationFacts[] {
  const instant = (stamp: Stamp | null) => (stamp === null ? null : zone.instantOf(stamp));
  const displayId = displayIds(records.registration);
  const byRegistration = new Map<Key, DealFacts[]>();
  for (const deal of deals.values()) {
    const registration = deal.record.registration;
    if (registration === null || hasNoCloseDate(deal)) continue;
    const list = byRegistration.get(registration);
    if (list === undefined) byRegistration.set(registration, [deal]);
    else list.push(deal);
  }
  const list: RegistrationFacts[] = [];
  for (const record of records.registration) {
    const partner = built.partnerOf.get(record.partner);
    if (partner === undefined) continue;
    const own = record.deal === null ? undefined : deals.get(record.deal);
    const linked = own === undefined ? (byRegistration.get(keyOf(record.source, record.id)) ?? []) : [own];
    const registration: RegistrationFacts = {
      id: displayId(record),
      record,
      partner,
      at: zone.instantOf(record.submittedAt),
      decidedAt: instant(record.decidedAt),
      expiresAt: record.expiresAt === null ? null : zone.expiryOf(record.expiresAt),
      deals: linked.filter((deal) => !hasNoCloseDate(deal)),
    };
    list.push(registration);
  }
  list.sort((a, b) => a.at - b.at || compareCodePoints(a.id, b.id));
  for (const registration of list) built.partnerOf.get(registration.record.partner)?.registrations.push(registration);
  return list;
}
