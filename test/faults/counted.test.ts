import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { account, hubspotFolder } from '../cli/crm.ts';
import { pulse, startPulse } from '../cli/pulse.ts';

it('calls of a run that is killed are counted in the day’s sum, all but a handful', async () => {
  const hubspot = await account();
  for (let i = 0; i < 5_000; i += 1) hubspot.portal.create('deals', { dealname: `D${i}`, pipeline: 'default' });
  hubspot.fail('list', { delayMs: 30, times: Number.POSITIVE_INFINITY });
  const folder = hubspotFolder(hubspot, '{ready: hubspot-custom-objects}');
  const today = async (): Promise<number> =>
    JSON.parse((await pulse(['status', '--json'], folder)).stdout).runs[0]?.callsToday ?? 0;
  let before = 0;
  for (const most of [30, 55]) {
    const child = startPulse(['sync'], folder);
    const ended = once(child, 'exit');
    const isOver = ended.then(() => true);
    while (hubspot.calls.length < before + most && (await Promise.race([isOver, pause(5, false)])) === false);
    child.kill('SIGKILL');
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
    before = hubspot.calls.length;
    const counted = await today();
    expect(counted).toBeGreaterThan(before - 12);
    expect(counted).toBeLessThanOrEqual(before);
  }
}, 60_000);
