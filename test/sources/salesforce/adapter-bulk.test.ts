import { expect, it } from 'vitest';
import type { Fault } from '../../doubles/salesforce/index.ts';
import { type AdapterBench, adapterBench, dealFields, expectSame, manyDeals, smallMapping } from './adapter-support.ts';

const mapping = {
  ...smallMapping,
  deal: {
    ...smallMapping.deal,
    fields: { ...smallMapping.deal.fields, lastActivityAt: 'SystemModstamp', name: 'Account.Name' },
  },
  attribution: {
    ...smallMapping.attribution,
    where: [{ field: 'IsWon', op: 'eq', value: false }],
  },
};
const fields = [...dealFields.filter((name) => name !== 'Name'), 'SystemModstamp', 'Account.Name', 'IsWon'];

/** 5,014 deals in files of at most 1,500; more than 2,000 rows come by bulk. */
async function bulkBench(raw: unknown = mapping): Promise<AdapterBench> {
  const b = await adapterBench(raw, { reading: { bulkAbove: 2_000 }, bulk: { pageSize: 1_500 } });
  manyDeals(b.salesforce, 5_000);
  return b;
}

it('many rows come as files, the same to the letter as by pages, and the job is deleted', async () => {
  const b = await bulkBench();
  await b.engine.run();
  expectSame(b, 'Opportunity', fields);
  expect(b.salesforce.callsOf('bulk.create')).toHaveLength(1);
  expect(b.salesforce.callsOf('bulk.results')).toHaveLength(4);
  expect(b.salesforce.jobs.all()).toEqual([]);
  const files = new Map(b.engine.of('Opportunity'));
  const pages = await adapterBench(mapping);
  manyDeals(pages.salesforce, 5_000);
  await pages.engine.run();
  const plain = (rows: typeof files) =>
    [...rows.values()]
      .map(({ values, changedAt }) => JSON.stringify([values.Amount, values.CloseDate, values.IsWon, changedAt]))
      .sort();
  expect(plain(files)).toEqual(plain(pages.engine.of('Opportunity')));
});

it('knows from before how many there are: no page is asked for in vain', async () => {
  const b = await bulkBench();
  await b.engine.run();
  const before = b.salesforce.callsOf('queryAll:Opportunity').length;
  expect(before).toBe(1);
  b.wait(86_400_000);
  await b.engine.run({ mode: 'reconcile' });
  expect(b.engine.passes).toEqual(expect.arrayContaining(['check:Opportunity', 'values:Opportunity']));
  expect(b.salesforce.callsOf('queryAll:Opportunity')).toHaveLength(before);
  expect(b.salesforce.callsOf('bulk.create')).toHaveLength(3);
  expectSame(b, 'Opportunity', fields);
});

it.each([1, 2, 3, 4, 5])('goes on with the same job after a crash at part %d', async (part) => {
  const b = await bulkBench();
  let seen = 0;
  const crash = b.engine.run({
    onPage: (_page, { name }) => {
      if (name === 'all:Opportunity') seen += 1;
      if (seen === part) throw new Error('killed');
    },
  });
  await expect(crash).rejects.toThrow('killed');
  b.restart();
  await b.engine.run();
  expectSame(b, 'Opportunity', fields);
  expect(b.salesforce.callsOf('bulk.create')).toHaveLength(1);
});

it('begins another job when the service no longer has the first', async () => {
  const b = await bulkBench();
  let seen = 0;
  const crash = b.engine.run({
    onPage: (_page, { name }) => {
      if (name === 'all:Opportunity') seen += 1;
      if (seen === 3) throw new Error('killed');
    },
  });
  await expect(crash).rejects.toThrow('killed');
  for (const { id } of b.salesforce.jobs.all()) b.salesforce.jobs.delete(id);
  b.restart();
  await b.engine.run();
  expectSame(b, 'Opportunity', fields);
  expect(b.salesforce.callsOf('bulk.create')).toHaveLength(2);
});

it('reads pages where a job fails, or the Bulk API is refused', async () => {
  const failed = await bulkBench();
  failed.salesforce.jobs.failNext('out of memory');
  await failed.engine.run();
  expectSame(failed, 'Opportunity', fields);
  const refused = await bulkBench();
  refused.salesforce.fail('bulk.create', { status: 400, errorCode: 'FEATURENOTENABLED', times: 9 });
  await refused.engine.run();
  expectSame(refused, 'Opportunity', fields);
  expect(refused.salesforce.callsOf('queryMore')).toHaveLength(2);
});

it('reads pages of an object that the Bulk API does not serve', async () => {
  const b = await adapterBench(
    {
      ...smallMapping,
      'exchange-rate': {
        object: 'PartnerRole',
        fields: { currency: 'ApiName', date: 'CreatedDate', rate: 'SortOrder' },
      },
    },
    { reading: { bulkAbove: 2_000 } },
  );
  b.salesforce.org.load(
    'PartnerRole',
    Array.from({ length: 2_500 }, (_, i) => ({ ApiName: `R${i}`, SortOrder: i })),
  );
  await b.engine.run();
  expectSame(b, 'PartnerRole', ['ApiName', 'SortOrder']);
  expect(b.salesforce.callsOf('bulk.create')).toHaveLength(1);
});

const faults: [string, Fault][] = [
  ['a cut connection', { reset: true }],
  ['a cut in mid-body', { resetMidBody: true }],
  ['a body that ends early', { truncate: true }],
  ['a login page', { html: true }],
  ['503', { status: 503 }],
  ['an ended session', { expireToken: true }],
];
it.each(faults)('%s in the second file: read again', async (_name, fault) => {
  const b = await bulkBench();
  b.salesforce.fail('bulk.results', { ...fault, after: 1 });
  await b.engine.run();
  expectSame(b, 'Opportunity', fields);
  expect(b.salesforce.jobs.all()).toEqual([]);
});

it('waits for a job with growing pauses, and leaves it to the next run in the end', async () => {
  const b = await bulkBench();
  b.salesforce.jobs.hold();
  await expect(b.engine.run()).rejects.toMatchObject({ code: 'crm-slow-query' });
  expect(b.clock.waits.slice(0, 3)).toEqual([2_000, 3_000, 4_500]);
  expect(b.clock.waits.length).toBeLessThan(140);
  b.salesforce.jobs.release();
  b.restart();
  await b.engine.run();
  expectSame(b, 'Opportunity', fields);
  expect(b.salesforce.callsOf('bulk.create')).toHaveLength(1);
});
