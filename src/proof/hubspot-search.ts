import type { Filter, Operator, Scalar } from '../sources/mapping/index.ts';
import { alternativesOf, type Conjunction } from './alternatives.ts';
import type { FilterFacts } from './facts.ts';
import type { Statement } from './plan.ts';

export interface SearchFilter {
  readonly propertyName: string;
  readonly operator: 'EQ' | 'NEQ' | 'IN' | 'NOT_IN' | 'GT' | 'GTE' | 'LT' | 'LTE' | 'HAS_PROPERTY' | 'NOT_HAS_PROPERTY';
  readonly value?: string;
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

/** A statement as the body of `POST /crm/objects/…/search`. */
export function hubspotSearch({ object, properties, where }: Statement, facts?: FilterFacts): HubSpotSearch {
  const filtersOf = (one: Filter): SearchFilter => searchFilter(one, object, facts);
  return {
    filterGroups: alternativesOf(where)
      .flatMap(withEmpties)
      .map((filters) => ({ filters: filters.map(filtersOf) })),
    properties,
    sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
    limit: PAGE,
  };
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

function searchFilter({ field, op, values }: Filter, object: string, facts: FilterFacts | undefined): SearchFilter {
  const texts = values.map(valueText);
  const named = { propertyName: field, operator: words[op] };
  if (op === 'filled' || op === 'empty') return named;
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
