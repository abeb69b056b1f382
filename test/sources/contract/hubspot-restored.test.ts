import { expect, it, onTestFinished } from 'vitest';
import { Bench } from './bench.ts';
import { HubSpotService } from './hubspot.ts';

it('a row that is restored from the archive comes back within a day, and looking for it costs no call of its own', async () => {
  const service = await HubSpotService.start();
  const bench = new Bench(service);
  onTestFinished(async () => {
    await bench.close();
    await service.close();
  });
  await bench.open();
  const { portal } = service.hubspot;
  /** Calls of a sync a day later. */
  const daily = async (): Promise<number> => {
    service.settle('day');
    const before = service.calls();
    await bench.sync();
    expect(await bench.differences()).toEqual([]);
    return service.calls() - before;
  };
  await bench.sync();
  await daily();
  const quiet = await daily();
  const gone = (['deals', 'registration', 'companies'] as const).map((type) => {
    const id = portal.live(type).at(-1)?.id ?? '';
    portal.archive(type, id);
    return { type, id };
  });
  await daily();
  expect(await daily()).toBe(quiet);
  for (const { type, id } of gone) portal.restore(type, id);
  await daily();
  expect(await daily()).toBe(quiet);
});
