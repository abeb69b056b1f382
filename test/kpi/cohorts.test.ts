import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kpis } from '../../src/kpi/list.ts';
import { buildProgram } from '../../src/kpi/program/program.ts';
import { readerOf } from '../../src/kpi/program/reader.ts';
import { parsePeriod } from '../../src/records/period.ts';
import { programSettings } from '../../src/records/settings.ts';
import { windowOf } from '../../src/records/window.ts';
import { randomQueries, randomSettings, writeRandomWorld } from '../oracle/random-world.ts';
import { recordsOf } from './world.ts';

test.each([1, 2, 3, 4, 5, 6])(
  'a joining quarter that looks at its own partners only has the figures of one that looks at all (world %i)',
  async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'pulse-cohorts-'));
    try {
      writeRandomWorld(seed, folder);
      const settings = programSettings.parse(randomSettings(seed));
      const program = await buildProgram(readerOf(await recordsOf(folder)), settings);
      // Everybody is looked at, and asked which quarter is theirs.
      const slow = {
        ...program,
        cohorts: new Map([...program.cohorts.keys()].map((name) => [name, program.partners])),
      };
      const asOf = Date.parse(randomQueries(seed, 1)[0]?.asOf ?? '2026-09-01T10:00:00Z');
      for (const name of ['last-90-days', 'last-quarter', 'this-year', 'all']) {
        const window = windowOf(parsePeriod(name, program.calendar, asOf), program.calendar, asOf);
        for (const cohort of program.cohorts.keys()) {
          const scope = { partner: null, segment: {}, cohort };
          for (const kpi of kpis) {
            const told = JSON.stringify([kpi.id, name, cohort]);
            const { figures } = kpi.compute({ program, scope, window });
            expect(figures, told).toEqual(kpi.compute({ program: slow, scope, window }).figures);
          }
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
