import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Analyst, KpiQuery } from '../../src/kpi/analyst.ts';
import { createAnalyst } from '../../src/kpi/create.ts';
import { kpiIds } from '../../src/kpi/list.ts';
import { readerOf } from '../../src/kpi/program/reader.ts';
import { type SegmentKey, segmentKeys, UNKNOWN } from '../../src/kpi/segment.ts';
import { filesSource } from '../../src/sources/files/files.ts';
import { syncSource } from '../../src/sources/sync.ts';
import { openStore } from '../../src/store/open.ts';
import { AS_OFS } from '../oracle/random-vocabulary.ts';
import { answersOf, PERIODS, settingsOf } from './law-answers.ts';
import {
  changed,
  inRandomWorld,
  readTables,
  shuffled,
  type Tables,
  withoutFuture,
  withoutMerged,
  withoutTies,
  writeTables,
} from './law-worlds.ts';
import { analystOf } from './world.ts';

/** The same worlds every time, so that a failure stays. More: PULSE_LAWS=200 npx vitest run test/kpi/laws.test.ts */
const RUNS = Number(process.env.PULSE_LAWS ?? 8);

interface Run {
  readonly seed: number;
  readonly asOf: number;
}
const runs = fc.record({ seed: fc.nat(9_999), asOf: fc.constantFrom(...AS_OFS).map(Date.parse) });

/** Holds a law in random worlds at random instants. A smaller seed is no simpler world, so nothing is shrunk. */
const holds = (law: (run: Run) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(runs, law), { numRuns: RUNS, seed: 20_261_124, endOnFailure: true });

const inAnalysed = (law: (analyst: Analyst, asOf: number) => void): Promise<void> =>
  holds(({ seed, asOf }) =>
    inRandomWorld(seed, async (folder) => law(await analystOf(folder, settingsOf(seed)), asOf)),
  );

/** Every answer is as it was after a change of the files; how many rows the changes took away in all. */
async function nothingChanges(change: (tables: Tables, timeZone: string, run: Run) => Tables): Promise<number> {
  let gone = 0;
  await holds((run) =>
    inRandomWorld(run.seed, async (folder) => {
      const settings = settingsOf(run.seed);
      const tables = withoutTies(readTables(folder), settings.timeZone);
      writeTables(folder, tables);
      const before = answersOf(await analystOf(folder, settings), run.asOf);
      const after = change(tables, settings.timeZone, run);
      writeTables(folder, after);
      gone += rowsOf(tables) - rowsOf(after);
      expect(differences(before, answersOf(await analystOf(folder, settings), run.asOf))).toEqual([]);
    }),
  );
  return gone;
}

const rowsOf = (tables: Tables): number => [...tables.values()].reduce((sum, rows) => sum + rows.length, 0);

/** The first answer that differs, as it was and as it is: one says enough. */
function differences(before: readonly string[], after: readonly string[]): readonly (readonly string[])[] {
  expect(after).toHaveLength(before.length);
  return before.flatMap((text, index) => (text === after[index] ? [] : [[text, after[index] ?? '']])).slice(0, 1);
}

/** A figure that counts or sums, exactly: money in its minor unit. */
function exact(analyst: Analyst, query: KpiQuery, name: string): bigint {
  const value = z.union([z.int(), z.string()]).parse(analyst.answer(query).figures[name]);
  return BigInt(String(value).replace('.', ''));
}

const sum = (parts: readonly bigint[]): bigint => parts.reduce((total, part) => total + part, 0n);

const valuesOf = (analyst: Analyst, key: SegmentKey): readonly string[] =>
  key === 'enablement' ? ['new', 'trained', 'certified'] : [...new Set([...analyst.segmentValues(key), UNKNOWN])];

const ADDITIVE = [
  ['sourced-revenue', 'sourced'],
  ['registered-deals', 'registrations'],
  ['portal-engagement', 'logins'],
  ['portal-engagement', 'failed'],
  ['portal-engagement', 'activePartners'],
  ['training-certification', 'completedInPeriod'],
  ['onboarding-completion', 'cohort'],
] as const;

test.each(ADDITIVE)('rules 1.9 and 2.6: %s, %s: partners, and the values of each segment key, add up', (kpi, name) =>
  inAnalysed((analyst, asOf) => {
    const of = (more: Pick<KpiQuery, 'partner' | 'segment'>) =>
      exact(analyst, { kpi, period: '2026', asOf, ...more }, name);
    const whole = of({});
    expect(sum(analyst.partners().map(({ id }) => of({ partner: id })))).toBe(whole);
    for (const key of segmentKeys) {
      expect(sum(valuesOf(analyst, key).map((value) => of({ segment: { [key]: value } }))), key).toBe(whole);
    }
    for (const tier of valuesOf(analyst, 'tier')) {
      const stages = valuesOf(analyst, 'enablement').map((enablement) => of({ segment: { tier, enablement } }));
      expect(sum(stages), tier).toBe(of({ segment: { tier } }));
    }
  }),
);

test('rules 1 and 7.5: the order of rows does not matter where no rule gives it a meaning', async () => {
  expect(await nothingChanges((tables, _, { seed }) => shuffled(tables, seed))).toBe(0);
});

