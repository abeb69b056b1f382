// long: random lives of an account, and what a reader has of them in the end.
import { expect, it } from 'vitest';
import { isCrmFailure } from '../../../src/sources/http/failure.ts';
import type { Portal } from '../../doubles/hubspot/index.ts';
import { told } from '../http/support.ts';
import { Stopped } from './tiny-engine.ts';
import { enterprise, expectTouches, expectTruth, type Synced, synced } from './truth.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Numbers from 0 to 1 that a seed decides. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Roll = () => number;

const types = ['deals', 'companies', 'registration', 'certification', 'enrollment'] as const;
const stages = ['appointmentscheduled', 'contractsent', 'closedwon', 'closedlost'];
const labels = ['Sourced by', 'Influenced by'];

/** One thing that people do in an account. Restoring moves no stamp, so only a check can notice it. */
function happen(portal: Portal, roll: Roll, restores: boolean): void {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(roll() * list.length)];
  const id = (type: string): string | undefined => pick(portal.live(type))?.id;
  const type = pick(types) ?? 'deals';
  const one = id(type);
  const company = id('companies');
  const deal = id('deals');
  const registration = id('registration');
  const contact = id('contacts');
  const number = String(Math.floor(roll() * 1000));
  const values: Readonly<Record<(typeof types)[number], Record<string, string>>> = {
    deals: { amount: `${number}.10`, dealstage: pick(stages) ?? '', pipeline: roll() < 0.9 ? 'default' : 'enrolments' },
    companies: { partner_tier: pick(['GOLD', 'SILVER']) ?? '', type: roll() < 0.8 ? 'PARTNER' : 'PROSPECT' },
    registration: { name: number, hs_pipeline: '100', hs_pipeline_stage: pick(['101', '102', '103']) ?? '' },
    certification: { certificate: number },
    enrollment: { course_name: number },
  };
  const act = Math.floor(roll() * 14);
  if (act <= 1) portal.create(type, type === 'companies' ? { name: number, ...values[type] } : values[type]);
  else if (act <= 4 && one !== undefined) portal.update(type, one, values[type]);
  else if (act === 5 && one !== undefined && portal.live(type).length > 3) portal.archive(type, one);
  else if (act === 6 && restores) {
    const archived = pick([...portal.records(type).archived().inOrder()]);
    if (archived !== undefined) portal.restore(type, archived.id);
  } else if (act === 7 && one !== undefined) {
    const other = id(type);
    if (other !== undefined && other !== one && portal.live(type).length > 4)
      portal.merge(type, [one, other], roll() < 0.5 ? 'new' : 'first');
  } else if (act === 8 && deal !== undefined && company !== undefined)
    portal.associate('deals', deal, 'companies', company, { labels: labels.filter(() => roll() < 0.5) });
  else if (act === 9 && deal !== undefined && company !== undefined)
    portal.dissociate('deals', deal, 'companies', company);
  else if (act === 10 && registration !== undefined && deal !== undefined) {
    if (roll() < 0.7) portal.associate('registration', registration, 'deals', deal);
    else portal.dissociate('registration', registration, 'deals', deal);
  } else if (act === 11 && company !== undefined) {
    const call = roll() < 0.5 ? undefined : id('calls');
    const values = { hs_timestamp: `2026-10-${10 + Math.floor(roll() * 20)}T08:00:00Z` };
    if (call === undefined) portal.associate('calls', portal.create('calls', values).id, 'companies', company);
    else {
      const which = roll();
      if (which < 0.5) portal.update('calls', call, values);
      else if (which < 0.75) portal.archive('calls', call);
      else portal.dissociate('calls', call, 'companies', company);
    }
  } else if (contact !== undefined && company !== undefined) {
    if (roll() < 0.7) portal.associate('contacts', contact, 'companies', company);
    else if (deal !== undefined)
      portal.calculate('deals', deal, { notes_last_updated: `2026-10-${10 + (act % 9)}T08:00:00Z` });
  }
}

/** A sync that a storm, or a stop between two pages, may end before its time. */
async function stormyRun({ engine }: Synced, roll: Roll): Promise<'done' | 'failed' | 'stopped'> {
  engine.pagesLeft = roll() < 0.3 ? Math.floor(roll() * 12) : Number.POSITIVE_INFINITY;
  try {
    await engine.run();
    return 'done';
  } catch (error) {
    if (error instanceof Stopped) return 'stopped';
    if (!isCrmFailure(error)) throw error;
    told(error);
    return 'failed';
  } finally {
    engine.pagesLeft = Number.POSITIVE_INFINITY;
  }
}

const rounds = Number(process.env.HUBSPOT_ROUNDS ?? 12);

it('ends with what the account has, whatever happened to both', { timeout: 600_000 }, async () => {
  const outcomes = { done: 0, failed: 0, stopped: 0 };
  let faults = 0;
  for (let seed = 1; seed <= rounds; seed += 1) {
    const roll = dice(seed);
    const lag = (): number => Math.floor(roll() * 50 * MINUTE);
    const all = await synced(enterprise, { lag, limits: { burst: 1e6, searchPerSecond: 1e6 } });
    const { hubspot } = all;
    // Without restored rows, increments and what is daily are enough.
    const restores = seed % 2 === 0;
    hubspot.advance(HOUR);
    for (let round = 0; round < 6; round += 1) {
      hubspot.storm({ rate: 0.06, seed: seed * 100 + round });
      outcomes[await stormyRun(all, roll)] += 1;
      const count = Math.floor(roll() * 25);
      for (let i = 0; i < count; i += 1) {
        happen(hubspot.portal, roll, restores);
        hubspot.advance(Math.floor(roll() * 2 * MINUTE));
      }
      hubspot.advance(Math.floor(roll() * 30 * HOUR) * (roll() < 0.2 ? 1 : 0) + 15 * MINUTE);
    }
    faults += hubspot.calls.filter(({ fault }) => fault !== undefined).length;
    hubspot.heal();
    // Search has caught up, and all that is due daily is due.
    hubspot.advance(25 * HOUR);
    if (restores) await all.engine.run('reconcile');
    // Touches of a partner whom the check brought back follow with the next run.
    await all.engine.run();
    expectTruth(all);
    expectTouches(all);
    await hubspot.close();
  }
  expect(faults).toBeGreaterThan(rounds * 3);
  expect(outcomes.done).toBeGreaterThan(rounds);
  expect(outcomes.stopped).toBeGreaterThan(0);
});
