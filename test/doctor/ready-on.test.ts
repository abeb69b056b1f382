import { describe, expect, it } from 'vitest';
import { type Fill, fillFindings, readyOn } from '../../src/doctor/fill.ts';
import type { World } from '../../src/doctor/index.ts';
import { programSettings } from '../../src/records/settings.ts';
import { type MappedType, readMapping } from '../../src/sources/mapping/index.ts';

const world = (since: string | null, timeZone = 'UTC', fiscalYearStart = 1): World => ({
  now: Date.parse('2026-11-24T10:00:00Z'),
  since,
  program: programSettings.parse({ timeZone, fiscalYearStart }),
  everyMs: 900_000,
  nearest: () => undefined,
  signal: new AbortController().signal,
});

function fill(record: MappedType, field: string, empty: number, recent: Fill['recent']): Fill {
  const entry = readMapping('salesforce', { ready: 'salesforce-lookup' }).mapping?.entries.find(
    (one) => one.record === record,
  );
  if (entry === undefined) throw new Error(record);
  return { entry, field, label: 'Partner source', rows: 100, empty, recent };
}
const good = { rows: 20, empty: 1 };

describe('ready on', () => {
  it('is the end of the first whole period after set-up, of the slowest KPI that uses the field', () => {
    expect(readyOn(fill('attribution', 'role', 38, good), world('2026-11-03T00:00:00Z'))).toBe('2027-04-01');
    expect(readyOn(fill('attribution', 'role', 38, good), world('2026-12-31T23:30:00Z'))).toBe('2027-04-01');
    // There it is January already, so the first quarter is not whole any more.
    expect(readyOn(fill('attribution', 'role', 38, good), world('2026-12-31T23:30:00Z', 'Europe/Berlin'))).toBe(
      '2027-07-01',
    );
    expect(readyOn(fill('attribution', 'role', 38, good), world('2026-11-03T00:00:00Z', 'UTC', 2))).toBe('2027-05-01');
  });

  it('is no day where the field is well filled, or not even since set-up, or nobody knows since when', () => {
    const since = world('2026-11-03T00:00:00Z');
    expect(readyOn(fill('attribution', 'role', 10, good), since)).toBeNull();
    expect(readyOn(fill('attribution', 'role', 38, { rows: 20, empty: 3 }), since)).toBeNull();
    expect(readyOn(fill('attribution', 'role', 38, null), since)).toBeNull();
    expect(readyOn(fill('attribution', 'role', 38, good), world(null))).toBeNull();
  });

  it('is part of a finding whose level goes by the empty share, and by whether a KPI uses the field', () => {
    const levels = [0, 10, 11, 30, 31, 100].map(
      (empty) => fillFindings([fill('attribution', 'role', empty, null)], world(null))[0]?.code,
    );
    expect(levels).toEqual(['fill-full', 'fill-ok', 'fill-some', 'fill-some', 'fill-poor', 'fill-poor']);
    expect(fillFindings([fill('deal', 'owner', 90, null)], world(null))[0]?.code).toBe('fill-some');
  });
});
