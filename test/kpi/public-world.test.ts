import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { kpiIds } from '../../src/kpi/list.ts';
import { parseSegment } from '../../src/kpi/segment.ts';
import { programSettings } from '../../src/records/settings.ts';
import { canonical } from '../oracle/canonical.ts';
import { defaultSettings, oracle, readWorld } from '../oracle/oracle.ts';
import { analystOf } from './world.ts';

const folder = fileURLToPath(new URL('../data/public-world/', import.meta.url));
const settings = { ...defaultSettings, timeZone: 'Europe/Berlin' };
const json = z.json();
const cases = z.array(
  z.object({
    query: z.object({
      kpi: z.string(),
      period: z.string(),
      partner: z.string().optional(),
      segment: z.record(z.string(), z.string()).optional(),
      asOf: z.string(),
    }),
    answer: z.record(z.string(), json),
  }),
);

/** Only what the stored answer says: an implementation may say more, at every depth. */
function pick(expected: z.infer<typeof json>, value: z.infer<typeof json>): z.infer<typeof json> {
  if (Array.isArray(expected) && Array.isArray(value)) {
    return value.map((item, index) => (expected[index] === undefined ? item : pick(expected[index], item)));
  }
  if (expected === null || value === null || typeof expected !== 'object' || typeof value !== 'object') return value;
  if (Array.isArray(expected) || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const wanted = expected[key];
      return wanted === undefined ? [] : [[key, pick(wanted, item)]];
    }),
  );
}

const plain = (value: unknown) => json.parse(JSON.parse(JSON.stringify(value)));
const files = readdirSync(`${folder}expected`);

describe('the public world: rules 1 to 3 and 8 on stored answers', () => {
  test.each(files)('%s', async (file) => {
    const stored = cases.parse(JSON.parse(readFileSync(`${folder}expected/${file}`, 'utf8')));
    expect(stored.length).toBeGreaterThan(0);
    const analyst = await analystOf(folder, programSettings.parse(settings));
    const reading = oracle(readWorld(folder, settings), settings);
    for (const { query, answer } of stored) {
      const kpi = kpiIds.find((id) => id === query.kpi);
      const segment = parseSegment(Object.entries(query.segment ?? {}).map(([key, value]) => `${key}=${value}`));
      if (kpi === undefined || segment === null) throw new TypeError(JSON.stringify(query));
      const ours = analyst.answer({ ...query, kpi, segment, asOf: Date.parse(query.asOf) });
      const expected = plain(canonical(plain(answer)));
      expect(pick(expected, plain(canonical(plain(ours)))), `engine: ${JSON.stringify(query)}`).toEqual(expected);
      expect(
        pick(expected, plain(canonical(plain(reading.answer(query))))),
        `independent: ${JSON.stringify(query)}`,
      ).toEqual(expected);
    }
  });

  test('rule 3.1 as worked out in its README: 3,736.82 sourced from five deals', async () => {
    const analyst = await analystOf(folder, programSettings.parse(settings));
    const answer = analyst.answer({
      kpi: 'sourced-revenue',
      period: '2026-Q3',
      asOf: Date.parse('2026-11-24T09:30:00Z'),
    });
    expect(answer.figures).toMatchObject({ sourced: '3736.82', sourcedDeals: 5, influenced: '3000.00' });
    expect(answer.leftOut).toEqual([
      { reason: 'no-amount', count: 1 },
      { reason: 'unconverted', count: 1 },
      { reason: 'no-closed-date', count: 1 },
    ]);
  });
});
