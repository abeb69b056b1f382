// A small, plausible partner program: three partners, their customers, deals, registrations and all that is around them.
import type { Portal } from './portal/portal.ts';
import { type Deals, seedDeals } from './seed-deals.ts';
import { type Enablement, seedEnablement } from './seed-enablement.ts';
import { defineProgram } from './seed-schema.ts';
import { day, type People } from './seed-world.ts';

/** Ids of the seeded records, by what they are. */
export type PartnerProgram = People & Deals & Enablement;

function seedOwners(portal: Portal): People['owners'] {
  const owner = (email: string, firstName: string) => portal.defineOwner({ email, firstName }).id;
  const owners = {
    anna: owner('anna@vendor.example', 'Anna'),
    ben: owner('ben@vendor.example', 'Ben'),
    gone: owner('gone@vendor.example', 'Gone'),
  };
  portal.owners.archive(owners.gone);
  return owners;
}

function seedPartners(portal: Portal, { anna, ben }: People['owners']): People['partners'] {
  const partner = (name: string, tier: string, region: string, motion: string, on: string, manager: string) => {
    const properties = {
      name,
      domain: `${name.toLowerCase().replaceAll(' ', '-')}.example`,
      type: 'PARTNER',
      partner_tier: tier,
      partner_region: region,
      partner_motion: motion,
      partner_status: 'ACTIVE',
      partner_since: on,
      partner_key: `PRM-${name.slice(0, 3).toUpperCase()}`,
      hubspot_owner_id: manager,
    };
    return portal.create('companies', properties, { at: day(on) }).id;
  };
  const nordwind = partner('Nordwind Systems', 'SILVER', 'EMEA', 'RESELL', '2025-03-10', anna);
  const blueharbor = partner('Blue Harbor', 'REGISTERED', 'AMER', 'REFER', '2026-01-20', ben);
  const kaiyo = partner('Kaiyo Partners', 'SILVER', 'APAC', 'SERVICES', '2026-06-15', anna);
  portal.update('companies', nordwind, { partner_tier: 'GOLD' }, { at: day('2026-04-01'), userId: 9_000_001 });
  return { nordwind, blueharbor, kaiyo };
}

function seedPeople(portal: Portal): People {
  const owners = seedOwners(portal);
  const partners = seedPartners(portal, owners);
  const customer = (name: string, domain: string, on: string) =>
    portal.create('companies', { name, domain, type: 'PROSPECT' }, { at: day(on) }).id;
  const contact = (email: string, firstname: string, on: string, company: string) => {
    const { id } = portal.create('contacts', { email, firstname }, { at: day(on) });
    portal.associate('contacts', id, 'companies', company, { primary: true });
    return id;
  };
  return {
    owners,
    partners,
    customers: {
      mueller: customer('Müller & Söhne', 'mueller.example', '2025-11-03'),
      acme: customer('Acme', 'acme.example', '2026-02-14'),
    },
    contacts: {
      nora: contact('nora@nordwind-systems.example', 'Nora', '2025-03-11', partners.nordwind),
      bo: contact('bo@blue-harbor.example', 'Bo', '2026-01-21', partners.blueharbor),
    },
  };
}

/** Fills an account with a partner program; all of it is old enough to be found by search. */
export function seedPartnerProgram(portal: Portal): PartnerProgram {
  defineProgram(portal);
  portal.currencies.setRate('USD', 0.9, '2026-01-01T00:00:00Z');
  portal.currencies.setRate('USD', 0.92, '2026-07-01T00:00:00Z');
  const people = seedPeople(portal);
  const deals = seedDeals(portal, people);
  return { ...people, ...deals, ...seedEnablement(portal, people) };
}
