import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../config/folder.ts';
import { DeliveryRuns } from './runs.ts';
import { boundaries } from './talk.ts';

it('a dispatcher that dies anywhere, and a Slack that misbehaves, lose nothing and post nothing twice (`npm run deliveries` runs more)', async () => {
  const runs = await DeliveryRuns.on(join(temporaryFolder(), 'store.db'), 42);
  try {
    const [withHistory, without] = await runs.run(boundaries.length);
    expect(withHistory).toMatchObject({ runs: boundaries.length, lost: 0, twice: 0, parked: 0, wrong: [] });
    expect(without).toMatchObject({ runs: boundaries.length, lost: 0, twice: 0, wrong: [] });
    // It would prove nothing otherwise.
    expect(withHistory.kills).toBeGreaterThan(boundaries.length / 2);
    expect(withHistory.faults).toBeGreaterThan(boundaries.length);
    expect(without.parked).toBeGreaterThan(0);
  } finally {
    await runs.close();
  }
}, 300_000);
