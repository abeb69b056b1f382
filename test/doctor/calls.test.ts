import { describe, expect, it } from 'vitest';
import { predictedCalls } from '../../src/doctor/calls.ts';
import { type Crm, fieldsNeeded, type Mapping, readMapping } from '../../src/sources/mapping/index.ts';

function mapped(crm: Crm, ready: string): Mapping {
  const { mapping } = readMapping(crm, { ready });
  if (mapping === null) throw new Error(ready);
  return mapping;
}
const quarter = 900_000;
const day = 86_400_000;
const usual = { everyMs: quarter, reconcileEveryMs: 7 * day, rows: new Map<string, number>() };

describe('predicted calls', () => {
  it('of Salesforce are what its page says for objects in fives', () => {
    const lookup = mapped('salesforce', 'salesforce-lookup');
    expect(fieldsNeeded(lookup)).toHaveLength(6);
    // Five objects in one call, stages in one, exchange rates whole; three an hour; a page of each object a day and a week.
    expect(predictedCalls(lookup, usual)).toBe(Math.ceil(96 * 3 + 24 * 3 + 6 + 6 / 7));
  });

  it('grow with rows, cadence and checks, and never fall', () => {
    const lookup = mapped('salesforce', 'salesforce-lookup');
    const labels = mapped('hubspot', 'hubspot-labels');
    for (const mapping of [lookup, labels]) {
      const base = predictedCalls(mapping, usual);
      const object = mapping.entries[0]?.object ?? '';
      expect(predictedCalls(mapping, { ...usual, rows: new Map([[object, 1_000_000]]) })).toBeGreaterThan(base);
      expect(predictedCalls(mapping, { ...usual, everyMs: quarter / 3 })).toBeGreaterThan(base);
      expect(predictedCalls(mapping, { ...usual, everyMs: quarter * 4 })).toBeLessThan(base);
      expect(predictedCalls(mapping, { ...usual, reconcileEveryMs: day })).toBeGreaterThan(base);
    }
  });

  it('stay below one percent of what both CRMs allow at the usual cadence', () => {
    expect(predictedCalls(mapped('salesforce', 'salesforce-junction'), usual)).toBeLessThan(1_300);
    expect(predictedCalls(mapped('hubspot', 'hubspot-custom-objects'), usual)).toBeLessThan(10_000);
  });
});
