import { expect, it } from 'vitest';
import { emptyTally, liveThrough } from './history.ts';
import { kinds, startOf } from './kinds.ts';

it.each(kinds)(
  '%s: after any history the store holds what the service holds (`npm run history` lives through more of it)',
  async (kind) => {
    const tally = emptyTally();
    await liveThrough({ seed: 1_000, rounds: 25, kills: 0.05, start: startOf(kind) }, tally);
    expect(tally.rounds).toBe(25);
    expect(tally.changes).toBeGreaterThan(50);
    // Faults and ends did happen.
    expect(tally.failed + tally.stopped + tally.killed).toBeGreaterThan(5);
  },
  180_000,
);
