import type { Filter, Operator, Scalar } from '../sources/mapping/index.ts';
import { alternativesOf, type Conjunction } from './alternatives.ts';
import type { FilterFacts } from './facts.ts';
import type { Statement } from './plan.ts';

export interface SearchFilter {
  readonly propertyName: string;
  readonly operator:
    | 'BETWEEN'
    | 'EQ'
    | 'NEQ'
    | 'IN'
    | 'NOT_IN'
    | 'GT'
    | 'GTE'
    | 'LT'
    | 'LTE'
    | 'HAS_PROPERTY'
    | 'NOT_HAS_PROPERTY';
  readonly value?: string;
  readonly highValue?: string;
  readonly values?: readonly string[];
}

/** The body of a search. It says nothing of labels: searches cannot. */
export interface HubSpotSearch {
  readonly filterGroups: readonly { readonly filters: readonly SearchFilter[] }[];
  readonly properties: readonly string[];
  readonly sorts: readonly { readonly propertyName: string; readonly direction: 'ASCENDING' }[];
  readonly limit: number;
}

const PAGE = 200;

/** The most that every account takes in one search; the published numbers differ, these are the smallest. */
const MOST_GROUPS = 5;
const MOST_FILTERS = 18;

/** A statement as bodies of `POST /crm/objects/…/search`: several where one would be too large. */
export function hubspotSearches(statement: Statement, facts?: FilterFacts): readonly HubSpotSearch[] {
  const { object, properties, where } = statement;
  const groups = alternativesOf(where)
    .flatMap(withEmpties)
    .map((filters) => ({ filters: between(needed(filters)).map((one) => searchFilter(one, object, facts)) }));
  return packed(groups).map((filterGroups) => ({
    filterGroups,
    properties,
    sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
    limit: PAGE,
  }));
}

type Group = HubSpotSearch['filterGroups'][number];

function packed(groups: readonly Group[]): readonly (readonly Group[])[] {
  const bodies: Group[][] = [];
  let filters = 0;
  for (const group of groups) {
    const body = bodies.at(-1);
    const size = group.filters.length;
    if (body === undefined || body.length === MOST_GROUPS || filters + size > MOST_FILTERS) {
      bodies.push([group]);
      filters = size;
    } else {
      body.push(group);
      filters += size;
    }
  }
  return bodies;
}

/** Without what another condition says as well. */
function needed(filters: Conjunction): Conjunction {
  const distinct = [...new Map(filters.map((one) => [JSON.stringify(one), one])).values()];
  return distinct.filter(
    (one) =>
      one.op !== 'filled' ||
      !distinct.some((other) => other.field === one.field && other.op !== 'filled' && demands(other)),
  );
}

interface Between extends Filter {
  /** The last value that is in; of a lower bound. */
  readonly high?: string;
}

/** Two bounds of one property count as one filter, if said in one. */
function between(filters: Conjunction): readonly Between[] {
  return filters.flatMap((one): readonly Between[] => {
    const pair = (op: Operator) => filters.find((other) => other.field === one.field && other.op === op);
    const [low, high] = [pair('gte'), pair('lt')];
    if (low === undefined || high === undefined || (one !== low && one !== high)) return [one];
    const end = String(high.values[0] ?? '');
    const until = dated.test(end) ? Date.parse(end) : Number.NaN;
    if (Number.isNaN(until)) return [one];
    return one === low ? [{ ...one, high: String(until - 1) }] : [];
  });
}

const opposites: Readonly<Record<Operator, Operator>> = {
  eq: 'ne',
  ne: 'eq',
  in: 'not-in',
  'not-in': 'in',
  gt: 'lte',
  gte: 'lt',
  lt: 'gte',
  lte: 'gt',
  filled: 'empty',
  empty: 'filled',
};

/** The condition without a “not” before it. */
export const positive = ({ field, op, values, negated }: Filter): Filter => ({
  field,
  op: negated ? opposites[op] : op,
  values,
  negated: false,
});

/** What is not equal may be empty for us; a search means only what is filled, so it must be asked for both. */
function withEmpties(filters: Conjunction): readonly Conjunction[] {
  return filters.reduce<readonly Conjunction[]>(
    (found, filter) => {
      const plain = positive(filter);
      const mayBeEmpty = filter.negated
        ? !['ne', 'not-in', 'empty', 'filled'].includes(filter.op)
        : /^n/.test(filter.op);
      const isFilled = filters.some((other) => other !== filter && other.field === filter.field && demands(other));
      const choices = mayBeEmpty && !isFilled ? [plain, emptiness(filter.field)] : [plain];
      return found.flatMap((before) => choices.map((choice) => [...before, choice]));
    },
    [[]],
  );
}

const emptiness = (field: string): Filter => ({ field, op: 'empty', values: [], negated: false });
const demands = ({ op, negated }: Filter): boolean => !negated && !['ne', 'not-in', 'empty'].includes(op);

const words: Readonly<Record<Operator, SearchFilter['operator']>> = {
  eq: 'EQ',
  ne: 'NEQ',
  in: 'IN',
  'not-in': 'NOT_IN',
  gt: 'GT',
  gte: 'GTE',
  lt: 'LT',
  lte: 'LTE',
  filled: 'HAS_PROPERTY',
  empty: 'NOT_HAS_PROPERTY',
};

function searchFilter(
  { field, op, values, high }: Between,
  object: string,
  facts: FilterFacts | undefined,
): SearchFilter {
  const texts = values.map(valueText);
  const named = { propertyName: field, operator: words[op] };
  if (op === 'filled' || op === 'empty') return named;
  if (high !== undefined) return { propertyName: field, operator: 'BETWEEN', value: texts[0] ?? '', highValue: high };
  // Lists of texts are only understood in lower case; values of a choice only as they are.
  const isText = facts?.typeOf(object, field) === 'text';
  if (op === 'in' || op === 'not-in')
    return { ...named, values: isText ? texts.map((one) => one.toLowerCase()) : texts };
  return { ...named, value: texts[0] ?? '' };
}

const dated = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}\.\d{3}Z)?$/;

/** Days and moments are milliseconds. */
const valueText = (value: Scalar): string =>
  typeof value === 'string' && dated.test(value) ? String(Date.parse(value)) : String(value);
