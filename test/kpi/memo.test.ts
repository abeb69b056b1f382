import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import type { Analyst, KpiQuery } from '../../src/kpi/analyst.ts';
import { createAnalyst } from '../../src/kpi/create.ts';
import { kpiIds } from '../../src/kpi/list.ts';
import { readerOf } from '../../src/kpi/program/reader.ts';
import { parseSegment } from '../../src/kpi/segment.ts';
import { programSettings } from '../../src/records/settings.ts';
import { seeded } from '../oracle/random.ts';
import { randomQueries, randomSettings, writeRandomWorld } from '../oracle/random-world.ts';
import { recordsOf } from './world.ts';

const WORLDS = 12;
const INSTANTS = 12;
const HOUR = 3_600_000;

const answerOf = (analyst: Analyst, query: KpiQuery): string => {
  try {
    return JSON.stringify(analyst.answer(query));
  } catch (error) {
    if (error instanceof PulseError) return error.code;
    throw error;
  }
};

describe('an answer that was kept is the answer that would be computed', () => {
  test.each(Array.from({ length: WORLDS }, (_, seed) => seed))('random world %i', async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'pulse-memo-'));
    try {
      writeRandomWorld(seed, folder);
      const settings = programSettings.parse(randomSettings(seed));
      const records = await recordsOf(folder);
      const kept = await createAnalyst(readerOf(records), settings);
      const random = seeded(seed);
      for (const { kpi, period, partner, segment, asOf } of randomQueries(seed, 8)) {
        const id = kpiIds.find((known) => known === kpi);
        if (id === undefined) continue;
        const start = Date.parse(asOf);
        for (let i = 0; i < INSTANTS; i++) {
          const query: KpiQuery = {
            kpi: id,
            asOf: start + random.int(-30 * HOUR, 30 * HOUR),
            period,
            partner: partner ?? undefined,
            segment: parseSegment(Object.entries(segment ?? {}).map(([key, value]) => `${key}=${value}`)) ?? {},
          };
          const fresh = await createAnalyst(readerOf(records), settings);
          expect(answerOf(kept, query), JSON.stringify(query)).toBe(answerOf(fresh, query));
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
