// long: search has many rules, and all stand here.
// Search as the service has it: late, capped, blind for the archived, and strict about its input.
import { afterEach, describe, expect, test } from 'vitest';
import { asking, idsOf, pageOf } from './asking.ts';
import { type Changes, type HubSpotOptions, type HubSpotStandIn, startHubSpot } from './index.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function standIn(options: HubSpotOptions = {}): Promise<HubSpotStandIn> {
  const hubspot = await startHubSpot({ lag: 0, limits: { searchPerSecond: 1000 }, ...options });
  ending.push(() => hubspot.close());
  return hubspot;
}

const one = (propertyName: string, operator: string, more: object = {}) => ({
  filterGroups: [{ filters: [{ propertyName, operator, ...more }] }],
});

describe('the index', () => {
  test('finds a change only after its lag, and until then the record as it was', async () => {
    const hubspot = await standIn({ lag: 30_000 });
    const { portal } = hubspot;
    const { id } = portal.create('deals', { dealname: 'old' });
    const { search, list } = asking(hubspot);
    const found = (name: string) => search('deals', one('dealname', 'EQ', { value: name }));
    expect(idsOf(await list('deals'))).toEqual([id]);
    expect(idsOf(await found('old'))).toEqual([]);
    hubspot.advance(30_000);
    expect(idsOf(await found('old'))).toEqual([id]);
    portal.update('deals', id, { dealname: 'new' });
    expect(idsOf(await found('old'))).toEqual([id]);
    expect(idsOf(await found('new'))).toEqual([]);
    hubspot.advance(30_000);
    expect(idsOf(await found('old'))).toEqual([]);
    expect(idsOf(await found('new'))).toEqual([id]);
  });

  test('may have another lag for each change; a late copy never replaces a younger one', async () => {
    const lags = [0, 60_000, 1000];
    const hubspot = await standIn({ lag: () => lags.shift() ?? 0 });
    const { id } = hubspot.portal.create('deals', { dealname: 'A' });
    hubspot.portal.update('deals', id, { dealname: 'B' });
    hubspot.portal.update('deals', id, { dealname: 'C' });
    const { search } = asking(hubspot);
    const name = async () => pageOf(await search('deals', { properties: ['dealname'] })).rows[0]?.properties.dealname;
    expect(await name()).toBe('A');
    hubspot.advance(1000);
    expect(await name()).toBe('C');
    hubspot.advance(60_000);
    expect(await name()).toBe('C');
  });

  test('learns late of deletions, restorations and merges, too', async () => {
    const hubspot = await standIn({ lag: 30_000 });
    const { portal } = hubspot;
    const [a = '', b = '', c = ''] = ['A', 'B', 'C'].map((name) => portal.create('companies', { name }).id);
    hubspot.advance(30_000);
    const found = async () => idsOf(await asking(hubspot).search('companies', {}));
    portal.archive('companies', c);
    const survivor = portal.merge('companies', [a, b]);
    expect(await found()).toEqual([a, b, c]);
    hubspot.advance(30_000);
    expect(await found()).toEqual([survivor.id]);
    portal.restore('companies', c);
    expect(await found()).toEqual([survivor.id]);
    hubspot.advance(30_000);
    expect((await found()).toSorted()).toEqual([survivor.id, c].toSorted());
  });

  test('never finds the archived; a merged record is found under its survivor', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    const [a, b, c] = ['A', 'B', 'C'].map((name) => portal.create('companies', { name }).id);
    portal.archive('companies', a ?? '');
    const survivor = portal.merge('companies', [b ?? '', c ?? '']);
    expect(idsOf(await asking(hubspot).search('companies', {}))).toEqual([survivor.id]);
  });

  test('neither associations nor calculated values nor archiving move the stamp that one searches by', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    const deal = portal.create('deals', {}).id;
    const company = portal.create('companies', {}).id;
    hubspot.advance(60_000);
    const since = hubspot.clock.now() - 1;
    portal.associate('deals', deal, 'companies', company);
    portal.calculate('deals', deal, { notes_last_updated: '2026-11-02T09:01:00Z' });
    const { search } = asking(hubspot);
    expect(idsOf(await search('deals', one('hs_lastmodifieddate', 'GTE', { value: String(since) })))).toEqual([]);
    portal.update('deals', deal, { dealname: 'x' });
    expect(idsOf(await search('deals', one('hs_lastmodifieddate', 'GTE', { value: String(since) })))).toEqual([deal]);
  });

  test('the wrong stamp finds nothing and says nothing', async () => {
    const hubspot = await standIn();
    const contact = hubspot.portal.create('contacts', {}).id;
    const deal = hubspot.portal.create('deals', {}).id;
    const { search } = asking(hubspot);
    const since = { value: '1000' };
    expect(idsOf(await search('contacts', one('hs_lastmodifieddate', 'GT', since)))).toEqual([]);
    expect(idsOf(await search('contacts', one('lastmodifieddate', 'GT', since)))).toEqual([contact]);
    expect(idsOf(await search('deals', one('lastmodifieddate', 'GT', since)))).toEqual([]);
    expect(idsOf(await search('deals', one('hs_lastmodifieddate', 'GT', since)))).toEqual([deal]);
  });

  test('may return the record as it is now, outside of what was asked for', async () => {
    const hubspot = await standIn({ lag: 30_000, service: { searchReturns: 'record' } });
    const { id } = hubspot.portal.create('deals', { dealname: 'old' });
    hubspot.advance(30_000);
    hubspot.portal.update('deals', id, { dealname: 'new' });
    const answer = await asking(hubspot).search('deals', {
      ...one('hs_lastmodifieddate', 'LT', { value: String(hubspot.clock.now()) }),
      properties: ['dealname'],
    });
    expect(pageOf(answer).rows[0]).toMatchObject({
      properties: { dealname: 'new' },
      updatedAt: '2026-11-02T09:00:30Z',
    });
  });
});

