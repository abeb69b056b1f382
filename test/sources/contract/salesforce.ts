import { sourceSettings } from '../../../src/sources/index.ts';
import type { Fault, SalesforceStandIn } from '../../doubles/salesforce/index.ts';
import { startSalesforce } from '../../doubles/salesforce/index.ts';
import { plainSalesforce } from '../mapping/fixtures.ts';
import { mappingOf } from '../mapping/support.ts';
import { SalesforceChanges } from './salesforce-changes.ts';
import type { RemoteService } from './service.ts';
import { naiveRecords, sourceName } from './truth.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long a transaction is open at most; the overlap is twice that. */
const LONGEST = 5 * MINUTE;

/** Everything that Salesforce can hold of a program, with partners by a lookup and by a junction. */
export const salesforceMapping = {
  ready: 'salesforce-junction',
  attribution: [
    {
      object: 'Opportunity_Partner__c',
      fields: {
        deal: 'Opportunity__c',
        partner: 'Partner__c',
        role: { field: 'Role__c', values: { sourced: ['Sourced'], influenced: ['Influenced', 'Services'] } },
      },
    },
    {
      object: 'Opportunity',
      where: [{ field: 'Partner__c', op: 'filled' }],
      fields: {
        deal: 'self',
        partner: 'Partner__c',
        role: {
          field: 'Partner_Source__c',
          values: { sourced: ['Sourced', 'Partner led'], influenced: ['Influenced'] },
        },
      },
    },
  ],
};

const passing: readonly Fault[] = [
  { reset: true },
  { resetMidBody: true },
  { truncate: true },
  { html: true },
  { status: 503 },
  { status: 500, errorCode: 'UNKNOWN_EXCEPTION' },
  { acceptThenFail: true },
  { status: 429, retryAfter: 1 },
  { expireToken: true },
  { slowBodyMs: 10 },
];
const lostPlace: Fault = { status: 400, errorCode: 'INVALID_QUERY_LOCATOR' };
const routes = ['token', 'queryAll', 'queryMore', 'composite', 'describe', 'bulk.info', 'bulk.results', 'bulk.delete'];

export interface SalesforceServiceOptions {
  readonly mapping?: unknown;
  /** So many deals more than the small program has: above 2,000 rows, an object is read by files. */
  readonly moreDeals?: number;
  readonly pageSize?: number;
  readonly more?: object;
}

export class SalesforceService implements RemoteService {
  readonly salesforce: SalesforceStandIn;
  settings: RemoteService['settings'];
  readonly #changes: SalesforceChanges;
  #mapping;

  private constructor(salesforce: SalesforceStandIn, { mapping = salesforceMapping, more }: SalesforceServiceOptions) {
    this.salesforce = salesforce;
    this.#mapping = mappingOf('salesforce', mapping);
    this.settings = sourceSettings.parse({
      kind: 'salesforce',
      name: sourceName,
      loginUrl: salesforce.loginUrl,
      login: { flow: 'client-credentials', clientId: salesforce.app.clientId },
      dailyPercent: 100,
      mapping,
      bulkAbove: 2_000,
      ...more,
    });
    this.#changes = new SalesforceChanges(salesforce);
  }

  static async start({
    pageSize,
    moreDeals = 0,
    ...options
  }: SalesforceServiceOptions = {}): Promise<SalesforceService> {
    const salesforce = await startSalesforce({
      startAt: '2026-11-24T10:00:00Z',
      dailyLimit: 100_000_000,
      bulk: { pageSize: moreDeals === 0 ? 4 : 400 },
    });
    const deal = { StageName: 'Prospecting', CloseDate: '2026-12-01', Amount: 1 };
    salesforce.org.load(
      'Opportunity',
      Array.from({ length: moreDeals }, (_, i) => ({ ...deal, Name: `More ${i}` })),
    );
    if (pageSize !== undefined) salesforce.limitPages(pageSize);
    return new SalesforceService(salesforce, options);
  }

  get secrets() {
    return { clientSecret: this.salesforce.app.clientSecret };
  }

  get changes() {
    return this.#changes.all;
  }

