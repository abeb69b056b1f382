import { afterEach, describe, expect, it } from 'vitest';
import type { Program } from '../../src/kpi/program/program.ts';
import { CrmRows } from '../../src/proof/ask.ts';
import { byKey } from '../../src/proof/by-key.ts';
import type { FilterFacts } from '../../src/proof/facts.ts';
import {
  countedIn,
  dealFigures,
  isDealFigure,
  type ProofFigure,
  registrationFigures,
} from '../../src/proof/figures.ts';
import { type Asked, crmFilter, questionOf, type Reconciliation, reconcile } from '../../src/proof/index.ts';
import type { Mapping } from '../../src/sources/mapping/index.ts';
import { asking, idsOf } from '../doubles/hubspot/asking.ts';
import {
  type HubSpotStandIn,
  type PartnerProgram,
  seedPartnerProgram,
  startHubSpot,
} from '../doubles/hubspot/index.ts';
import { plainHubSpot } from '../sources/mapping/fixtures.ts';
import { mappingOf } from '../sources/mapping/support.ts';
import { hubspotInspector } from './hubspot-inspector.ts';
import { programOf } from './support.ts';

const NOW = '2026-11-02T09:00:00Z';
const periods = ['2026', '2026-Q2', '2026-Q3', '2026-Q4', '2026-06', '2026-07', '2026-06-30..2026-07-01', 'all'];
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati'];
const open: HubSpotStandIn[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

interface World {
  readonly hubspot: HubSpotStandIn;
  readonly ids: PartnerProgram;
  readonly mapping: Mapping;
}

/** The seeded account; more deals closed at the edges of periods, at midnight UTC and beside it. */
async function seeded(ready: string): Promise<World> {
  const hubspot = await startHubSpot({ lag: 0 });
  open.push(hubspot);
  const { portal } = hubspot;
  const ids = seedPartnerProgram(portal);
  portal.defineProperty('deals', { name: 'sourcing_partner_key', label: 'Sourcing partner' });
  portal.defineProperty('deals', { name: 'influencing_partner_keys', label: 'Influencing partners' });
  if (ready === 'hubspot-prm-key') {
    portal.definePipeline('deals', {
      id: 'partner-registrations',
      label: 'Registrations',
      stages: ['Submitted', 'Approved', 'Rejected', 'Expired', 'Converted', 'Withdrawn'].map((label, n) => ({
        id: `r${n}`,
        label,
        metadata: { probability: '0.5', isClosed: 'false' },
      })),
    });
    ['r0', 'r1', 'r2'].forEach((dealstage, n) => {
      const values = {
        dealname: dealstage,
        pipeline: 'partner-registrations',
        dealstage,
        sourcing_partner_key: 'PRM-NOR',
      };
      portal.create('deals', values, { at: Date.parse(`2026-0${6 + n}-30T23:30:00Z`) });
    });
  }
  const closings = ['2026-07-01T00:00:00Z', '2026-06-30T23:30:00Z', '2026-07-01T03:59:00Z', '2026-10-01T00:00:00Z'];
  for (const closedate of closings) {
    const { id } = portal.create(
      'deals',
      {
        dealname: `Edge ${closedate}`,
        pipeline: 'default',
        dealstage: 'appointmentscheduled',
        amount: '1000',
        deal_currency_code: 'EUR',
      },
      { at: Date.parse('2026-03-31T22:30:00Z') },
    );
    portal.update('deals', id, { dealstage: 'closedwon', closedate }, { at: Date.parse('2026-10-02T00:00:00Z') });
    portal.associate('deals', id, 'companies', ids.partners.nordwind, { labels: ['Sourced by'] });
    portal.update('deals', id, { sourcing_partner_key: 'PRM-NOR' }, { at: Date.parse('2026-10-02T00:00:00Z') });
  }
  portal.update(
    'deals',
    ids.deals.sourced,
    { sourcing_partner_key: 'prm-blu' },
    { at: Date.parse('2026-10-02T00:00:00Z') },
  );
  portal.update(
    'deals',
    ids.deals.influenced,
    { influencing_partner_keys: 'PRM-KAI' },
    { at: Date.parse('2026-10-02T00:00:00Z') },
  );
  hubspot.advance(1_000);
  return { hubspot, ids, mapping: mappingOf('hubspot', { ready }) };
}

const programIn = ({ hubspot, mapping }: World, timeZone: string): Promise<Program> =>
  programOf(mapping, plainHubSpot(hubspot), NOW, { timeZone, currency: 'EUR' });

async function factsOf({ hubspot, mapping }: World): Promise<FilterFacts> {
  const rows = new CrmRows(hubspotInspector(hubspot), mapping, { signal: new AbortController().signal });
  const records = ['deal', 'attribution', 'registration'];
  return rows.facts(mapping.entries.filter(({ record }) => records.includes(record)).map(({ object }) => object));
}

async function foundBy(
  world: World,
  program: Program,
  asked: Asked,
): Promise<{ ours: string[]; theirs: string[]; exact: boolean }> {
  const { hubspot, mapping } = world;
  const { question, scope } = questionOf(program, 'crm', asked);
  const record = isDealFigure(question.figure) ? 'deal' : 'registration';
  const ours = [...byKey(program, record, countedIn(program, scope, question.window, question.figure)).keys()].sort();
  const theirs = new Set<string>();
  const filters = crmFilter(question, mapping, await factsOf(world));
  for (const { search, object } of filters.flatMap(({ searches, object }) =>
    searches.map((search) => ({ search, object })),
  )) {
    hubspot.advance(1_000);
    const answered = await asking(hubspot).search(object, search);
    expect([answered.status, search, answered.text.slice(0, 300)]).toEqual([200, search, answered.text.slice(0, 300)]);
    for (const id of idsOf(answered)) theirs.add(`crm/${id}`);
  }
  const loose = ['labels-not-in-search', 'partner-not-known', 'computed-field'];
  return {
    ours,
    theirs: [...theirs].sort(),
    exact: !filters.some(({ caveats }) => caveats.some((one) => loose.includes(one))),
  };
}

describe.each(zones)('in %s', (timeZone) => {
  it('the search of a PRM’s keys finds what each figure counts, and what labels would say is left out', {
    timeout: 60_000,
  }, async () => {
    for (const ready of ['hubspot-prm-key', 'hubspot-labels']) {
      const world = await seeded(ready);
      const program = await programIn(world, timeZone);
      let exactly = 0;
      const figures: readonly ProofFigure[] = [...dealFigures, ...registrationFigures];
      for (const figure of figures) {
        for (const period of periods) {
          const kpi = isDealFigure(figure) ? 'sourced-revenue' : 'registered-deals';
          const { ours, theirs, exact } = await foundBy(world, program, { kpi, figure, period, asOf: Date.parse(NOW) });
          if (exact) expect([ready, figure, period, theirs]).toEqual([ready, figure, period, ours]);
          else
            expect([ready, figure, period, ours.filter((id) => !theirs.includes(id))]).toEqual([
              ready,
              figure,
              period,
              [],
            ]);
          exactly += exact ? ours.length : 0;
        }
      }
      expect(exactly).toBeGreaterThan(5);
    }
  });
});

describe('reconcile', () => {
  async function synced(ready = 'hubspot-labels', timeZone = 'Europe/Berlin') {
    const world = await seeded(ready);
    const program = await programIn(world, timeZone);
    world.hubspot.advance(60_000);
    const ask = (asked: Partial<Asked> = {}, withLinks = true): Promise<Reconciliation> =>
      reconcile(
        { kpi: 'sourced-revenue', period: '2026', asOf: Date.parse(NOW) + 3_600_000, ...asked },
        {
          inspector: hubspotInspector(world.hubspot, withLinks),
          mapping: world.mapping,
          source: 'crm',
          program,
          signal: new AbortController().signal,
        },
      );
    return { ...world, program, ask };
  }
  const told = ({ differences }: Reconciliation): string[] =>
    differences.map(({ id, reason, changedSince }) => `${id} ${reason}${changedSince ? ' since' : ''}`).sort();

  it.each(['hubspot-labels', 'hubspot-prm-key', 'hubspot-custom-objects'])(
    'is equal when nothing changed, with %s, for every figure and partner, with links or without',
    { timeout: 60_000 },
    async (ready) => {
      const { ask, program } = await synced(ready);
      let counted = 0;
      for (const figure of [...dealFigures, ...registrationFigures]) {
        const kpi = isDealFigure(figure) ? 'sourced-revenue' : 'registered-deals';
        for (const partner of [undefined, ...program.partners.map(({ id }) => id)]) {
          if (figure === 'totalWon' && partner !== undefined) continue;
          for (const withLinks of [true, false]) {
            const result = await ask({ kpi, figure, partner }, withLinks);
            expect([figure, partner, told(result), result.there]).toEqual([figure, partner, [], result.here]);
            expect(result.attributionAsked).toBe(withLinks || ready === 'hubspot-prm-key');
            counted += result.here.records;
          }
        }
      }
      expect(counted).toBeGreaterThan(10);
    },
  );

  it('finds what was archived, changed, moved to another pipeline, or given to another partner', async () => {
    const { ask, hubspot, ids } = await synced();
    const { portal } = hubspot;
    const { sourced, influenced } = ids.deals;
    portal.dissociate('deals', sourced, 'companies', ids.partners.nordwind, ['Sourced by']);
    portal.update('deals', influenced, { amount: '80001' });
    const edges = portal.live('deals').filter(({ values }) => values.dealname?.startsWith('Edge'));
    const [first, second, third] = edges.map(({ id }) => id);
    portal.archive('deals', first ?? '');
    portal.update('deals', second ?? '', { pipeline: 'enrolments', dealstage: 'passed' });
    portal.update('deals', third ?? '', { closedate: '2027-03-01T00:00:00Z' });
    hubspot.advance(60_000);
    const result = await ask();
    expect(told(result)).toEqual(
      [
        `${sourced} attribution`,
        `${influenced} amount since`,
        `${first} deleted`,
        `${second} filter since`,
        `${third} date since`,
      ].sort(),
    );
    expect(told(await ask({}, false))).not.toContain(`${sourced} attribution`);
  });

  it('names the deals that a report in the account’s own zone counts in another period', async () => {
    const { ask } = await synced('hubspot-labels', 'Europe/Berlin');
    const { edges, equal } = await ask({ period: '2026-Q3' });
    // 03:59 UTC is 1 July in Berlin and still 30 June in New York; so is 23:30 UTC of the day before.
    expect(equal).toBe(true);
    expect(edges).toMatchObject([
      { at: '2026-06-30T23:30:00.000Z', dayHere: '2026-07-01', dayThere: '2026-06-30', counted: true },
      { at: '2026-07-01T03:59:00.000Z', dayHere: '2026-07-01', dayThere: '2026-06-30', counted: true },
    ]);
  });
});