test('rule 1.6: as-of never sees the future', async () => {
  expect(await nothingChanges((tables, timeZone, { asOf }) => withoutFuture(tables, timeZone, asOf))).toBeGreaterThan(
    RUNS,
  );
});

test('rule 1.3: a merged partner is as if it had always been its survivor', async () => {
  expect(await nothingChanges(withoutMerged)).toBeGreaterThan(0);
});

test('rules 2.5 and 2.6: with every amount negated all money is the mirror image, each partner’s share too', () =>
  holds(({ seed, asOf }) =>
    inRandomWorld(seed, async (folder) => {
      const money = async () => {
        const analyst = await analystOf(folder, settingsOf(seed));
        const scopes = [{}, ...analyst.partners().map(({ id }) => ({ partner: id }))];
        const query = { kpi: 'sourced-revenue', period: 'all', asOf } as const;
        return scopes.flatMap((scope) =>
          ['sourced', 'influenced', 'combined'].map((name) => exact(analyst, { ...query, ...scope }, name)),
        );
      };
      const before = await money();
      const negated = (amount = '') => (amount.startsWith('-') ? amount.slice(1) : amount === '' ? '' : `-${amount}`);
      const mirrored = changed(readTables(folder), { deals: (row) => ({ ...row, amount: negated(row.amount) }) });
      writeTables(folder, mirrored);
      expect(await money()).toEqual(before.map((value) => -value));
    }),
  ));

test('rule 3.1: no deal is both sourced and influenced in one answer', () =>
  inAnalysed((analyst, asOf) => {
    const scopes = [
      {},
      ...analyst.partners().map(({ id }) => ({ partner: id })),
      ...valuesOf(analyst, 'tier').map((tier) => ({ segment: { tier } })),
    ];
    for (const scope of scopes) {
      const query = { kpi: 'sourced-revenue', period: 'all', asOf, records: true, ...scope } as const;
      const of = (name: string) => exact(analyst, query, name);
      const ids = analyst.answer(query).records.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(of('sourcedDeals') + of('influencedDeals')).toBe(BigInt(ids.length));
      expect(of('sourced') + of('influenced')).toBe(of('combined'));
    }
  }));

test('rule 2.4: an earlier period’s figures are those of that period, asked as of the instant that it names', () =>
  inAnalysed((analyst, asOf) => {
    for (const kpi of kpiIds) {
      for (const period of PERIODS) {
        const { previous, yearBefore } = analyst.answer({ kpi, period, asOf });
        for (const earlier of [previous, yearBefore]) {
          if (earlier === null) continue;
          const then = analyst.answer({ kpi, period: earlier.period.name, asOf: Date.parse(earlier.asOf) });
          expect(then.figures, `${kpi} ${period}`).toEqual(earlier.figures);
          expect(then.period).toEqual(earlier.period);
        }
      }
    }
  }));

test('rule 7.5: a second sync changes nothing, whether the folder is only looked at or read again', () =>
  holds(({ seed, asOf }) =>
    inRandomWorld(seed, async (folder) => {
      const home = mkdtempSync(join(tmpdir(), 'pulse-again-'));
      onTestFinished(() => rmSync(home, { recursive: true, force: true }));
      const now = () => Date.parse('2026-12-01T00:00:00Z');
      const store = await openStore({
        address: join(home, 'a.db'),
        mode: 'own',
        role: 'test',
        now,
        warn: () => undefined,
      });
      const sync = async (full: boolean) => {
        await syncSource({
          source: filesSource({ name: 'exports', folder }),
          store,
          now,
          full,
          acceptDeletions: false,
          rejectsFile: null,
          onProgress: () => undefined,
          log: { info: () => undefined, warn: () => undefined },
          signal: new AbortController().signal,
        });
        const analyst = await createAnalyst(readerOf(await store.readRecords()), settingsOf(seed));
        return { version: await store.dataVersion(), answers: answersOf(analyst, asOf) };
      };
      try {
        const first = await sync(false);
        for (const full of [false, true]) {
          const again = await sync(full);
          expect(again.version).toBe(first.version);
          expect(differences(first.answers, again.answers)).toEqual([]);
        }
      } finally {
        await store.close();
      }
    }),
  ));

const childLines = z.array(z.tuple([z.string(), z.array(z.string())]));

test.each(['Pacific/Auckland', 'America/St_Johns'])(
  'rule 2.1: answers do not depend on the machine’s zone, here %s',
  async (TZ) => {
    const seeds = [1, 2, 3];
    const script = fileURLToPath(new URL('law-child.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...seeds.map(String)], {
      env: { ...process.env, TZ },
      maxBuffer: 2 ** 28,
    });
    const lines = stdout.trimEnd().split('\n');
    const elsewhere = childLines.parse(lines.map((line) => JSON.parse(line)));
    expect(elsewhere.map(([zone]) => zone)).toEqual(seeds.map(() => TZ));
    for (const [index, seed] of seeds.entries()) {
      const asOf = Date.parse(AS_OFS[seed % AS_OFS.length] ?? '');
      const here = await inRandomWorld(seed, async (folder) =>
        answersOf(await analystOf(folder, settingsOf(seed)), asOf),
      );
      expect(differences(here, elsewhere[index]?.[1] ?? [])).toEqual([]);
    }
  },
);
