// Syncs in a process of its own, as often as its parent asks, with one connection that is kept.
import { z } from 'zod';
import type { Connections } from '../../../src/sources/crm/source.ts';
import { openSource, sourceSettings } from '../../../src/sources/index.ts';
import { secretStore } from '../../../src/sources/secrets.ts';
import { syncSource } from '../../../src/sources/sync.ts';
import { openStore } from '../../../src/store/open.ts';

const work = z
  .object({
    settings: sourceSettings,
    secrets: z.partialRecord(z.enum(['clientSecret', 'token']), z.string()),
    storeFile: z.string(),
    mirrorFile: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));
const order = z.object({ now: z.number(), reconcile: z.boolean() });

let now = 0;
const connections: Connections = new Map();
const store = await openStore({
  address: work.storeFile,
  mode: 'own',
  role: 'sync',
  now: () => now,
  warn: () => undefined,
});

async function sync(reconcile: boolean): Promise<object> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const report = await syncSource({
    source: openSource(work.settings, 'UTC'),
    store,
    now: () => now,
    acceptDeletions: true,
    reconcile,
    rejectsFile: null,
    outside: {
      secrets: secretStore(work.settings.name, work.secrets, null),
      random: () => 0.5,
      sleep: (ms) => {
        now += ms;
        return Promise.resolve();
      },
      mirror: work.mirrorFile,
      connections,
    },
    onProgress: () => undefined,
    log: { info: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
  });
  const { user, system } = process.cpuUsage(cpu);
  const { added, changed, deleted, unchanged } = report.result;
  return {
    cpuMs: (user + system) / 1000,
    tookMs: performance.now() - began,
    peakMb: process.resourceUsage().maxRSS / 1024,
    touched: added + changed + deleted,
    records: added + changed + unchanged,
    rejected: report.rejectedRows,
  };
}

process.on('message', (message) => {
  const asked = order.parse(message);
  now = asked.now;
  sync(asked.reconcile).then(
    (told) => process.send?.(told),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => {
  void store.close().then(() => process.exit(0));
});
process.send?.({ ready: true });
