import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { crmFilter, questionOf } from '../../src/proof/index.ts';
import type { Mapping } from '../../src/sources/mapping/index.ts';
import { type SalesforceStandIn, startSalesforce } from '../doubles/salesforce/index.ts';
import { TestClient } from '../doubles/salesforce/test-client.ts';
import { plainSalesforce } from '../sources/mapping/fixtures.ts';
import { mappingOf } from '../sources/mapping/support.ts';
import { salesforceInspector } from './salesforce-inspector.ts';
import { programOf } from './support.ts';

const NOW = '2026-11-24T10:00:00Z';
const asOf = Date.parse(NOW);
const periods = ['2026', '2026-Q3', 'this-quarter', '2026-11', '2026-10-25..2026-11-05', 'all'];
const zones = ['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Pacific/Kiritimati'];
const ready = ['salesforce-lookup', 'salesforce-junction', 'salesforce-partner-cloud'];

let salesforce: SalesforceStandIn;
let client: TestClient;
let leads = '';

beforeAll(async () => {
  salesforce = await startSalesforce({ startAt: NOW, org: { multiCurrency: true } });
  client = await new TestClient(salesforce).login();
  const { org } = salesforce;
  const idOf = (soql: string): string => String(salesforce.records(soql)[0]?.Id);
  const koala = idOf("SELECT Id FROM Account WHERE Name = 'Koala Cloud'");
  const nordwind = idOf("SELECT Id FROM Account WHERE Name = 'Nordwind Systems'");
  const customer = idOf("SELECT Id FROM Account WHERE Name = 'Globex'");
  const deal = (n: number): string => idOf(`SELECT Id FROM Opportunity WHERE Name = 'Deal ${n}'`);
  // Several partners on one deal, in both roles; a customer who stands as a partner; a deal closed ahead of its time.
  org.insert('Opportunity_Partner__c', { Name: 'X', Opportunity__c: deal(1), Partner__c: koala, Role__c: 'Sourced' });
  org.insert('Opportunity_Partner__c', {
    Name: 'Y',
    Opportunity__c: deal(2),
    Partner__c: koala,
    Role__c: 'Influenced',
  });
  org.insert('Opportunity_Partner__c', {
    Name: 'Z',
    Opportunity__c: deal(10),
    Partner__c: customer,
    Role__c: 'Sourced',
  });
  org.insert('Opportunity_Partner__c', {
    Name: 'W',
    Opportunity__c: deal(9),
    Partner__c: nordwind,
    Role__c: 'Services',
  });
  org.update(deal(11), {
    StageName: 'Closed Won',
    CloseDate: '2026-12-31',
    Partner__c: nordwind,
    Partner_Source__c: 'Sourced',
  });
  org.update(deal(12), { Partner__c: customer, Partner_Source__c: 'Sourced' });
  org.insert('OpportunityPartner', { OpportunityId: deal(1), AccountToId: koala, Role: 'Consultant' });
  org.insert('OpportunityPartner', { OpportunityId: deal(2), AccountToId: koala, Role: 'Reseller' });
  org.insert('OpportunityPartner', { OpportunityId: deal(2), AccountToId: customer, Role: 'Consultant' });
  leads = org.insert('RecordType', { Name: 'R', DeveloperName: 'Deal_Registration', SobjectType: 'Lead' });
  const lead = { LastName: 'X', Company: 'Globex', PartnerAccountId: koala };
  org.insert('Lead', { ...lead, Status: 'Open - Not Contacted', RecordTypeId: leads });
  org.insert('Lead', { ...lead, Status: 'Open - Not Contacted' });
});
afterAll(() => salesforce.close());

async function factsOf(mapping: Mapping): Promise<FilterFacts> {
  const rows = new CrmRows(await salesforceInspector(salesforce), mapping, { signal: new AbortController().signal });
  const records = ['deal', 'attribution', 'registration'];
  return rows.facts(mapping.entries.filter(({ record }) => records.includes(record)).map(({ object }) => object));
}

const partnersIn = (program: Program): (string | undefined)[] => [undefined, ...program.partners.map(({ id }) => id)];

describe.each(ready)('%s', (name) => {
  const mapping = mappingOf('salesforce', { ready: name });
  it.each(zones)('the printed SOQL finds what each figure counts, in %s', { timeout: 60_000 }, async (timeZone) => {
    const program = await programOf(mapping, plainSalesforce(salesforce), NOW, { timeZone, currency: 'USD' });
    const facts = await factsOf(mapping);
    let found = 0;
    const figures: readonly ProofFigure[] = [...dealFigures, ...registrationFigures];
    for (const figure of figures) {
      for (const period of periods) {
        for (const partner of partnersIn(program)) {
          if (figure === 'totalWon' && partner !== undefined) continue;
          const kpi = isDealFigure(figure) ? 'sourced-revenue' : 'registered-deals';
          const { question, scope } = questionOf(program, 'crm', { kpi, figure, period, partner, asOf });
          const record = isDealFigure(figure) ? 'deal' : 'registration';
          const ours = [...byKey(program, record, countedIn(program, scope, question.window, figure)).keys()].sort();
          const theirs = new Set<string>();
          for (const { soql } of crmFilter(question, mapping, facts)) {
            for (const id of await client.column(soql ?? '', 'Id')) theirs.add(`crm/${String(id)}`);
          }
          expect([figure, period, partner, [...theirs].sort()]).toEqual([figure, period, partner, ours]);
          found += ours.length;
        }
      }
    }
    expect(found).toBeGreaterThan(50);
  });
});
