import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * Marks better-sqlite3 in package-lock.json as a package that needs no compiler: it ships ready binaries, but `npm ci`
 * reads the mark from the lock file only, and without it runs node-gyp, which fails where there is no Python.
 * Run by `npm run lock`; a test fails when the mark is missing.
 */
const file = new URL('../package-lock.json', import.meta.url);
const lock = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
const packages = z.record(z.string(), z.looseObject({})).parse(lock.packages);
const entry = packages['node_modules/better-sqlite3'];
if (entry === undefined) throw new Error('package-lock.json has no better-sqlite3');
entry.gypfile = false;
writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
