import { expect, it } from 'vitest';
import type { Portal } from '../../doubles/hubspot/index.ts';
import { enterprise, expectTruth, synced } from './truth.ts';

const PARTNERS = 1500;
const CUSTOMERS = 1000;
const DEALS = 4000;
const REGISTRATIONS = 2000;
const CALLS = 2000;
const MINUTE = 60_000;

/** A larger account: every fourth call is with a partner. */
function filled(portal: Portal): { partners: string[]; deals: string[]; registrations: string[]; calls: string[] } {
  for (const name of ['onboarding_started_on', 'onboarding_completed_on'])
    portal.defineProperty('companies', { name, type: 'date' });
  portal.defineProperty('registration', { name: 'decided_on', type: 'date' });
  const at = portal.clock.now() - 86_400_000;
  const make = (type: string, count: number, values: (place: number) => Record<string, string>): string[] =>
    Array.from({ length: count }, (_, place) => portal.create(type, values(place), { at }).id);
  const partners = make('companies', PARTNERS, (i) => ({ name: `Partner ${i}`, type: 'PARTNER' }));
  make('companies', CUSTOMERS, (i) => ({ name: `Customer ${i}`, type: 'PROSPECT' }));
  const deals = make('deals', DEALS, (i) => ({ dealname: `D${i}`, pipeline: 'default', dealstage: 'contractsent' }));
  const registrations = make('registration', REGISTRATIONS, (i) => ({ name: `R${i}` }));
  const calls = make('calls', CALLS, () => ({ hs_timestamp: '2026-10-01T10:00:00Z' }));
  const of = (list: readonly string[], place: number): string => list[place % list.length] ?? '';
  for (const [i, id] of deals.entries()) {
    if (i % 2 === 0) portal.associate('deals', id, 'companies', of(partners, i), { labels: ['Sourced by'] });
  }
  for (const [i, id] of registrations.entries()) {
    portal.associate('registration', id, 'companies', of(partners, i));
    portal.associate('registration', id, 'deals', of(deals, i));
  }
  for (const [i, id] of calls.entries()) if (i % 4 === 0) portal.associate('calls', id, 'companies', of(partners, i));
  return { partners, deals, registrations, calls };
}

const pages = (rows: number, size: number): number => Math.ceil(rows / size);

it('asks hardly more than the service’s own pages make necessary', async () => {
  const all = await synced(enterprise, { lag: 0, limits: { burst: 100_000, searchPerSecond: 100_000 } });
  const { hubspot, engine, client } = all;
  const { portal } = hubspot;
  const { partners, deals, registrations, calls } = filled(portal);
  await engine.run();
  expectTruth(all);
  const live = (type: string): number => portal.live(type).length;
  const program = engine.count('companies');
  const sweep = pages(program, 1000);
  const floor =
    // Partners by search, their histories; deals and custom objects by list.
    pages(program, 200) +
    pages(program, 50) +
    ['deals', 'registration', 'enrollment', 'certification', 'feedback_submissions'].reduce(
      (sum, type) => sum + pages(live(type), 100),
      0,
    ) +
    // From the partners: deals, registrations, certificates, contacts, calls, meetings; the touches themselves.
    6 * sweep +
    pages(CALLS / 4, 100) +
    1 +
    // Along the rows: registration to deal, enrolment and survey to contact, touches to deals.
    pages(live('registration'), 1000) +
    4 +
    // What stands beside the rows, each asked for once: account, record counts, custom objects, rates, owners and those who left, pipelines,
    // properties of eight objects, kinds of association of eleven ways, of one of them from both sides.
    (1 + 1 + 1 + 1 + 2 + 2 + 8 + 12);
  const full = client.calls;
  expect(full).toBeLessThanOrEqual(1.03 * floor);

  const of = (list: readonly string[], count: number): readonly string[] => list.slice(0, count);
  const change = (): void => {
    const stamp = String(hubspot.clock.now());
    for (const id of of(deals, 300)) portal.update('deals', id, { dealname: stamp });
    for (const id of of(registrations, 100)) portal.update('registration', id, { name: stamp });
    for (const id of of(partners, 50)) portal.update('companies', id, { name: stamp });
    for (const id of of(calls, 50)) portal.update('calls', id, { hs_call_title: stamp });
  };
  const spent: number[] = [];
  for (let run = 0; run < 6; run += 1) {
    // The overlap would read the changes of the hour before again; this is about one run's.
    hubspot.advance(65 * MINUTE);
    change();
    hubspot.advance(MINUTE);
    const before = client.calls;
    await engine.run();
    spent.push(client.calls - before);
  }
  expectTruth(all);
  expect(Math.max(...spent)).toBeLessThanOrEqual(40);
});
