import type { Json } from './oracle.ts';

/** Keys on which the oracle gives no opinion, or whose spelling the definitions leave open. */
const OPEN_KEYS = ['dataAsOf', 'records', 'recordsTotal', 'benchmark'];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
/** Lists whose order means nothing; funnel, comparison and targets keep theirs. */
const SETS = [
  'leftOut',
  'modules',
  'assets',
  'lowAdoption',
  'cohorts',
  'tiers',
  'milestones',
  'topics',
  'byType',
  'missing',
  'certifications',
];

/**
 * An answer made comparable: no key that is open, period names of earlier periods dropped, instants in one spelling,
 * lists without an order of their own sorted, numbers rounded to 12 significant digits.
 */
export function canonical(value: Json, key = ''): Json {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (typeof value === 'string') return INSTANT.test(value) ? new Date(value).toISOString() : value;
  if (value === null || typeof value === 'boolean') return value;
  if (isList(value)) {
    const items = value.map((item) => canonical(item));
    return SETS.includes(key)
      ? items.sort((a, b) =>
          JSON.stringify(a) < JSON.stringify(b) ? -1 : JSON.stringify(a) > JSON.stringify(b) ? 1 : 0,
        )
      : items;
  }
  const earlier = key === 'previous' || key === 'yearBefore';
  const entries = Object.entries(value)
    .filter(([name]) => !OPEN_KEYS.includes(name))
    .map(([name, item]): [string, Json] => [
      name,
      canonical(earlier && name === 'period' ? withoutName(item) : item, name),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** `Array.isArray` does not narrow a readonly list. */
function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

function withoutName(period: Json): Json {
  if (period === null || typeof period !== 'object' || isList(period)) return period;
  return Object.fromEntries(Object.entries(period).filter(([name]) => name !== 'name'));
}
