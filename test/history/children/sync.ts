// A sync in a process of its own, to be killed.
import { z } from 'zod';
import { openSource, sourceSettings } from '../../../src/sources/index.ts';
import { secretStore } from '../../../src/sources/secrets.ts';
import { syncSource } from '../../../src/sources/sync.ts';
import { openStore } from '../../../src/store/open.ts';

const work = z
  .object({
    storeFile: z.string(),
    mirrorFile: z.string(),
    settings: sourceSettings,
    secrets: z.partialRecord(z.enum(['clientSecret', 'token']), z.string()),
    now: z.number(),
    full: z.boolean().default(false),
    reconcile: z.boolean().default(false),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

let now = work.now;
const quiet = { info: () => undefined, warn: () => undefined };
const store = await openStore({
  address: work.storeFile,
  mode: 'own',
  role: 'sync',
  now: () => now,
  warn: () => undefined,
});
process.send?.('ready');
try {
  await syncSource({
    source: openSource(work.settings, 'UTC'),
    store,
    now: () => now,
    acceptDeletions: true,
    full: work.full,
    reconcile: work.reconcile,
    rejectsFile: null,
    outside: {
      secrets: secretStore(work.settings.name, work.secrets, null),
      random: () => 0.5,
      sleep: (ms) => {
        now += ms;
        return Promise.resolve();
      },
      mirror: work.mirrorFile,
    },
    onProgress: () => undefined,
    log: quiet,
    signal: new AbortController().signal,
  });
} catch {
  // What broke it breaks again where it is looked at.
} finally {
  await store.close();
  process.disconnect();
}
