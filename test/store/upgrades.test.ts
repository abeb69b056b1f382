import { chmodSync, copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAnalyst } from '../../src/kpi/create.ts';
import { kpiIds } from '../../src/kpi/list.ts';
import { programSettings } from '../../src/records/settings.ts';
import { openStore } from '../../src/store/open.ts';
import { pulse } from '../cli/pulse.ts';
import { temporaryFolder } from '../config/folder.ts';

const data = resolve(import.meta.dirname, '../data');
const versions = readdirSync(join(data, 'stores'));
const cases = z.array(
  z.object({
    query: z.object({
      kpi: z.string(),
      period: z.string(),
      partner: z.string().optional(),
      segment: z.unknown().optional(),
      asOf: z.string(),
    }),
    answer: z.object({ figures: z.record(z.string(), z.json()) }),
  }),
);

/** Figures that are one value; lists may say more in a later version. */
const scalarsOf = (figures: object): object =>
  Object.fromEntries(Object.entries(figures).filter(([, value]) => typeof value !== 'object' || value === null));

/** A copy of the store that a version left, as its files would lie beside each other. */
function storeOf(version: string): string {
  const folder = temporaryFolder();
  for (const name of readdirSync(join(data, 'stores', version))) {
    copyFileSync(join(data, 'stores', version, name), join(folder, name));
    chmodSync(join(folder, name), 0o600);
  }
  return join(folder, 'store.db');
}

describe.each(versions)('the store that version %s left', (version) => {
  it('is brought to this version, and answers what it answered', async () => {
    const address = storeOf(version);
    const store = await openStore({ address, mode: 'own', role: 'test', now: Date.now, warn: () => undefined });
    try {
      const settings = programSettings.parse({ timeZone: 'Europe/Berlin' });
      const analyst = await store.read((reader) => createAnalyst(reader, settings));
      let answers = 0;
      for (const file of readdirSync(join(data, 'public-world/expected'))) {
        const stored = cases.parse(JSON.parse(readFileSync(join(data, 'public-world/expected', file), 'utf8')));
        for (const { query, answer } of stored) {
          if (query.segment !== undefined) continue;
          const kpi = kpiIds.find((id) => id === query.kpi);
          if (kpi === undefined) throw new TypeError(query.kpi);
          const { period, partner } = query;
          const { figures } = analyst.answer({ kpi, period, partner, asOf: Date.parse(query.asOf) });
          expect(scalarsOf(figures), JSON.stringify(query)).toMatchObject(scalarsOf(answer.figures));
          answers += 1;
        }
      }
      expect(answers).toBeGreaterThanOrEqual(8);
      expect(await store.audit.list({ last: 10 })).toEqual([]);
    } finally {
      await store.close();
    }
  });

  it('knows its records again: a sync of the same files changes none of them', async () => {
    const address = storeOf(version);
    const args = ['sync', '--full', '--from', join(data, 'public-world'), '--store', address];
    const run = await pulse(args, { cwd: temporaryFolder() });
    expect(run.stdout, run.stderr).toMatch(/\b0 added, 0 changed, 0 deleted, [1-9]\d* unchanged/);
  }, 60_000);
});
