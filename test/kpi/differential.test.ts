import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import type { Analyst } from '../../src/kpi/analyst.ts';
import { kpiIds } from '../../src/kpi/list.ts';
import { parseSegment } from '../../src/kpi/segment.ts';
import { programSettings } from '../../src/records/settings.ts';
import { canonical } from '../oracle/canonical.ts';
import { BadArgument, type Json, type Oracle, oracle, type Query, readWorld } from '../oracle/oracle.ts';
import { randomQueries, randomSettings, writeRandomWorld } from '../oracle/random-world.ts';
import { analystOf } from './world.ts';

/**
 * The engine against an independent, naive reading of the same definitions, on small nasty random worlds.
 * More worlds: PULSE_WORLDS=150 npx vitest run test/kpi/differential.test.ts
 */
const WORLDS = Number(process.env.PULSE_WORLDS ?? 60);
const QUERIES = 40;

const json = (value: unknown): Json => JSON.parse(JSON.stringify(value, (key, v) => (key === 'title' ? undefined : v)));

function ours(analyst: Analyst, query: Query): Json {
  const kpi = kpiIds.find((id) => id === query.kpi);
  const segment = parseSegment(Object.entries(query.segment ?? {}).map(([key, value]) => `${key}=${value}`));
  if (kpi === undefined || segment === null) return { error: true };
  try {
    const { asOf, period, partner } = query;
    return json(analyst.answer({ kpi, asOf: Date.parse(asOf), period, partner: partner ?? undefined, segment }));
  } catch (error) {
    if (error instanceof PulseError) return { error: true };
    throw error;
  }
}

function theirs(reading: Oracle, query: Query): Json {
  try {
    return json(reading.answer(query));
  } catch (error) {
    if (error instanceof BadArgument) return { error: true };
    throw error;
  }
}

/** The engine says more than the oracle; only what both say is compared. */
function onlyKeysOf(expected: Json, value: Json): Json {
  if (value === null || expected === null || typeof value !== 'object' || typeof expected !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key in expected));
}

/** Worlds in which a deal closes before it is created: rule 1.6 does not say from when on such a deal is there. */
const closesBeforeItBegins = (answer: Json): boolean => JSON.stringify(answer).includes('closed-before-created');

describe('rules 1–3 and 8: two independent readings give the same figures', () => {
  test.each(Array.from({ length: WORLDS }, (_, seed) => seed))('random world %i', async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'pulse-world-'));
    try {
      writeRandomWorld(seed, folder);
      const settings = randomSettings(seed);
      const reading = oracle(readWorld(folder, settings), settings);
      const analyst = await analystOf(folder, programSettings.parse(settings));
      const undated = closesBeforeItBegins(
        theirs(reading, { kpi: 'sourced-revenue', period: 'all', asOf: '2030-01-01T00:00:00Z' }),
      );
      for (const query of randomQueries(seed, QUERIES)) {
        if (undated && query.kpi === 'time-to-first-deal') continue;
        const expected = canonical(theirs(reading, query));
        expect(onlyKeysOf(expected, canonical(ours(analyst, query))), JSON.stringify(query)).toEqual(expected);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
