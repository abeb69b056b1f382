// Syncs in a thread, as often as it is told to, with one connection that is kept.
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { keepHeapSmall } from '../../../src/main/small-heap.ts';
import type { Connections } from '../../../src/sources/crm/source.ts';
import { openSource, sourceSettings } from '../../../src/sources/index.ts';
import { secretStore } from '../../../src/sources/secrets.ts';
import { syncSource } from '../../../src/sources/sync.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';

const shape = z.object({
  settings: sourceSettings,
  secrets: z.partialRecord(z.enum(['clientSecret', 'token']), z.string()),
  storeFile: z.string(),
  mirrorFile: z.string(),
});
const order = z.object({ now: z.number(), reconcile: z.boolean() });
type Order = z.infer<typeof order>;

const connections: Connections = new Map();

async function sync(work: z.infer<typeof shape>, store: Store, asked: Order): Promise<object> {
  let { now } = asked;
  const cpu = process.cpuUsage();
  const began = performance.now();
  const report = await syncSource({
    source: openSource(work.settings, 'UTC'),
    store,
    now: () => now,
    acceptDeletions: true,
    reconcile: asked.reconcile,
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
  // Of the whole process, as is the memory.
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

/** Syncs whenever it is told to, until it is told to end. */
async function inThread(port: NonNullable<typeof parentPort>): Promise<void> {
  keepHeapSmall();
  const work = shape.parse(JSON.parse(process.argv[2] ?? ''));
  const store = await openStore({
    address: work.storeFile,
    mode: 'share',
    role: 'sync',
    now: Date.now,
    warn: () => undefined,
  });
  port.on('message', (message) => {
    if (message === 'end') {
      port.close();
      void store.close();
      return;
    }
    // What it fails with ends the thread, and with it the process.
    void sync(work, store, order.parse(message)).then((told) => port.postMessage(told));
  });
  port.postMessage({ ready: true });
}

if (parentPort === null) throw new Error('runs as a worker thread only');
await inThread(parentPort);
