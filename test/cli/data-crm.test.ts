import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { type SalesforceStandIn, startSalesforce } from '../doubles/salesforce/index.ts';
import { pulseHere, type Run } from './pulse.ts';
import { schemaChecker } from './schemas.ts';

const check = schemaChecker();

async function world(): Promise<{
  salesforce: SalesforceStandIn;
  folder: string;
  at: (...args: string[]) => Promise<Run>;
}> {
  const salesforce = await startSalesforce({ startAt: new Date().toISOString() });
  onTestFinished(() => salesforce.close());
  const folder = temporaryFolder();
  put(folder, 'partner-pulse.yaml', configuration(salesforce, '{ready: salesforce-junction}'));
  const env = { SALESFORCE_CLIENT_SECRET: salesforce.app.clientSecret };
  return { salesforce, folder, at: (...args) => pulseHere(args, { cwd: folder, env }) };
}

const configuration = ({ loginUrl, app }: SalesforceStandIn, mapping: string): string => `program: {currency: USD}
sources:
  - kind: salesforce
    loginUrl: ${loginUrl}
    login: {flow: client-credentials, clientId: ${app.clientId}}
    mapping: ${mapping}
`;

const json = async (run: Promise<Run>) => JSON.parse((await run).stdout);
const registrations = async (at: (...args: string[]) => Promise<Run>): Promise<number> =>
  (await at('export', '--json')).stdout.split('\n').filter((line) => line.includes('"record":"registration"')).length;

describe('a CRM’s rows that name nobody', () => {
  it('are listed, and follow at once when somebody says whose they are', async () => {
    const { salesforce, at } = await world();
    const customer = salesforce.org.insert('Account', { Name: 'Somebody Else', IsPartner: false });
    salesforce.org.insert('Deal_Registration__c', {
      Partner__c: customer,
      Status__c: 'Submitted',
      Submitted_At__c: '2026-10-01T08:00:00Z',
    });
    salesforce.clock.advance(60_000);
    const sync = await at('sync');
    expect(sync.stdout, sync.stderr).toContain('1 row names a partner whom nobody knows');
    const { unmatched } = await json(at('unmatched', '--json'));
    expect(unmatched).toMatchObject([{ source: 'salesforce', text: customer, record: 'registration', count: 1 }]);
    const before = await registrations(at);
    const calls = salesforce.calls.length;
    const { partners } = await json(at('partners', 'list', '--json'));
    const run = await at('unmatched', '--fix', '--accept', `${customer}=${partners[0].partner}`);
    expect([run.code, run.stdout.split('\n')[0]], run.stderr).toEqual([0, '1 alias was added.']);
    expect(await registrations(at)).toBe(before + 1);
    expect((await json(at('unmatched', '--json'))).unmatched).toEqual([]);
    expect(salesforce.calls.length).toBe(calls);
  }, 60_000);
});

describe('partners of a CRM', () => {
  it('that share a domain may be one', async () => {
    const { salesforce, at } = await world();
    const [one, other] = ['https://www.twin.example/de', 'twin.example'].map((Website, place) =>
      salesforce.org.insert('Account', { Name: `Twin of ${place === 0 ? 'Oslo' : 'Rome'}`, IsPartner: true, Website }),
    );
    salesforce.clock.advance(60_000);
    await at('sync');
    const found = await json(at('partners', 'list', '--duplicates', '--json'));
    check('partners', found);
    const pair = [`salesforce/${one}`, `salesforce/${other}`].sort();
    expect(found.duplicates).toContainEqual({
      one: { partner: pair[0], name: expect.any(String) },
      other: { partner: pair[1], name: expect.any(String) },
      reasons: ['domain'],
    });
  }, 60_000);
});

