import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Analyst, KpiQuery } from '../../src/kpi/analyst.ts';
import { kpiIds } from '../../src/kpi/list.ts';
import { type SegmentKey, segmentKeys, UNKNOWN } from '../../src/kpi/segment.ts';
import { programSettings } from '../../src/records/settings.ts';
import { seeded } from '../oracle/random.ts';
import { randomSettings, writeRandomWorld } from '../oracle/random-world.ts';
import { analystOf } from './world.ts';

const AS_OF = Date.parse('2026-11-24T09:30:00Z');
const PERIODS = ['2026', 'last-90-days', 'last-month'] as const;
const seeds = (count: number) => Array.from({ length: count }, (_, seed) => seed);

async function inWorld(seed: number, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-laws-'));
  try {
    writeRandomWorld(seed, folder);
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const settingsOf = (seed: number) => programSettings.parse(randomSettings(seed));

/** A plain figure as a number; money is compared in hundredths of its smallest decimal, exactly. */
function figure(analyst: Analyst, query: Omit<KpiQuery, 'asOf'>, name: string): number {
  const value = analyst.answer({ ...query, asOf: AS_OF }).figures[name];
  return z.coerce.number().parse(value);
}

/** Figures that count or sum what happened: their parts add up to the whole. */
const ADDITIVE = [
  ['sourced-revenue', 'sourced'],
  ['registered-deals', 'registrations'],
  ['portal-engagement', 'logins'],
  ['portal-engagement', 'activePartners'],
  ['training-certification', 'completedInPeriod'],
] as const;

describe('rules 1.9 and 2.6: parts add up to the program', () => {
  test.each(seeds(10))('random world %i', (seed) =>
    inWorld(seed, async (folder) => {
      const analyst = await analystOf(folder, settingsOf(seed));
      const partners = analyst.partners().map(({ id }) => id);
      const values = (key: SegmentKey) =>
        key === 'enablement' ? ['new', 'trained', 'certified'] : [...new Set([...analyst.segmentValues(key), UNKNOWN])];
      for (const period of PERIODS) {
        for (const [kpi, name] of ADDITIVE) {
          const whole = figure(analyst, { kpi, period }, name);
          const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
          expect(
            sum(partners.map((partner) => figure(analyst, { kpi, period, partner }, name))),
            `${kpi} by partner`,
          ).toBeCloseTo(whole, 6);
          for (const key of segmentKeys) {
            const parts = values(key).map((value) => figure(analyst, { kpi, period, segment: { [key]: value } }, name));
            expect(sum(parts), `${kpi} ${name} by ${key}, ${period}`).toBeCloseTo(whole, 6);
          }
        }
      }
    }),
  );
});

/** Files in which the order of rows means nothing (elsewhere the later, or the first, of equal rows wins). */
const UNORDERED = [
  'attributions',
  'trainings',
  'certifications',
  'content_events',
  'portal_sessions',
  'touches',
] as const;

const answersOf = (analyst: Analyst): string =>
  JSON.stringify(
    kpiIds.flatMap((kpi) =>
      PERIODS.map((period) => ({ ...analyst.answer({ kpi, period, asOf: AS_OF }), records: [] })),
    ),
  );

describe('rules 1 and 7.5: the order of rows does not matter', () => {
  test.each(seeds(25))('random world %i', (seed) =>
    inWorld(seed, async (folder) => {
      const before = answersOf(await analystOf(folder, settingsOf(seed)));
      const random = seeded(seed);
      for (const name of UNORDERED) {
        const file = join(folder, `${name}.csv`);
        if (!existsSync(file)) continue;
        const [header = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
        for (let i = rows.length - 1; i > 0; i--) {
          const j = random.int(0, i);
          [rows[i], rows[j]] = [rows[j] ?? '', rows[i] ?? ''];
        }
        writeFileSync(file, [header, ...rows].join('\n'));
      }
      expect(answersOf(await analystOf(folder, settingsOf(seed)))).toBe(before);
    }),
  );
});

/** What is stamped in a column of each file; in UTC a bare date is its own midnight. */
const STAMPED = {
  content_events: 'at',
  portal_sessions: 'at',
  touches: 'at',
  certifications: 'earned_at',
  registrations: 'submitted_at',
} as const;

describe('rule 1.6: as-of never sees the future', () => {
  test.each(seeds(25))('random world %i', (seed) =>
    inWorld(seed, async (folder) => {
      const settings = { ...settingsOf(seed), timeZone: 'UTC' };
      const before = answersOf(await analystOf(folder, settings));
      let removed = 0;
      for (const [name, column] of Object.entries(STAMPED)) {
        const file = join(folder, `${name}.csv`);
        if (!existsSync(file)) continue;
        const [header = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
        const at = header.split(',').indexOf(column);
        const past = rows.filter((row) => !(Date.parse(row.split(',')[at] ?? '') > AS_OF));
        removed += rows.length - past.length;
        writeFileSync(file, [header, ...past].join('\n'));
      }
      expect(answersOf(await analystOf(folder, settings))).toBe(before);
      if (seed === 0) expect(removed).toBeGreaterThan(0);
    }),
  );
});
