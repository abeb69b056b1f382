// Keeps a small store of this version in test/data/stores, so that every later one proves that it can upgrade it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import program from '../package.json' with { type: 'json' };

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'test/data/stores', program.version);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const pulse = (...args: string[]): void => {
  const bin = join(root, 'bin/partner-pulse.js');
  execFileSync(process.execPath, [bin, ...args, '--store', join(folder, 'store.db')], {
    cwd: folder,
    stdio: 'inherit',
  });
};
pulse('sync', '--from', join(root, 'test/data/public-world'));
// What belongs to no upgrade: the lock, and the list of rejects, which names paths of this machine.
for (const name of readdirSync(folder)) if (!/^store\.db(\.key|\.ledger)?$/.test(name)) rmSync(join(folder, name));
process.stdout.write(`kept in ${folder}: ${readdirSync(folder).join(', ')}\n`);