describe('pulse config diff', () => {
  it('shows on copies what a mapping would move, what it lacks, and changes nothing', async () => {
    const { salesforce, folder, at } = await world();
    const partner = String(salesforce.records('SELECT Id FROM Account WHERE IsPartner = true LIMIT 1')[0]?.Id);
    const closed = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const won = String(salesforce.records('SELECT ApiName FROM OpportunityStage WHERE IsWon = true')[0]?.ApiName);
    const deal = salesforce.org.insert('Opportunity', {
      Name: 'Big',
      StageName: won,
      CloseDate: closed,
      Amount: 412_000,
    });
    salesforce.org.insert('Opportunity_Partner__c', { Opportunity__c: deal, Partner__c: partner, Role__c: 'Co-sell' });
    salesforce.clock.advance(60_000);
    expect((await at('sync')).code).not.toBe(1);
    const same = await json(at('config', 'diff', '--json'));
    check('config-diff', same);
    expect(same).toMatchObject({
      figures: [],
      sources: [{ source: 'salesforce', notTried: null, lacks: [], changes: [] }],
    });

    const roles =
      '{field: Role__c, values: {sourced: [Sourced, Source, Referral, Co-sell], influenced: [Influenced, Influence, Services]}}';
    const next = `{ready: salesforce-junction, attribution: {fields: {role: ${roles}}}, deal: {fields: {account: Nickname__c}}}`;
    put(folder, 'next.yaml', configuration(salesforce, next));
    const calls = salesforce.calls.length;
    const files = () =>
      readdirSync(folder)
        .filter((name) => /\.(db|mirror)$/.test(name))
        .map((name) => [name, statSync(join(folder, name)).mtimeMs, readFileSync(join(folder, name)).length]);
    const untouched = files();
    const found = await json(at('config', 'diff', '--with', 'next.yaml', '--json'));
    check('config-diff', found);
    const moved = found.figures.find(({ figure }: { figure: string }) => figure === 'sourcedRevenue');
    expect(Number(moved.after) - Number(moved.before)).toBeGreaterThanOrEqual(412_000);
    expect(found.sources[0].lacks).toEqual(['Opportunity.Nickname__c']);
    expect(found.sources[0].changes.map(({ record }: { record: string }) => record)).toContain('attribution');
    const text = await at('config', 'diff', '--with', 'next.yaml');
    expect(text.stdout).toMatch(/Sourced revenue +\S.* → /);
    expect(text.stdout).toContain('Must be read from the CRM first: Opportunity.Nickname__c.');
    expect(salesforce.calls.length).toBe(calls);
    expect(files()).toEqual(untouched);
    expect((await at('config', 'diff', '--with', 'nowhere.yaml')).code).toBe(2);
    expect((await at('config', 'check', '--json')).code).toBe(2);
  }, 60_000);
});

describe('pulse purge of a CRM’s contact', () => {
  it('leaves her trainings as nobody’s, nothing of her but the hash, and keeps her out of a full sync', async () => {
    const { salesforce, folder, at } = await world();
    const partner = String(salesforce.records('SELECT Id FROM Account WHERE IsPartner = true LIMIT 1')[0]?.Id);
    const { org } = salesforce;
    org.addField('Deal_Registration__c', { name: 'Seller__c', type: 'string', length: 18 });
    const contact = org.insert('Contact', { LastName: 'Ada', AccountId: partner });
    const other = org.insert('Contact', { LastName: 'Ben', AccountId: partner });
    for (const Seller__c of [contact, other, contact]) {
      org.insert('Deal_Registration__c', {
        Partner__c: partner,
        Status__c: 'Submitted',
        Submitted_At__c: '2026-10-01T08:00:00Z',
        Seller__c,
      });
    }
    salesforce.clock.advance(60_000);
    const certification =
      '{object: Contact, fields: {partner: AccountId, person: Id, name: {constant: Seller}, earnedAt: CreatedDate}}';
    const session = '{object: Deal_Registration__c, fields: {partner: Partner__c, person: Seller__c, at: CreatedDate}}';
    const mapping = `{ready: salesforce-junction, certification: ${certification}, portal-session: ${session}}`;
    put(folder, 'partner-pulse.yaml', configuration(salesforce, mapping));
    await at('sync');
    const file = join(folder, 'partner-pulse.db');
    const store = await openStore({ address: file, mode: 'read', role: 'test', now: Date.now, warn: () => undefined });
    const hash = store.personHash(contact);
    await store.close();
    const named = async (): Promise<number> =>
      (await at('export', '--json')).stdout.split('\n').filter((line) => line.includes(hash)).length;
    const times = (text: string): number =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1').split(text).length - 1)
        .reduce((sum, count) => sum + count, 0);
    // Two sessions, and a certificate that is a row of herself.
    expect(await named()).toBe(3);
    const sessions = async () => (await json(at('status', '--json'))).records['portal-session'];
    const before = await sessions();
    const run = await at('purge', '--person', contact);
    expect(run.code, run.stderr).toBe(0);
    expect(await named()).toBe(0);
    expect(await sessions()).toBe(before);
    expect(times(contact)).toBe(0);
    // The list of the store, with its index, and that of the mirror.
    expect(times(hash)).toBe(3);
    await at('sync', '--full', '--reconcile');
    await at('sync', '--reconcile');
    expect(await named()).toBe(0);
    expect(await sessions()).toBe(before);
    expect(times(contact)).toBe(0);
  }, 60_000);
});
