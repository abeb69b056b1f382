// Syncs a folder into a store, and tells when all is read and only the publication is left.
import { openStore } from '../../../src/store/open.ts';
import { publishFolder } from '../stores.ts';

const [address = '', folder = ''] = process.argv.slice(2);
const store = await openStore({ address, mode: 'own', role: 'sync', now: Date.now, warn: () => undefined });
await publishFolder(store, folder, () => process.stdout.write('publishing\n'));
await store.close();