describe('paging', () => {
  test('gives 200 rows at most, the total, and a cursor until the last page', async () => {
    const hubspot = await standIn();
    for (let count = 0; count < 450; count += 1) hubspot.portal.create('deals', {});
    const { search } = asking(hubspot);
    expect((await search('deals', { limit: 201 })).status).toBe(400);
    const first = pageOf(await search('deals', { limit: 200 }));
    expect(first).toMatchObject({ total: 450, after: '200' });
    const last = pageOf(await search('deals', { limit: 200, after: '400' }));
    expect(last.rows).toHaveLength(50);
    expect(last.after).toBeUndefined();
    expect(idsOf(await search('deals', {}))).toHaveLength(10);
  });

  test('ends at 10,000 rows, though the total and the cursor go on; a keyset of ids gets through', async () => {
    const hubspot = await standIn();
    for (let count = 0; count < 10_400; count += 1) hubspot.portal.create('calls', {});
    const { search } = asking(hubspot);
    const full = pageOf(await search('calls', { limit: 200, after: '9800' }));
    expect(full).toMatchObject({ total: 10_400, after: '10000' });
    const beyond = await search('calls', { limit: 200, after: '10000' });
    expect(beyond.status).toBe(400);
    expect(beyond.json).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
    const seen: string[] = [];
    for (let more = true; more; ) {
      const page = pageOf(
        await search('calls', {
          ...one('hs_object_id', 'GT', { value: seen.at(-1) ?? '0' }),
          sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
          limit: 200,
        }),
      );
      seen.push(...page.rows.map(({ id }) => id));
      more = page.after !== undefined;
    }
    // All of them were made in the same millisecond: a window of time could not have split them.
    expect(new Set(seen).size).toBe(10_400);
    expect(hubspot.callsOf('search', 'calls')).toHaveLength(2 + 52);
  });
});

