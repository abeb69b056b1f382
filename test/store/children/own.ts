// Tries to own a store and prints which error it met.
import { PulseError } from '../../../src/errors.ts';
import { openStore } from '../../../src/store/open.ts';

const [address = ''] = process.argv.slice(2);
try {
  const store = await openStore({
    address,
    mode: 'own',
    role: 'sync',
    now: Date.now,
    warn: (message) => process.stderr.write(`${message}\n`),
  });
  await store.close();
} catch (error) {
  if (!(error instanceof PulseError)) throw error;
  process.stdout.write(JSON.stringify({ code: error.code, ...error.params }));
}
