import { decimalPattern } from '../../records/records.ts';
import type { Filter } from '../mapping/index.ts';
import { fold } from '../mapping/names.ts';
import type { ApiProperty, SearchFilter, SearchGroup } from './client.ts';

/** What a search can say of a condition of a mapping. */
interface Pushed {
  readonly filter: SearchFilter;
  /** Whether it finds the very rows that meet the condition; else it finds more. */
  readonly isExact: boolean;
}

export type Properties = ReadonlyMap<string, ApiProperty>;

// HubSpot's published limits differ; these hold by all of them. The id takes a filter in each group.
const MOST_GROUPS = 5;
const MOST_IN_GROUP = 5;
const MOST = 18;

const comparisons = { gt: 'GT', gte: 'GTE', lt: 'LT', lte: 'LTE' } as const;

/**
 * A condition as a search that loses no row that meets it; undefined where search has none. Texts are left to ourselves but for
 * being there at all: how HubSpot compares them is not what a mapping means by it.
 */
export function pushed({ field, op, values, negated }: Filter, properties: Properties): Pushed | undefined {
  const property = properties.get(field);
  if (property === undefined) return undefined;
  const has = (isExact: boolean): Pushed => ({
    filter: { propertyName: field, operator: 'HAS_PROPERTY' },
    isExact,
  });
  const hasNot: Pushed = { filter: { propertyName: field, operator: 'NOT_HAS_PROPERTY' }, isExact: true };
  if (op === 'filled') return negated ? hasNot : has(true);
  if (op === 'empty') return negated ? has(true) : hasNot;
  if (negated || op === 'ne' || op === 'not-in') return undefined;
  const wanted = values.map((value) => String(value).trim());
  // An empty value is met by an empty property.
  if (wanted.includes('')) return undefined;
  const isNumeric = property.type === 'number' && wanted.every((value) => decimalPattern.test(value));
  if (op === 'eq' || op === 'in') {
    if (isNumeric) return { filter: { propertyName: field, operator: 'IN', values: wanted }, isExact: true };
    const choices = spellings(property, wanted);
    return choices === null
      ? has(false)
      : { filter: { propertyName: field, operator: 'IN', values: choices }, isExact: true };
  }
  const [value] = wanted;
  if (!isNumeric || value === undefined) return has(false);
  return { filter: { propertyName: field, operator: comparisons[op], value }, isExact: true };
}

/** The values of a choice that a mapping means, in every spelling that it has; null where it has none to choose from. */
function spellings({ type, options }: ApiProperty, wanted: readonly string[]): string[] | null {
  if (type === 'bool') return wanted.every((one) => /^(true|false)$/i.test(one)) ? wanted.map(fold) : null;
  if (type !== 'enumeration' || options.length === 0) return null;
  const meant = new Set(wanted.map(fold));
  return [...new Set([...wanted, ...options.map(({ value }) => value).filter((value) => meant.has(fold(value)))])];
}

/**
 * Alternatives of conditions as a search; null where it would find everything, or be too large. What it finds
 * is to be checked again, unless it is exact.
 */
export function pushedGroups(
  alternatives: readonly (readonly Filter[])[],
  properties: Properties,
): { readonly groups: readonly SearchGroup[]; readonly isExact: boolean } | null {
  const all = alternatives.map((conditions) => conditions.map((filter) => pushed(filter, properties)));
  const groups = all.map((list) => list.flatMap((one) => one?.filter ?? []));
  const size = groups.reduce((sum, group) => sum + group.length + 1, 0);
  if (groups.length === 0 || groups.some((group) => group.length === 0 || group.length > MOST_IN_GROUP)) return null;
  if (groups.length > MOST_GROUPS || size > MOST) return null;
  return { groups, isExact: all.every((list) => list.every((one) => one?.isExact === true)) };
}
