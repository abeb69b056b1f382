// A filled stand-in in a process of its own, which its parent tells what to do.
import { z } from 'zod';
import { startHubSpot } from '../../doubles/hubspot/index.ts';
import { startSalesforce } from '../../doubles/salesforce/index.ts';
import { type Filled, fillHubSpot, fillSalesforce } from './programs.ts';
import { crmSizes } from './sizes.ts';

const [kind, name] = z
  .tuple([z.enum(['salesforce', 'hubspot']), z.enum(['whole', 'fifth', 'smoke'])])
  .parse(process.argv.slice(2));
const order = z.object({ advance: z.number().optional(), change: z.number().optional() });
const size = crmSizes[name];

interface Started {
  readonly url: string;
  readonly secrets: object;
  readonly filled: Filled;
  readonly now: () => number;
  readonly advance: (ms: number) => void;
  /** Calls that count for the daily limit. */
  readonly calls: () => number;
}

async function salesforce(): Promise<Started> {
  const one = await startSalesforce({ startAt: '2026-11-24T10:00:00Z', seed: null, dailyLimit: 100_000_000 });
  return {
    url: one.url,
    secrets: { clientId: one.app.clientId, clientSecret: one.app.clientSecret },
    filled: fillSalesforce(one, size),
    now: () => one.clock.now(),
    advance: (ms) => one.clock.advance(ms),
    calls: () => one.calls.filter(({ counted }) => counted).length,
  };
}

async function hubspot(): Promise<Started> {
  const limits = { burst: 1e9, searchPerSecond: 1e9, daily: 1e9 };
  const one = await startHubSpot({ lag: 0, limits });
  return {
    url: one.url,
    secrets: { token: one.token },
    filled: fillHubSpot(one, size),
    now: () => one.clock.now(),
    advance: (ms) => one.advance(ms),
    calls: () => one.calls.length,
  };
}

const service = await (kind === 'salesforce' ? salesforce() : hubspot());
const tell = (): void => {
  const { url, secrets, filled, now, calls } = service;
  process.send?.({ url, secrets, counts: filled.counts(), now: now(), calls: calls() });
};
process.on('message', (message) => {
  const { advance = 0, change = 0 } = order.parse(message);
  service.filled.change(change);
  service.advance(advance);
  tell();
});
process.on('disconnect', () => process.exit(0));
tell();
