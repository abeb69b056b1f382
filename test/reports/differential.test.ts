import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import { parseSegment } from '../../src/kpi/segment.ts';
import { programSettings } from '../../src/records/settings.ts';
import { reportJson } from '../../src/reports/json.ts';
import type { Reporter } from '../../src/reports/report.ts';
import { canonical } from '../oracle/canonical.ts';
import {
  BadArgument,
  type Json,
  type JsonObject,
  type Oracle,
  oracle,
  readWorld,
  type WeeklyQuery,
  type World,
} from '../oracle/oracle.ts';
import { seeded } from '../oracle/random.ts';
import { AS_OFS, PARTNER_IDS, TIERS } from '../oracle/random-vocabulary.ts';
import { randomSettings, writeRandomWorld } from '../oracle/random-world.ts';
import { reporterOf } from './world.ts';

/**
 * The weekly lists against an independent, naive reading of the same rules, on small nasty random worlds.
 * More worlds: PULSE_WORLDS=400 npx vitest run test/reports/differential.test.ts
 */
const WORLDS = Number(process.env.PULSE_WORLDS ?? 60);
const QUERIES = 12;

/** The order of these lists is the house's own, or nobody's. */
const SETS = ['pipeline', 'training'];

const json = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value));

/** Only what both say is compared, in an order that means something. */
function comparable(expected: JsonObject, value: JsonObject): Json {
  const common = Object.entries(value).filter(([key]) => key in expected);
  return canonical(
    Object.fromEntries(
      common.map(([key, item]) => [key, SETS.includes(key) && Array.isArray(item) ? sorted(item) : item]),
    ),
  );
}

const sorted = (items: readonly Json[]): Json => items.map((item) => JSON.stringify(canonical(item))).sort();

function ours(reporter: Reporter, { asOf, since, segment, partners }: WeeklyQuery): JsonObject {
  const parsed = parseSegment(Object.entries(segment ?? {}).map(([key, value]) => `${key}=${value}`));
  try {
    const report = reporter.report({
      report: 'weekly',
      asOf: Date.parse(asOf),
      since: since === undefined || since === null ? null : Date.parse(since),
      segment: parsed ?? {},
      partners: partners ?? null,
    });
    return json(reportJson(report));
  } catch (error) {
    if (error instanceof PulseError) return { error: true };
    throw error;
  }
}

function theirs(reading: Oracle, query: WeeklyQuery): JsonObject {
  try {
    return reading.weekly(query);
  } catch (error) {
    if (error instanceof BadArgument) return { error: true };
    throw error;
  }
}

const dayMs = 86_400_000;

/** As of moments of the pool, and of some days before something expires. */
function randomQueries(seed: number, world: World): WeeklyQuery[] {
  const dues = world.registrations.flatMap(({ expiresAt }) => expiresAt ?? []);
  const random = seeded(seed * 17 + 7);
  return Array.from({ length: QUERIES }, (): WeeklyQuery => {
    const due = random.chance(0.5) ? dues[random.int(0, dues.length)] : undefined;
    const asOf = due === undefined ? random.pick(AS_OFS) : new Date(due - random.int(0, 15) * dayMs).toISOString();
    const since = random.chance(0.4) ? random.pick(AS_OFS) : null;
    if (random.chance(0.4)) return { asOf, since };
    if (random.chance(0.3)) return { asOf, since, partners: PARTNER_IDS.slice(0, random.int(1, 2)) };
    return { asOf, since, segment: { tier: random.pick(TIERS) || '(unknown)' } };
  });
}

/** How often each list had something in it: two empty readings agree about anything. */
const seen = new Map<string, number>();

function note(told: JsonObject): void {
  for (const [key, value] of Object.entries(told)) {
    const count = Array.isArray(value) ? value.length : key === 'expiredOlder' ? Number(value) : 0;
    seen.set(key, (seen.get(key) ?? 0) + count);
  }
}

describe('rules 5.1, 5.2, 5.3 and 5.4: two independent readings give the same weekly digest', () => {
  test.each(Array.from({ length: WORLDS }, (_, seed) => seed))('random world %i', async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'pulse-weekly-'));
    try {
      writeRandomWorld(seed, folder);
      const settings = randomSettings(seed);
      const world = readWorld(folder, settings);
      const reading = oracle(world, settings);
      const reporter = await reporterOf(folder, programSettings.parse(settings));
      for (const query of randomQueries(seed, world)) {
        const expected = theirs(reading, query);
        note(expected);
        expect(comparable(expected, ours(reporter, query)), JSON.stringify(query)).toEqual(
          comparable(expected, expected),
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('and not about nothing', () => {
    const counts = ['expired', 'expiredOlder', 'expiring', 'stalled', 'pipeline', 'training'].map(
      (key) => seen.get(key) ?? 0,
    );
    expect(Math.min(...counts), JSON.stringify([...seen])).toBeGreaterThan(WORLDS / 2);
  });
});
