// Syncs in a process of its own, in which a thread reads and writes for the owner of the store, as in the bot and in pulse sync.
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { writingThreadLimits } from '../../../src/main/small-heap.ts';
import { openStore } from '../../../src/store/open.ts';

const argv = process.argv.slice(2);
const { storeFile: address } = z.object({ storeFile: z.string() }).parse(JSON.parse(argv[0] ?? ''));
const store = await openStore({ address, mode: 'own', role: 'sync', now: Date.now, warn: () => undefined });

const worker = new Worker(new URL('./syncing-thread.ts', import.meta.url), {
  argv,
  resourceLimits: writingThreadLimits,
});
worker.on('message', (message) => process.send?.(message));
worker.on('error', (error) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
process.on('message', (message) => worker.postMessage(message));
process.on('disconnect', () => {
  worker.postMessage('end');
  worker.once('exit', () => void store.close());
});
