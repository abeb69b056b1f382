// Every path in its date-based and its older forms.
import { expect, test } from 'vitest';
import { isWrite, match } from './http/paths.ts';

const both: readonly (readonly [string, string, string, string])[] = [
  ['GET', 'account', '/account-info/2026-09/details', '/account-info/v3/details'],
  [
    'GET',
    'usage',
    '/account-info/2026-09/api-usage/daily/private-apps',
    '/account-info/v3/api-usage/daily/private-apps',
  ],
  ['GET', 'list', '/crm/objects/2026-09/deals', '/crm/v3/objects/deals'],
  ['GET', 'get', '/crm/objects/2026-09/deals/5', '/crm/v3/objects/deals/5'],
  ['POST', 'batch', '/crm/objects/2026-09/deals/batch/read', '/crm/v3/objects/deals/batch/read'],
  ['POST', 'search', '/crm/objects/2026-09/deals/search', '/crm/v3/objects/deals/search'],
  ['GET', 'properties', '/crm/properties/2026-09/deals', '/crm/v3/properties/deals'],
  ['GET', 'property', '/crm/properties/2026-09/deals/amount', '/crm/v3/properties/deals/amount'],
  ['GET', 'groups', '/crm/properties/2026-09/deals/groups', '/crm/v3/properties/deals/groups'],
  ['GET', 'pipelines', '/crm/pipelines/2026-09/deals', '/crm/v3/pipelines/deals'],
  ['GET', 'stage', '/crm/pipelines/2026-09/deals/p/stages/s', '/crm/v3/pipelines/deals/p/stages/s'],
  ['GET', 'owners', '/crm/owners/2026-09', '/crm/v3/owners/'],
  ['GET', 'owner', '/crm/owners/2026-09/7', '/crm/v3/owners/7'],
  ['GET', 'schemas', '/crm-object-schemas/2026-09/schemas', '/crm/v3/schemas'],
  ['GET', 'schema', '/crm-object-schemas/2026-09/schemas/2-5', '/crm-object-schemas/v3/schemas/2-5'],
  [
    'POST',
    'associations',
    '/crm/associations/2026-09/deals/companies/batch/read',
    '/crm/v4/associations/deals/companies/batch/read',
  ],
  ['GET', 'labels', '/crm/associations/2026-09/deals/companies/labels', '/crm/v4/associations/deals/companies/labels'],
  ['GET', 'labels', '/crm/associations/2026-09/deals/companies/labels', '/crm/associations/v4/deals/companies/labels'],
  [
    'GET',
    'associationsOf',
    '/crm/objects/2026-09/deals/5/associations/companies',
    '/crm/v4/objects/deals/5/associations/companies',
  ],
  ['GET', 'rates', '/settings/currencies/2026-09/exchange-rates', '/settings/v3/currencies/exchange-rates'],
  [
    'GET',
    'currentRates',
    '/settings/currencies/2026-09/exchange-rates/current',
    '/settings/v3/currencies/exchange-rates/current',
  ],
  ['GET', 'events', '/events/event-occurrences/2026-09', '/events/v3/events'],
  ['GET', 'limits', '/crm/limits/2026-09/records', '/crm/v3/limits/records'],
];

test.each(both)('%s %s', (method, route, dated, older) => {
  expect(match(method, dated)).toMatchObject({ route, version: '2026-09' });
  expect(match(method, older)).toMatchObject({ route, version: expect.stringMatching(/^v[34]$/) });
  expect(match('DELETE', dated)).toBeUndefined();
});

test('parts of a path are decoded, and writing is told from reading', () => {
  expect(match('GET', '/crm/objects/2026-09/companies/a%20b')?.params).toEqual({ type: 'companies', id: 'a b' });
  expect(match('GET', '/crm/objects/latest/companies')).toBeUndefined();
  expect([isWrite('GET'), isWrite('PATCH')]).toEqual([false, true]);
});
