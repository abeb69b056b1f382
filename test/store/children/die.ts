// Owns a store and is killed in the middle of a publication: while it stages, or within the transaction.
import { openStore } from '../../../src/store/open.ts';
import { partner, publication } from '../world.ts';

const [address = '', moment, keyFile] = process.argv.slice(2);
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive');
};
const store = await openStore({
  address,
  mode: 'own',
  role: 'sync',
  now: Date.now,
  keyFile,
  warn: (message) => process.stderr.write(`${message}\n`),
});
function* partners() {
  for (let id = 0; id < 3_000; id += 1) yield partner(`new-${id}`);
  if (moment === 'staging') die();
}
const rejected = () => (moment === 'writing' ? die() : { rows: 0, fields: 0 });
await store.publish(publication(partners(), { rejected, acceptDeletions: true }));
