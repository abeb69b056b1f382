import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import type { CrmDoor } from '../../src/cli/crm-door.ts';
import { runCommandLine } from '../../src/cli/run.ts';
import type { Source } from '../../src/sources/source.ts';
import { syncSource } from '../../src/sources/sync.ts';
import { openStore } from '../../src/store/open.ts';
import { schemaChecker } from '../cli/schemas.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { type SalesforceStandIn, startSalesforce } from '../doubles/salesforce/index.ts';
import { applied, plainSalesforce } from '../sources/mapping/fixtures.ts';
import { mappingOf } from '../sources/mapping/support.ts';
import { salesforceInspector } from './salesforce-inspector.ts';

const NOW = '2026-11-24T10:00:00Z';
const later = Date.parse(NOW) + 120_000;
const open: SalesforceStandIn[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder whose store holds what the org had, and the command line with the org as a source. */
async function world() {
  const salesforce = await startSalesforce({ startAt: NOW, org: { multiCurrency: true } });
  open.push(salesforce);
  const mapping = mappingOf('salesforce', { ready: 'salesforce-lookup' });
  const folder = temporaryFolder();
  put(folder, 'partner-pulse.yaml', 'program: {timeZone: Europe/Berlin, currency: USD}\nstore: ./p.db\n');
  const store = await openStore({
    address: join(folder, 'p.db'),
    mode: 'own',
    role: 'sync',
    now: () => Date.parse(NOW),
    warn: () => undefined,
  });
  const source: Source = {
    name: 'crm',
    kind: 'salesforce',
    records: async function* () {
      yield* applied(mapping, plainSalesforce(salesforce)).records;
    },
  };
  const quiet = { info: () => undefined, warn: () => undefined };
  await syncSource({
    source,
    store,
    now: () => Date.parse(NOW),
    acceptDeletions: false,
    rejectsFile: null,
    onProgress: () => undefined,
    log: quiet,
    signal: new AbortController().signal,
  });
  await store.close();
  salesforce.clock.advance(60_000);
  const door: CrmDoor = {
    name: 'crm',
    mapping,
    open: async () => ({
      inspector: await salesforceInspector(salesforce),
      urlOf: (_object, id) => `https://acme.example/${id}`,
    }),
  };
  const pulse = async (args: readonly string[], doors: readonly CrmDoor[] = [door]): Promise<Run> => {
    const said = { stdout: '', stderr: '' };
    const sink = (name: keyof typeof said): Writable =>
      new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          said[name] += chunk.toString('utf8');
          done();
        },
      });
    const code = await runCommandLine({
      argv: args,
      env: {},
      folder,
      stdin: Readable.from(['']),
      stdout: Object.assign(sink('stdout'), { columns: 160 }),
      stderr: sink('stderr'),
      now: () => later,
      onStop: () => () => undefined,
      crms: () => doors,
    });
    return { code, ...said };
  };
  const deal = (n: number): string =>
    String(salesforce.records(`SELECT Id FROM Opportunity WHERE Name = 'Deal ${n}'`)[0]?.Id);
  return { salesforce, pulse, door, deal };
}

describe('pulse reconcile', () => {
  const check = schemaChecker();

  it('says that both tables are equal, with the filter to paste, and ends with 0', async () => {
    const { pulse } = await world();
    const { code, stdout, stderr } = await pulse(['reconcile', 'sourced-revenue', '--period', '2026']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Sourced revenue · 2026 · source crm\n/);
    expect(stdout).toContain('Both tables are equal, record by record.');
    expect(stdout).toMatch(
      /^SELECT Id, Name, Amount, CurrencyIsoCode, .* FROM Opportunity WHERE .*IsWon = true AND CloseDate >= 2026-01-01/m,
    );
    expect(stdout).toMatch(/\d+ calls to the CRM\.\n$/);
  });

  it('lists differences with their reasons, in either language, and ends with 1', async () => {
    const { pulse, salesforce, deal } = await world();
    salesforce.org.update(deal(2), { Amount: 1 });
    salesforce.org.update(deal(13), { CloseDate: '2027-01-01' });
    const english = await pulse(['reconcile', 'sourced-revenue', '--period', '2026']);
    expect(english.code).toBe(1);
    expect(english.stdout).toContain('2 differences:');
    expect(english.stdout).toContain(deal(2));
    expect(english.stdout).toMatch(/another amount \(changed/);
    const german = await pulse(['reconcile', 'sourced-revenue', '--period', '2026', '--lang', 'de']);
    expect(german.stdout).toContain('2 Abweichungen:');
    expect(german.stdout).toContain('anderes Datum');
  });

  it('follows its schemas', async () => {
    const { pulse, salesforce, deal } = await world();
    salesforce.org.delete(deal(2));
    for (const kpi of ['sourced-revenue', 'registered-deals']) {
      const { stdout, stderr } = await pulse(['reconcile', kpi, '--period', '2026', '--json']);
      expect(stderr).toBe('');
      check('reconciliation', JSON.parse(stdout));
      const filter = await pulse(['reconcile', kpi, '--filter-only', '--json']);
      expect(filter.code).toBe(0);
      check('crm-filter', JSON.parse(filter.stdout));
    }
  });

  it('prints the filter without asking anybody', async () => {
    const { pulse, salesforce } = await world();
    const before = salesforce.calls.length;
    const args = ['reconcile', 'sourced-revenue', '--period', '2026-Q3', '--partner', 'Koala Cloud', '--filter-only'];
    const { code, stdout } = await pulse(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/CloseDate >= 2026-07-01 AND CloseDate < 2026-10-01 AND .*Partner__c = '\w{18}'/);
    expect(salesforce.calls.length).toBe(before);
  });

  it('needs a CRM, and the right one', async () => {
    const { pulse, door } = await world();
    const none = await pulse(['reconcile', 'sourced-revenue'], []);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('nobody to ask')]);
    const two = await pulse(['reconcile', 'sourced-revenue'], [door, { ...door, name: 'other' }]);
    expect([two.code, two.stderr]).toEqual([2, expect.stringContaining('crm, other')]);
    const wrong = await pulse(['reconcile', 'sourced-revenue', '--source', 'crn']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('crm')]);
    const figure = await pulse(['reconcile', 'sourced-revenue', '--figure', 'combined']);
    expect(figure.code).toBe(2);
  });

  it('is named among the commands', () => {
    expect(commands.map(({ name }) => name)).toContain('reconcile');
  });
});
