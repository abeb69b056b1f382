import { afterEach } from 'vitest';
import { Budget } from '../../../src/sources/http/budget.ts';
import { Mask } from '../../../src/sources/http/mask.ts';
import type { Page, SalesforceClient } from '../../../src/sources/salesforce/client.ts';
import { connect, type Surroundings } from '../../../src/sources/salesforce/connect.ts';
import type { ConnectionSettings, SecretName, Secrets } from '../../../src/sources/salesforce/settings.ts';
import { type SalesforceOptions, type SalesforceStandIn, startSalesforce } from '../../doubles/salesforce/index.ts';
import { KeptLog, QuickClock } from '../http/support.ts';

/** Secrets in memory, which can refuse to be written. */
export class KeptSecrets implements Secrets {
  readonly values = new Map<SecretName, string>();
  readonly written: string[] = [];
  failing: Error | undefined;

  read(name: SecretName): Promise<string | undefined> {
    return Promise.resolve(this.values.get(name));
  }

  write(name: SecretName, value: string): Promise<void> {
    if (this.failing !== undefined) return Promise.reject(this.failing);
    this.written.push(value);
    this.values.set(name, value);
    return Promise.resolve();
  }

  label(name: SecretName): string {
    return `SF_${name}`;
  }
}

const open: SalesforceStandIn[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

export interface Bench {
  readonly salesforce: SalesforceStandIn;
  readonly client: SalesforceClient;
  readonly secrets: KeptSecrets;
  readonly clock: QuickClock;
  readonly log: KeptLog;
  readonly mask: Mask;
  readonly budget: Budget;
  readonly settings: ConnectionSettings;
  readonly around: Surroundings;
  /** Another client with the same surroundings. */
  connect(settings?: Partial<ConnectionSettings>, surroundings?: Partial<Surroundings>): SalesforceClient;
}

/** A stand-in org and a client that may sign in with client credentials. */
export async function bench(options: SalesforceOptions = {}): Promise<Bench> {
  const salesforce = await startSalesforce({ startAt: '2026-11-24T10:00:00Z', ...options });
  open.push(salesforce);
  const secrets = new KeptSecrets();
  secrets.values.set('clientSecret', salesforce.app.clientSecret);
  const clock = new QuickClock();
  const log = new KeptLog();
  const mask = new Mask();
  const budget = new Budget({ host: new URL(salesforce.url).host, share: 1 });
  const around: Surroundings = { secrets, clock, log, mask, budget, random: () => 0.5 };
  const usual: ConnectionSettings = {
    loginUrl: salesforce.loginUrl,
    apiVersion: '66.0',
    login: { flow: 'client-credentials', clientId: salesforce.app.clientId },
  };
  const make: Bench['connect'] = (settings, surroundings) =>
    connect({ ...usual, ...settings }, { ...around, ...surroundings });
  return { salesforce, client: make(), secrets, clock, log, mask, budget, settings: usual, around, connect: make };
}

/** All pages of a query. */
export async function pagesOf(client: SalesforceClient, soql: string, from?: string): Promise<Page[]> {
  const pages: Page[] = [];
  const signal = new AbortController().signal;
  for await (const page of client.queryAll(soql, from === undefined ? { signal } : { signal, from })) pages.push(page);
  return pages;
}

/** Accounts enough for several pages. */
export const manyAccounts =
  (count: number): NonNullable<SalesforceOptions['seed']> =>
  (org) => {
    org.load(
      'Account',
      Array.from({ length: count }, (_, i) => ({ Name: `Account ${i}` })),
    );
  };
