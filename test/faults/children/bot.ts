// A bot without Slack: owns the store and carries out what commands ask for.

import { requests } from '../../../jobs/requests.ts';
import { startJobs } from '../../../jobs/runner.ts';
import { createSyncer } from '../../../src/main/sync-thread.ts';
import { openStore } from '../../../src/store/open.ts';
import { contextOf } from '../../jobs/context.ts';

const [address = ''] = process.argv.slice(2);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const store = await openStore({ address, mode: 'own', role: 'bot', now: Date.now, warn: () => undefined });
startJobs(
  [{ job: requests, everyMs: 50 }],
  contextOf({
    store,
    syncer: createSyncer({
      store: address,
      personKey: undefined,
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      outside: { beside: address, secrets: {}, named: {}, proxy: null },
      log,
    }),
    now: Date.now,
  }),
  () => undefined,
);
process.stdout.write('ready\n');
