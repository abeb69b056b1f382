// Becomes the owner of a store, which migrates it, and gives it back.
import { openStore } from '../../../src/store/open.ts';

const [address = ''] = process.argv.slice(2);
process.stdout.write('opening\n');
const store = await openStore({ address, mode: 'own', role: 'sync', now: Date.now, warn: () => undefined });
await store.close();
