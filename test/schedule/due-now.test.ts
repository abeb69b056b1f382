import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueBetween, dueNow, nextDue, onTimeMs } from '../../src/schedule/index.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const begin = Date.parse('2026-11-01T00:00Z');

const given = fc.record({
  recurrence: fc.record({
    cron: fc.constantFrom('0 9 * * *', '0 9 * * 1', '*/20 * * * *', '30 2 * * *', '0 9 1 * *'),
    zone: fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'America/New_York'),
  }),
  after: fc.integer({ min: 0, max: 300 * day }).map((ms) => begin + ms),
  away: fc.integer({ min: 0, max: 20 * day }),
  makeUpWithinMs: fc.constantFrom(0, hour, 12 * hour, 10 * day),
});

describe('what is due now', () => {
  it('is at most one run, the newest of all, and every other due time is noted as missed', () => {
    fc.assert(
      fc.property(given, ({ away, ...asked }) => {
        const now = asked.after + away;
        const due = dueBetween(asked.recurrence, asked.after, now, 20);
        const { run, missed } = dueNow({ ...asked, now });
        expect([...missed, ...(run === null ? [] : [run.at])]).toEqual(due);
        if (run === null) return;
        const age = now - run.at;
        expect(run.late).toBe(age > onTimeMs);
        if (run.late) {
          expect(age).toBeLessThanOrEqual(asked.makeUpWithinMs);
          // Never beside the regular slot: the next one is further away than the one that is made up.
          expect(nextDue(asked.recurrence, now) - now).toBeGreaterThan(age);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the run itself whenever somebody looks within two minutes', () => {
    fc.assert(
      fc.property(given, fc.integer({ min: 0, max: onTimeMs }), ({ recurrence, after, makeUpWithinMs }, delay) => {
        const at = nextDue(recurrence, after);
        expect(dueNow({ recurrence, after, now: at + delay, makeUpWithinMs }).run).toEqual({ at, late: false });
        expect(dueNow({ recurrence, after, now: at - 1, makeUpWithinMs }).run).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});
