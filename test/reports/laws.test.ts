import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { programSettings } from '../../src/records/settings.ts';
import type { ReportQuery, ToldFigure } from '../../src/reports/report.ts';
import { AS_OFS, PARTNER_IDS, TIERS } from '../oracle/random-vocabulary.ts';
import { randomSettings, writeRandomWorld } from '../oracle/random-world.ts';
import { reporterOf } from './world.ts';

const WORLDS = Number(process.env.PULSE_WORLDS ?? 12);
const kinds = ['weekly', 'monthly', 'quarterly'] as const;

/** In thousandths: currencies have at most three decimals. */
const thousandths = (value: string): number => Math.round(Number(value) * 1000);
const sum = (values: readonly string[]): number => values.reduce((total, value) => total + thousandths(value), 0);

function figureIn(told: readonly ToldFigure[], name: string): string {
  const figure = told.find((one) => one.figure === name);
  if (figure === undefined) throw new RangeError(`no ${name}`);
  return figure.value;
}

let behind = 0;

describe('laws of what reports tell and keep (rules 1.9, 2.6, 3.1), on random worlds', () => {
  test.each(Array.from({ length: WORLDS }, (_, seed) => seed))('world %i', async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'pulse-laws-'));
    try {
      writeRandomWorld(seed, folder);
      const reporter = await reporterOf(folder, programSettings.parse(randomSettings(seed)));
      const scopes = [
        { segment: {}, partners: null },
        { segment: { tier: 'Gold' }, partners: null },
        { segment: {}, partners: PARTNER_IDS.slice(0, 2) },
      ];
      for (const [index, asOf] of AS_OFS.map((text) => Date.parse(text)).entries()) {
        const tell = (report: ReportQuery['report'], scope: (typeof scopes)[number]) => {
          const query = { report, asOf, since: null, ...scope };
          const { told, restated } = reporter.edition({ ...query, published: [], basis: '' });
          expect(restated).toEqual([]);
          return told;
        };
        for (const scope of scopes) {
          const told = tell(kinds[index % 3] ?? 'weekly', scope);
          for (const { value, parts } of told) {
            expect(sum(parts.map((part) => part.value))).toBe(thousandths(value));
            behind += parts.length;
          }
          const again = { asOf, ...scope };
          expect(reporter.retell({ ...again, figures: told })).toEqual(told);
          const published = told.map((figure) => ({ ...figure, basis: 'then' }));
          expect(reporter.restated({ ...again, published, basis: 'now' })).toEqual([]);
        }
        const parts = ['Gold', 'Silver', 'gold', '(unknown)'].map((tier) =>
          figureIn(tell('quarterly', { segment: { tier }, partners: null }), 'sourced'),
        );
        const whole = figureIn(tell('quarterly', { segment: {}, partners: null }), 'sourced');
        expect(sum(parts)).toBe(thousandths(whole));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('and not of nothing', () => {
    expect(new Set(TIERS)).toEqual(new Set(['Gold', 'Silver', 'gold', '']));
    expect(behind).toBeGreaterThan(10 * WORLDS);
  });
});
