// Which route a path means, in the date-based form and in the older one.

export type RouteName =
  | 'account'
  | 'usage'
  | 'list'
  | 'get'
  | 'batch'
  | 'search'
  | 'properties'
  | 'property'
  | 'groups'
  | 'pipelines'
  | 'pipeline'
  | 'stages'
  | 'stage'
  | 'owners'
  | 'owner'
  | 'schemas'
  | 'schema'
  | 'associations'
  | 'associationsOf'
  | 'labels'
  | 'rates'
  | 'currentRates'
  | 'companyCurrency'
  | 'events'
  | 'limits';

interface PathForm {
  route: RouteName;
  method: 'GET' | 'POST';
  pattern: RegExp;
  /** The version that a path without a date in it has. */
  version: string | undefined;
}

export interface Matched {
  route: RouteName;
  version: string;
  params: Record<string, string>;
}

/** [route, method, date-based path, older path, older version]. `:v` is the version. */
const table: readonly (readonly [RouteName, 'GET' | 'POST', string, string, string])[] = [
  ['account', 'GET', '/account-info/:v/details', '/account-info/v3/details', 'v3'],
  [
    'usage',
    'GET',
    '/account-info/:v/api-usage/daily/private-apps',
    '/account-info/v3/api-usage/daily/private-apps',
    'v3',
  ],
  ['list', 'GET', '/crm/objects/:v/:type', '/crm/v3/objects/:type', 'v3'],
  ['get', 'GET', '/crm/objects/:v/:type/:id', '/crm/v3/objects/:type/:id', 'v3'],
  ['batch', 'POST', '/crm/objects/:v/:type/batch/read', '/crm/v3/objects/:type/batch/read', 'v3'],
  ['search', 'POST', '/crm/objects/:v/:type/search', '/crm/v3/objects/:type/search', 'v3'],
  ['properties', 'GET', '/crm/properties/:v/:type', '/crm/v3/properties/:type', 'v3'],
  ['groups', 'GET', '/crm/properties/:v/:type/groups', '/crm/v3/properties/:type/groups', 'v3'],
  ['property', 'GET', '/crm/properties/:v/:type/:name', '/crm/v3/properties/:type/:name', 'v3'],
  ['pipelines', 'GET', '/crm/pipelines/:v/:type', '/crm/v3/pipelines/:type', 'v3'],
  ['pipeline', 'GET', '/crm/pipelines/:v/:type/:id', '/crm/v3/pipelines/:type/:id', 'v3'],
  ['stages', 'GET', '/crm/pipelines/:v/:type/:id/stages', '/crm/v3/pipelines/:type/:id/stages', 'v3'],
  ['stage', 'GET', '/crm/pipelines/:v/:type/:id/stages/:stage', '/crm/v3/pipelines/:type/:id/stages/:stage', 'v3'],
  ['owners', 'GET', '/crm/owners/:v', '/crm/v3/owners', 'v3'],
  ['owner', 'GET', '/crm/owners/:v/:id', '/crm/v3/owners/:id', 'v3'],
  ['schemas', 'GET', '/crm-object-schemas/:v/schemas', '/crm-object-schemas/v3/schemas', 'v3'],
  ['schema', 'GET', '/crm-object-schemas/:v/schemas/:type', '/crm-object-schemas/v3/schemas/:type', 'v3'],
  ['schemas', 'GET', '/crm-object-schemas/:v/schemas', '/crm/v3/schemas', 'v3'],
  ['schema', 'GET', '/crm-object-schemas/:v/schemas/:type', '/crm/v3/schemas/:type', 'v3'],
  [
    'associations',
    'POST',
    '/crm/associations/:v/:type/:to/batch/read',
    '/crm/v4/associations/:type/:to/batch/read',
    'v4',
  ],
  ['labels', 'GET', '/crm/associations/:v/:type/:to/labels', '/crm/v4/associations/:type/:to/labels', 'v4'],
  ['labels', 'GET', '/crm/associations/:v/:type/:to/labels', '/crm/associations/v4/:type/:to/labels', 'v4'],
  [
    'associationsOf',
    'GET',
    '/crm/objects/:v/:type/:id/associations/:to',
    '/crm/v4/objects/:type/:id/associations/:to',
    'v4',
  ],
  [
    'currentRates',
    'GET',
    '/settings/currencies/:v/exchange-rates/current',
    '/settings/v3/currencies/exchange-rates/current',
    'v3',
  ],
  ['rates', 'GET', '/settings/currencies/:v/exchange-rates', '/settings/v3/currencies/exchange-rates', 'v3'],
  [
    'companyCurrency',
    'GET',
    '/settings/currencies/:v/company-currency',
    '/settings/v3/currencies/company-currency',
    'v3',
  ],
  ['events', 'GET', '/events/event-occurrences/:v', '/events/v3/events', 'v3'],
  ['limits', 'GET', '/crm/limits/:v/records', '/crm/v3/limits/records', 'v3'],
];

const compiled = (path: string): RegExp =>
  new RegExp(
    `^${path.replaceAll(/:(\w+)/g, (_, name) => (name === 'v' ? '(?<v>\\d{4}-\\d{2}(?:-beta)?)' : `(?<${name}>[^/]+)`))}$`,
  );

const forms: readonly PathForm[] = table.flatMap(([route, method, dated, older, version]) => [
  { route, method, pattern: compiled(dated), version: undefined },
  { route, method, pattern: compiled(older), version },
]);

/** The route of a request, or undefined when no such path exists. Older clients write a slash at the end. */
export function match(method: string, path: string): Matched | undefined {
  const bare = path.replace(/\/$/, '');
  for (const form of forms) {
    if (form.method !== method) continue;
    const found = form.pattern.exec(bare);
    if (found === null) continue;
    const { v, ...raw } = found.groups ?? {};
    const params = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, decodeURIComponent(value)]));
    return { route: form.route, version: form.version ?? v ?? '', params };
  }
  return undefined;
}

/** Whether a request means to change something. */
export function isWrite(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD';
}