  now(): number {
    return this.salesforce.clock.now();
  }

  advance(ms: number): void {
    // Waits have fractions; the stand-in reckons in whole milliseconds.
    let left = Math.ceil(ms);
    // The overlap holds for transactions that are no longer than it.
    for (let due = this.#changes.dueIn(LONGEST); due < left; due = this.#changes.dueIn(LONGEST)) {
      this.salesforce.clock.advance(due);
      left -= due;
      this.#changes.commitOlder(LONGEST);
    }
    this.salesforce.clock.advance(left);
  }

  settle(settling: 'now' | 'day' | 'check'): void {
    this.advance(2 * LONGEST);
    this.advance(settling === 'day' ? 25 * HOUR : 61 * MINUTE);
  }

  truth(personHash: (id: string) => string) {
    return naiveRecords(this.#mapping, plainSalesforce(this.salesforce), personHash);
  }

  merged(): ReadonlyMap<string, string> {
    return this.#changes.merged();
  }

  calls(): number {
    return this.salesforce.calls.length;
  }

  plague(random: Parameters<RemoteService['plague']>[0]): void {
    for (const route of routes)
      for (let i = 0; i < 3; i += 1)
        if (random.chance(0.3)) {
          const times = random.chance(0.15) ? 8 : 1;
          this.salesforce.fail(route, { ...random.pick(passing), after: random.int(0, 2), times });
        }
    if (random.chance(0.3)) this.salesforce.fail('queryMore', lostPlace);
    if (random.chance(0.1)) this.salesforce.expireSessions();
    if (random.chance(0.1)) this.salesforce.expireLocators();
  }

  breakDown(after: number): void {
    this.salesforce.fail('*', { status: 503, after, times: Number.POSITIVE_INFINITY });
  }

  heal(): void {
    this.salesforce.heal();
  }

  async goAway(): Promise<void> {
    await this.salesforce.refuse();
  }

  async comeBack(): Promise<void> {
    await this.salesforce.accept();
  }

  refuseSecret(): void {
    this.salesforce.app.clientSecret = `${this.salesforce.app.clientSecret}x`;
    this.salesforce.expireSessions();
  }

  acceptSecret(): void {
    this.salesforce.app.clientSecret = this.salesforce.app.clientSecret.slice(0, -1);
  }

  fill(): void {
    const { org } = this.salesforce;
    for (let i = 0; i < 30; i += 1)
      org.insert('Opportunity', { Name: `Deal ${i} of many`, StageName: 'Prospecting', CloseDate: '2026-12-01' });
  }

  wipe(): void {
    const { org } = this.salesforce;
    for (const id of org.idsOf('Opportunity').slice(2)) org.delete(id);
  }

  vanish(): void {
    const { org } = this.salesforce;
    org.hardDelete(org.idsOf('Opportunity')[0] ?? '');
  }

  appear(): void {
    const past = '2026-01-01T00:00:00Z';
    const stamps = { CreatedDate: past, LastModifiedDate: past, SystemModstamp: past };
    this.salesforce.org.load('Opportunity', [
      { Name: 'Old', StageName: 'Prospecting', CloseDate: '2026-12-01', ...stamps },
    ]);
  }

  changeOfPartner(): string {
    const { org } = this.salesforce;
    const deal = org.idsOf('Opportunity').find((id) => typeof org.read(id)?.Partner__c === 'string') ?? '';
    const partner = String(org.read(deal)?.Partner__c);
    org.update(deal, { Amount: 1_234.5 });
    org.update(partner, { Name: 'Renamed' });
    return partner;
  }

  remap(): void {
    const role = { field: 'Role__c', values: { sourced: ['Influenced', 'Services'], influenced: ['Sourced'] } };
    const fields = { deal: 'Opportunity__c', partner: 'Partner__c', role };
    const mapping = { ...salesforceMapping, attribution: { object: 'Opportunity_Partner__c', fields } };
    this.#mapping = mappingOf('salesforce', mapping);
    this.settings = sourceSettings.parse({ ...this.settings, mapping });
  }

  async close(): Promise<void> {
    this.heal();
    await this.salesforce.close();
  }
}
