import { expect, it } from 'vitest';
import { Bench } from './bench.ts';
import { SalesforceService } from './salesforce.ts';

it('does not bring back what was deleted since the job whose files it goes on with', async () => {
  const service = await SalesforceService.start({ moreDeals: 2_100 });
  const bench = await new Bench(service).open();
  try {
    await bench.sync();
    const stop = new AbortController();
    const onProgress = (done: number, _total: number, what: string): void => {
      if (what === 'Opportunity' && done > 400) stop.abort(new Error('enough'));
    };
    await expect(bench.sync({ full: true, onProgress, signal: stop.signal })).rejects.toThrow('enough');
    const { org } = service.salesforce;
    org.delete(org.idsOf('Opportunity').at(-1) ?? '');
    service.settle('now');
    await bench.sync();
    expect(await bench.differences()).toEqual([]);
    service.settle('now');
    await bench.sync({ full: true });
    expect(await bench.differences()).toEqual([]);
  } finally {
    await bench.close();
    await service.close();
  }
});
