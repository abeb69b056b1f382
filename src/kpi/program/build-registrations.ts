import { compareCodePoints } from '../../records/order.ts';
import { keyOf, type Stamp } from '../../records/records.ts';
import type { Zone } from '../../records/zone.ts';
import { type BuiltDeals, hasNoCloseDate } from './build-deals.ts';
import type { BuiltPartners } from './build-partners.ts';
import { TextPool } from './columns.ts';
import type { DealFacts, RegistrationFacts } from './facts.ts';
import type { ProgramReader } from './reader.ts';

export interface BuiltRegistrations {
  readonly registrations: readonly RegistrationFacts[];
  readonly registrationKeys: TextPool;
  readonly registrationUrls: TextPool;
  readonly registrationAccounts: TextPool;
}

const NONE: readonly DealFacts[] = [];

const fields = [
  'source',
  'id',
  'url',
  'account',
  'partner',
  'deal',
  'status',
  'submittedAt',
  'decidedAt',
  'expiresAt',
] as const;

/** Registrations sorted by submission, each with the deals that it is linked to: its own link first, else the deals' (rule 3.2). */
export async function buildRegistrations(
  reader: ProgramReader,
  built: BuiltPartners,
  deals: BuiltDeals,
  zone: Zone,
): Promise<BuiltRegistrations> {
  const instant = (stamp: Stamp | null) => (stamp === null ? null : zone.instantOf(stamp));
  const keys = new TextPool();
  const urls = new TextPool();
  const accounts = new TextPool();
  const list: { readonly facts: RegistrationFacts; readonly key: string }[] = [];
  for await (const chunk of reader.scan('registration', fields)) {
    for (const row of chunk) {
      const partner = built.partnerOf.get(row.partner);
      if (partner === undefined) continue;
      const key = keyOf(row.source, row.id);
      const own = row.deal === null ? undefined : deals.dealOf.get(row.deal);
      const naming = deals.byRegistration.get(key) ?? NONE;
      const linked = own === undefined ? naming : [own];
      const others = own === undefined ? NONE : naming.filter((deal) => deal !== own);
      keys.add(key);
      urls.add(row.url);
      accounts.add(row.account);
      const facts: RegistrationFacts = {
        index: list.length,
        status: row.status,
        partner,
        at: zone.instantOf(row.submittedAt),
        decidedAt: instant(row.decidedAt),
        expiresAt: row.expiresAt === null ? null : zone.expiryOf(row.expiresAt),
        deals: linked.filter((deal) => !hasNoCloseDate(deal)),
        otherDeals: others.length === 0 ? NONE : others,
      };
      list.push({ facts, key });
    }
  }
  list.sort((a, b) => a.facts.at - b.facts.at || compareCodePoints(a.key, b.key));
  const registrations = list.map(({ facts }) => facts);
  for (const registration of registrations)
    built.partners[registration.partner.index]?.registrations.push(registration);
  return { registrations, registrationKeys: keys, registrationUrls: urls, registrationAccounts: accounts };
}