describe('filters', () => {
  async function companies() {
    const hubspot = await standIn();
    const { portal } = hubspot;
    portal.defineProperty('companies', { name: 'size', type: 'number' });
    portal.defineProperty('companies', { name: 'since', type: 'date' });
    portal.defineProperty('companies', { name: 'kinds', type: 'enumeration', fieldType: 'checkbox' });
    const rows: Changes[] = [
      { name: 'Alpha Systems', size: '9', since: '2026-01-05', type: 'PARTNER', kinds: 'a;b' },
      { name: 'Beta', size: '10', since: '2026-02-05', type: 'PROSPECT', kinds: 'b' },
      { name: 'Gamma', since: '2026-03-05', type: 'PARTNER' },
    ];
    for (const row of rows) portal.create('companies', row);
    const { search } = asking(hubspot);
    const names = async (body: object): Promise<string> => {
      const page = pageOf(await search('companies', { ...body, properties: ['name'] }));
      return page.rows.map(({ properties }) => properties.name?.[0]).join('');
    };
    return { hubspot, search, names };
  }

  test.each([
    ['EQ', 'type', { value: 'PARTNER' }, 'AG'],
    ['EQ', 'type', { value: 'partner' }, ''],
    ['EQ', 'name', { value: 'beta' }, 'B'],
    ['EQ', 'kinds', { value: 'b' }, 'AB'],
    ['NEQ', 'kinds', { value: 'a' }, 'B'],
    ['GT', 'size', { value: '9' }, 'B'],
    ['GTE', 'size', { value: '9' }, 'AB'],
    ['LT', 'size', { value: 10 }, 'A'],
    ['LTE', 'size', { value: '10' }, 'AB'],
    ['BETWEEN', 'since', { value: '2026-01-05', highValue: '2026-02-05' }, 'AB'],
    ['BETWEEN', 'since', { value: String(Date.UTC(2026, 1, 1)), highValue: String(Date.UTC(2026, 3, 1)) }, 'BG'],
    ['IN', 'type', { values: ['PARTNER', 'VENDOR'] }, 'AG'],
    ['IN', 'name', { values: ['beta'] }, 'B'],
    ['IN', 'name', { values: ['Beta'] }, ''],
    ['NOT_IN', 'type', { values: ['PARTNER'] }, 'B'],
    ['HAS_PROPERTY', 'size', {}, 'AB'],
    ['NOT_HAS_PROPERTY', 'size', {}, 'G'],
    ['CONTAINS_TOKEN', 'name', { value: 'sys*' }, 'A'],
    ['CONTAINS_TOKEN', 'name', { value: 'sys' }, ''],
    ['NOT_CONTAINS_TOKEN', 'name', { value: 'alpha' }, 'BG'],
  ])('%s on %s with %j', async (operator, property, given, expected) => {
    const { names } = await companies();
    expect(await names(one(property, operator, given))).toBe(expected);
  });

  test('groups are joined by or, filters within one by and', async () => {
    const { names } = await companies();
    const partner = { propertyName: 'type', operator: 'EQ', value: 'PARTNER' };
    const small = { propertyName: 'size', operator: 'LT', value: '10' };
    const beta = { propertyName: 'name', operator: 'EQ', value: 'Beta' };
    expect(await names({ filterGroups: [{ filters: [partner, small] }, { filters: [beta] }] })).toBe('AB');
  });

  test('one sort, either way; a query looks into the usual properties', async () => {
    const { names, search } = await companies();
    expect(await names({ sorts: [{ propertyName: 'size', direction: 'DESCENDING' }] })).toBe('BAG');
    expect(await names({ sorts: ['-name'] })).toBe('GBA');
    expect(await names({ query: 'alph' })).toBe('A');
    expect((await search('companies', { sorts: ['name', 'size'] })).status).toBe(400);
    expect((await search('companies', { query: 'x'.repeat(3001) })).status).toBe(400);
  });

  test('at most five groups, six filters in one, eighteen in all', async () => {
    const { search } = await companies();
    const filters = (count: number) => ({
      filters: Array.from({ length: count }, () => ({ propertyName: 'size', operator: 'GT', value: '1' })),
    });
    const status = async (...counts: number[]) =>
      (await search('companies', { filterGroups: counts.map(filters) })).status;
    expect(await status(1, 1, 1, 1, 1)).toBe(200);
    expect(await status(1, 1, 1, 1, 1, 1)).toBe(400);
    expect(await status(6, 6, 6)).toBe(200);
    expect(await status(7)).toBe(400);
    expect(await status(6, 6, 6, 1)).toBe(400);
  });

  test('an unknown property, a wrong value and a missing one are refused; the epoch itself is an error inside', async () => {
    const { search } = await companies();
    const status = async (property: string, operator: string, more: object = {}) =>
      (await search('companies', one(property, operator, more))).status;
    expect(await status('no_such', 'EQ', { value: '1' })).toBe(400);
    expect(await status('size', 'GT', { value: 'many' })).toBe(400);
    expect(await status('size', 'BETWEEN', { value: '1' })).toBe(400);
    expect(await status('size', 'LIKE', { value: '1' })).toBe(400);
    expect(await status('hs_lastmodifieddate', 'GT', { value: '0' })).toBe(500);
    expect(await status('hs_lastmodifieddate', 'GT', { value: '1000' })).toBe(200);
  });
});
