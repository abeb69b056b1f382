import { afterEach, describe, expect, it } from 'vitest';
import type { Program } from '../../src/kpi/program/program.ts';
import { type Asked, type Reconciliation, reconcile } from '../../src/proof/index.ts';
import { type SalesforceStandIn, startSalesforce } from '../doubles/salesforce/index.ts';
import { plainSalesforce } from '../sources/mapping/fixtures.ts';
import { mappingOf } from '../sources/mapping/support.ts';
import { salesforceInspector } from './salesforce-inspector.ts';
import { programOf } from './support.ts';

const NOW = '2026-11-24T10:00:00Z';
/** Somebody asks two minutes after the sync; whatever changed has changed in between. */
const asOf = Date.parse(NOW) + 120_000;
const open: SalesforceStandIn[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

interface World {
  readonly salesforce: SalesforceStandIn;
  readonly program: Program;
  readonly deal: (n: number) => string;
  readonly account: (name: string) => string;
  readonly ask: (asked?: Partial<Asked>) => Promise<Reconciliation>;
}

/** An org that was synced, and may change after that. */
async function synced(
  ready = 'salesforce-lookup',
  more: object = {},
  before: (salesforce: SalesforceStandIn) => void = () => undefined,
): Promise<World> {
  const salesforce = await startSalesforce({ startAt: NOW, org: { multiCurrency: true } });
  open.push(salesforce);
  before(salesforce);
  const mapping = mappingOf('salesforce', { ready, ...more });
  const settings = { timeZone: 'Europe/Berlin', currency: 'USD' };
  const program = await programOf(mapping, plainSalesforce(salesforce), NOW, settings);
  salesforce.clock.advance(60_000);
  const inspector = await salesforceInspector(salesforce);
  const idOf = (soql: string): string => String(salesforce.records(soql)[0]?.Id);
  return {
    salesforce,
    program,
    deal: (n) => idOf(`SELECT Id FROM Opportunity WHERE Name = 'Deal ${n}'`),
    account: (name) => idOf(`SELECT Id FROM Account WHERE Name = '${name}'`),
    ask: (asked = {}) =>
      reconcile(
        { kpi: 'sourced-revenue', period: '2026', asOf, ...asked },
        { inspector, mapping, source: 'crm', program, signal: new AbortController().signal },
      ),
  };
}

const told = ({ differences }: Reconciliation): string[] =>
  differences.map(({ id, reason, changedSince }) => `${id} ${reason}${changedSince ? ' since' : ''}`).sort();

describe.each(['salesforce-lookup', 'salesforce-junction'])('%s', (ready) => {
  it('is equal to the CRM when nothing changed, for every figure, partner and segment', async () => {
    const { ask, program } = await synced(ready);
    for (const figure of ['sourced', 'influenced', 'lost', 'sourcedPipelineCreated', 'openSourcedPipeline']) {
      for (const partner of [undefined, ...program.partners.map(({ id }) => id)]) {
        const result = await ask({ figure, partner });
        expect([figure, partner, told(result), result.there]).toEqual([figure, partner, [], result.here]);
      }
      const gold = await ask({ figure, segment: { tier: 'Gold' } });
      expect([told(gold), gold.there]).toEqual([[], gold.here]);
    }
    const all = await ask();
    expect(all).toMatchObject({ equal: true, attributionAsked: true, elsewhere: null, edges: [] });
    expect(all.here.records).toBe(4);
    expect(Number(all.here.total)).toBeGreaterThan(400_000);
    expect((await ask({ kpi: 'registered-deals' })).equal).toBe(true);
  });

  it('finds a deleted deal, a changed amount, another currency, and a deal moved over the edge', async () => {
    const { ask, salesforce, deal } = await synced(ready);
    const { org } = salesforce;
    const [gone, amount, currency, moved] = [deal(1), deal(2), deal(9), deal(13)];
    org.delete(gone);
    org.update(amount, { Amount: 120_001 });
    org.update(currency, { CurrencyIsoCode: 'EUR' });
    org.update(moved, { CloseDate: '2027-01-01' });
    const result = await ask();
    expect(told(result)).toEqual(
      [`${gone} deleted`, `${amount} amount since`, `${currency} currency since`, `${moved} date since`].sort(),
    );
    expect(result.equal).toBe(false);
    const difference = result.differences.find(({ id }) => id === amount);
    expect(difference).toMatchObject({
      record: 'deal',
      url: `${salesforce.url}/${amount}`,
      here: { counted: true, amount: '120000', part: '120000.00' },
      there: { counted: true, amount: '120001', part: '120001.00' },
    });
    const sum = result.differences.reduce(
      (total, { here, there }) =>
        total + Number(there?.counted ? there.part : 0) - Number(here?.counted ? here.part : 0),
      0,
    );
    expect(Number(result.there.total) - Number(result.here.total)).toBeCloseTo(sum, 2);
  });

  it('tells what was won, lost and created since the last sync', async () => {
    const { ask, salesforce, deal, account } = await synced(ready);
    const { org } = salesforce;
    org.update(deal(5), { StageName: 'Closed Won', CloseDate: '2026-11-20' });
    org.update(deal(2), { StageName: 'Closed Lost' });
    const fresh = org.insert('Opportunity', {
      Name: 'Fresh',
      StageName: 'Closed Won',
      Amount: 500,
      CloseDate: '2026-11-23',
      CurrencyIsoCode: 'USD',
      Partner__c: account('Koala Cloud'),
      Partner_Source__c: 'Sourced',
    });
    org.insert('Opportunity_Partner__c', {
      Name: 'F',
      Opportunity__c: fresh,
      Partner__c: account('Koala Cloud'),
      Role__c: 'Sourced',
    });
    expect(told(await ask())).toEqual(
      [`${deal(5)} stage since`, `${deal(2)} stage since`, `${fresh} not-synced since`].sort(),
    );
  });
});

it('a deal that the CRM had all along and we have not is missing, not late', async () => {
  const { ask, salesforce, account } = await synced();
  const [id = ''] = salesforce.org.load('Opportunity', [
    {
      Name: 'Overlooked',
      StageName: 'Closed Won',
      Amount: 700,
      CloseDate: '2026-09-23',
      CurrencyIsoCode: 'USD',
      Partner__c: account('Koala Cloud'),
      Partner_Source__c: 'Sourced',
      CreatedDate: '2026-09-01T00:00:00.000Z',
      SystemModstamp: '2026-09-23T00:00:00.000Z',
    },
  ]);
  expect(told(await ask())).toEqual([`${id} missing`]);
});

it('finds attributions that were removed, added, or given to another partner', async () => {
  const { ask, salesforce, deal, account } = await synced();
  const { org } = salesforce;
  org.update(deal(1), { Partner__c: null, Partner_Source__c: null });
  org.update(deal(10), { Partner__c: account('Koala Cloud'), Partner_Source__c: 'Sourced' });
  org.update(deal(2), { Partner__c: account('Koala Cloud') });
  expect(told(await ask())).toEqual([`${deal(1)} attribution since`, `${deal(10)} attribution since`].sort());
  expect(told(await ask({ partner: 'Blue Harbor Consulting' }))).toEqual([`${deal(2)} attribution since`]);
  expect(told(await ask({ partner: 'Koala Cloud' }))).toEqual(
    [`${deal(10)} attribution since`, `${deal(2)} attribution since`].sort(),
  );
});

it('finds attributions of a junction, though the deal itself did not change', async () => {
  const { ask, salesforce, deal, account } = await synced('salesforce-junction');
  const { org } = salesforce;
  org.delete(
    String(salesforce.records(`SELECT Id FROM Opportunity_Partner__c WHERE Opportunity__c = '${deal(1)}'`)[0]?.Id),
  );
  org.insert('Opportunity_Partner__c', {
    Name: 'shared',
    Opportunity__c: deal(2),
    Partner__c: account('Koala Cloud'),
    Role__c: 'Sourced',
  });
  expect(told(await ask())).toEqual([`${deal(1)} attribution`]);
  const harbor = await ask({ partner: 'Blue Harbor Consulting' });
  expect(told(harbor)).toEqual([`${deal(2)} attribution`]);
  expect(harbor.differences[0]).toMatchObject({ here: { part: '120000.00' }, there: { part: '60000.00' } });
});

it('tells what the mapping leaves out by its filters', async () => {
  const { ask, salesforce, deal } = await synced('salesforce-lookup', {
    deal: { exclude: [{ field: 'Type', op: 'eq', value: 'Test' }] },
  });
  salesforce.org.update(deal(1), { Type: 'Test' });
  expect(told(await ask())).toEqual([`${deal(1)} filter since`]);
});

it('a deal without a rate is in no sum of ours, and is named', async () => {
  const { ask, deal } = await synced('salesforce-lookup', {}, (salesforce) => {
    const id = String(salesforce.records("SELECT Id FROM Opportunity WHERE Name = 'Deal 1'")[0]?.Id);
    salesforce.org.update(id, { CurrencyIsoCode: 'CHF' });
  });
  const result = await ask();
  expect(told(result)).toEqual([`${deal(1)} currency`]);
  expect(result.differences[0]?.there).toMatchObject({ part: null, amount: '48000', currency: 'CHF' });
  expect(result.there).toEqual(result.here);
});

it('compares registrations and their states', async () => {
  const { ask, salesforce } = await synced();
  const all = salesforce.records('SELECT Id, Status__c FROM Deal_Registration__c ORDER BY Name');
  const [first, , , , rejected] = all.map(({ Id }) => String(Id));
  salesforce.org.delete(first ?? '');
  salesforce.org.update(rejected ?? '', { Status__c: 'Approved' });
  expect(told(await ask({ kpi: 'registered-deals' }))).toEqual([`${first} deleted`]);
  expect(told(await ask({ kpi: 'registered-deals', figure: 'rejected' }))).toEqual([`${rejected} stage since`]);
  const whole = await ask({ kpi: 'registered-deals', figure: 'approved' });
  expect(whole.here).toEqual({ total: null, records: whole.here.records });
});

it('refuses figures that no CRM can be asked for', async () => {
  const { ask } = await synced();
  await expect(ask({ kpi: 'content-adoption' })).rejects.toMatchObject({ code: 'bad-argument' });
  await expect(ask({ figure: 'sourcedShare' })).rejects.toMatchObject({ code: 'bad-argument' });
  await expect(ask({ figure: 'totalWon', partner: 'Koala Cloud' })).rejects.toMatchObject({ code: 'bad-argument' });
});
