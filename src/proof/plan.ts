import type { Filter, Operator, Scalar } from '../sources/mapping/index.ts';

/** What a filter of a CRM consists of; all parts must hold. */
export type Part =
  | Filter
  /** One of the alternatives, in which again all must hold; without any, nothing is found. */
  | { readonly any: readonly (readonly Part[])[] }
  /** Some row of another object names this one in `field`. */
  | { readonly related: Related }
  /** This row is linked to another one. */
  | { readonly linked: LinkedTo }
  | { readonly not: readonly Part[] };

export interface Related {
  readonly object: string;
  readonly field: string;
  readonly where: readonly Part[];
}

export interface LinkedTo {
  readonly to: string;
  /** One of these labels; null: any link. */
  readonly labels: readonly string[] | null;
  /** To one of these rows; null: to one that meets `where`. */
  readonly ids: readonly string[] | null;
  readonly where: readonly Part[];
}

/** What a filter leaves out, or what its reader should know; the words stand in the catalogue. */
export const caveatCodes = [
  'several-statements',
  'currencies',
  'shared-deals',
  'segment-now',
  'segment-not-said',
  'attribution-not-said',
  'labels-not-in-search',
  'partner-not-known',
  'as-of-now',
  'stage-names',
  'date-type-guessed',
  'optional-assumed',
  'computed-field',
  'whole-program-only',
] as const;
export type Caveat = (typeof caveatCodes)[number];

/** Rows of one object that a figure counts. */
export interface Statement {
  readonly object: string;
  /** What is shown of each row beside its id. */
  readonly properties: readonly string[];
  readonly where: readonly Part[];
  readonly caveats: readonly Caveat[];
}

export const NEVER: Part = { any: [] };

/** One condition. */
export const test = (field: string, op: Operator, ...values: readonly Scalar[]): Filter => ({
  field,
  op,
  values,
  negated: false,
});

/** One of several values; one alone as an equality, since CRMs read that more kindly. */
export function oneOf(field: string, values: readonly Scalar[]): Part {
  const [only] = values;
  if (only === undefined) return NEVER;
  return values.length === 1 ? test(field, 'eq', only) : test(field, 'in', ...values);
}

/** Alternatives; those that are never met are none, one that is always met leaves nothing to ask, a single one stands by itself. */
export function anyOf(alternatives: readonly (readonly Part[])[]): readonly Part[] {
  const possible = alternatives.filter((parts) => !parts.some(isNever));
  const [only] = possible;
  if (only === undefined) return [NEVER];
  if (possible.some((parts) => parts.length === 0)) return [];
  return possible.length === 1 ? only : [{ any: possible }];
}

/** Nothing meets it. */
export const isNever = (part: Part): boolean => 'any' in part && part.any.length === 0;

export const isFilter = (part: Part): part is Filter => 'op' in part;

/** The parts without those that others say as well. */
export function tidy(parts: readonly Part[]): readonly Part[] {
  const distinct = [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
  return distinct.filter(
    (part) =>
      !isFilter(part) || part.op !== 'filled' || part.negated || !distinct.some((other) => fills(other, part.field)),
  );
}

/** Whether only rows with a value in the field meet the part. */
const fills = (part: Part, field: string): boolean =>
  isFilter(part) && part.field === field && !part.negated && !['filled', 'empty', 'ne', 'not-in'].includes(part.op);
