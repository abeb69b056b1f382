import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ gypfile: z.boolean().optional(), hasInstallScript: z.boolean().optional() }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')));

test('`npm ci` needs no compiler: better-sqlite3 is marked as ready-made (else: npm run lock)', () => {
  expect(lock.packages['node_modules/better-sqlite3']?.gypfile).toBe(false);
});

test('only `node` runs a script at installation', () => {
  const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript === true);
  expect(scripted.map(([path]) => path)).toEqual(['node_modules/node']);
});
