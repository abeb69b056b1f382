import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSource, sourceSettings } from '../../../src/sources/index.ts';
import { type SourceSecrets, secretStore } from '../../../src/sources/secrets.ts';
import { type Outside, type SyncReport, syncSource } from '../../../src/sources/sync.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { seedPartnerProgram, startHubSpot } from '../../doubles/hubspot/index.ts';
import { startSalesforce } from '../../doubles/salesforce/index.ts';
import { QuickClock } from '../http/support.ts';
import { temporaryFolder } from '../support.ts';

const signal = new AbortController().signal;

async function syncing(settings: object, given: SourceSecrets, sleep: Outside['sleep'], now: () => number) {
  const folder = await temporaryFolder();
  const address = join(folder, 'p.db');
  const store: Store = await openStore({ address, mode: 'own', role: 'sync', now, warn: () => undefined });
  onTestFinished(() => store.close());
  const parsed = sourceSettings.parse(settings);
  const sync = (currency: string): Promise<SyncReport> =>
    syncSource({
      source: openSource(parsed, 'UTC'),
      store,
      now,
      acceptDeletions: true,
      currency,
      outside: {
        secrets: secretStore(parsed.name, given, null),
        random: () => 0.5,
        sleep,
        mirror: join(folder, 'mirror'),
      },
      rejectsFile: null,
      onProgress: () => undefined,
      log: { info: () => undefined, warn: () => undefined },
      signal,
    });
  return { store, sync };
}

describe('the currency of an account', () => {
  it('decides whether its rates convert anything: rates that lead elsewhere are left out, with a warning, and come back', async () => {
    const salesforce = await startSalesforce({ startAt: '2026-11-24T10:00:00Z' });
    onTestFinished(() => salesforce.close());
    const { loginUrl, app } = salesforce;
    const login = { flow: 'client-credentials', clientId: app.clientId };
    const mapping = { ready: 'salesforce-junction' };
    const clock = new QuickClock();
    const { store, sync } = await syncing(
      { kind: 'salesforce', loginUrl, login, mapping },
      { clientSecret: app.clientSecret },
      (ms, stop) => clock.sleep(ms, stop),
      () => clock.now(),
    );
    const foreign = await sync('EUR');
    expect(foreign.warnings.map(({ message }) => message)).toContain(
      'exchange rates left out: they lead to another currency than the program’s: USD instead of EUR',
    );
    expect((await store.readRecords())['exchange-rate']).toEqual([]);
    const own = await sync('USD');
    expect(own.warnings.map(({ message }) => message).join()).not.toContain('exchange rates');
    expect((await store.readRecords())['exchange-rate'].length).toBeGreaterThan(0);
  });

  it('is that of a deal without one (rule 2.5)', async () => {
    const hubspot = await startHubSpot({ seed: seedPartnerProgram });
    onTestFinished(() => hubspot.close());
    const sale = { dealname: 'No currency', pipeline: 'default', dealstage: 'contractsent', amount: '100' };
    const bare = hubspot.portal.create('deals', sale);
    hubspot.advance(60_000);
    const { store, sync } = await syncing(
      { kind: 'hubspot', baseUrl: hubspot.url, mapping: { ready: 'hubspot-labels' } },
      { token: hubspot.token },
      (ms) => Promise.resolve(hubspot.advance(ms)),
      () => hubspot.clock.now(),
    );
    await sync('USD');
    const { deal } = await store.readRecords();
    expect(deal.find(({ id }) => id === bare.id)).toMatchObject({ amount: '100', currency: 'EUR' });
  });
});
