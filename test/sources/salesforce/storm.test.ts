import { expect, it } from 'vitest';
import { isCrmFailure } from '../../../src/sources/http/failure.ts';
import type { Fault } from '../../doubles/salesforce/index.ts';
import { signal, told } from '../http/support.ts';
import { bench, manyAccounts } from './support.ts';

const accounts = 'SELECT Id FROM Account ORDER BY Id';
const RECORDS = 3000;
const PAGE = 300;

const faults: readonly Fault[] = [
  { reset: true },
  { resetMidBody: true },
  { truncate: true },
  { html: true },
  { status: 500 },
  { status: 503, html: true },
  { acceptThenFail: true },
  { retryAfter: 1 },
  { expireToken: true },
];

/** Numbers from 0 to 1 that a seed decides. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it('a reader that keeps its place gets every record once through any storm', async () => {
  const { salesforce, connect, clock } = await bench({ seed: manyAccounts(RECORDS) });
  salesforce.limitPages(PAGE);
  const expected = salesforce.records(accounts).map((row) => row.Id);
  let failures = 0;
  for (let seed = 1; seed <= 25; seed += 1) {
    const roll = dice(seed);
    const plan = (): void => {
      salesforce.heal();
      for (const route of ['token', 'queryAll', 'queryMore'])
        for (let after = 0; after < 12; after += 1)
          if (roll() < 0.5)
            salesforce.fail(route, { ...faults[Math.floor(roll() * faults.length)], after: 0, times: 1 });
    };
    const client = connect({}, { random: roll, retries: { attempts: 3 } });
    const seen: unknown[] = [];
    let from: string | null | undefined;
    for (let run = 0; from !== null; run += 1) {
      // A fault that stays is over in the end.
      if (run < 8) plan();
      else salesforce.heal();
      try {
        const place = from === undefined ? {} : { from };
        for await (const page of client.queryAll(accounts, { signal: signal(), ...place })) {
          seen.push(...page.records.map((row) => row.Id));
          from = page.next;
        }
      } catch (error) {
        if (!isCrmFailure(error)) throw error;
        told(error);
        failures += 1;
      }
    }
    expect(seen, `seed ${seed}`).toEqual(expected);
  }
  expect(failures).toBeGreaterThan(25);
  expect(clock.waits.length).toBeGreaterThan(100);
});
