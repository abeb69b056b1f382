// Prints how many partners another process sees in a store now.
import { openStore } from '../../../src/store/open.ts';

const [address = '', keyFile] = process.argv.slice(2);
const store = await openStore({
  address,
  mode: 'read',
  role: 'reader',
  now: Date.now,
  keyFile,
  warn: (message) => process.stderr.write(`${message}\n`),
});
const { partner } = await store.readRecords();
process.stdout.write(JSON.stringify({ partners: partner.length }));
await store.close();
