// What a search filter means for a property of its type.
import { z } from 'zod';
import { ApiError, invalid } from '../http/errors.ts';
import type { ObjectType } from '../object-types.ts';
import type { Portal } from '../portal/portal.ts';
import { Records } from '../portal/records.ts';
import type { Indexed } from '../portal/search-index.ts';
import type { PropertyDefinition } from '../types.ts';

const operators = [
  'BETWEEN',
  'CONTAINS_TOKEN',
  'EQ',
  'GT',
  'GTE',
  'HAS_PROPERTY',
  'IN',
  'LT',
  'LTE',
  'NEQ',
  'NOT_CONTAINS_TOKEN',
  'NOT_HAS_PROPERTY',
  'NOT_IN',
] as const;

const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

export const filterSchema = z.object({
  propertyName: z.string(),
  operator: z.enum(operators),
  value: text.optional(),
  highValue: text.optional(),
  values: z.array(text).optional(),
});

export type Filter = z.infer<typeof filterSchema>;
export type Test = (record: Indexed) => boolean;

/** A number that orders the values of this property, or undefined where they are text. */
export function rank(definition: PropertyDefinition, value: string): number | undefined {
  if (definition.type === 'number') return Number(value);
  if (definition.type !== 'date' && definition.type !== 'datetime') return undefined;
  return /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
}

function rankGiven(definition: PropertyDefinition, value: string): number {
  const ranked = rank(definition, value);
  if (ranked === undefined || Number.isNaN(ranked)) throw invalid(`Invalid value ${value} for ${definition.name}`);
  // The service fails on the epoch itself instead of refusing it.
  if (ranked === 0 && definition.type !== 'number') throw new ApiError(500, { message: 'internal error' });
  return ranked;
}

/** The number behind a record's value; stamps and ids need no way through text. */
function rankOf(type: ObjectType, definition: PropertyDefinition, record: Indexed): number | undefined {
  const { name } = definition;
  if (name === 'hs_object_id') return Number(record.id);
  if (name === type.modified) return record.updatedAt;
  const value = Records.valueOf(type, record, name);
  return value === undefined ? undefined : rank(definition, value);
}

const tokens = (value: string): string[] => value.toLowerCase().split(/[^\p{L}\p{N}*]+/u);

function containsToken(value: string, wanted: string): boolean {
  const patterns = tokens(wanted).map((token) => new RegExp(`^${token.replaceAll('*', '.*')}$`, 'u'));
  const words = tokens(value);
  return patterns.every((pattern) => words.some((word) => pattern.test(word)));
}

/** Equality: text without regard to case, choices exactly, several choices by any of them. */
function equal(definition: PropertyDefinition, value: string, wanted: string): boolean {
  const [a, b] = [rank(definition, value), rank(definition, wanted)];
  if (a !== undefined) return a === b;
  if (definition.type === 'enumeration') return value === wanted || value.split(';').includes(wanted);
  return value.toLowerCase() === wanted.toLowerCase();
}

function need<T>(value: T | undefined, filter: Filter, name: string): T {
  if (value === undefined) throw invalid(`${filter.operator} on ${filter.propertyName} needs ${name}`);
  return value;
}

/** Text in lists must be given in lower case; choices as they are. */
function among(definition: PropertyDefinition, value: string, wanted: readonly string[]): boolean {
  if (definition.type === 'string') return wanted.includes(value.toLowerCase());
  return wanted.some((one) => equal(definition, value, one));
}

type Compare = (value: string) => boolean;

/** Greater, less and between, by number where the values have one, else as text. */
function bounds(type: ObjectType, definition: PropertyDefinition, filter: Filter): Test | undefined {
  const { operator } = filter;
  if (!/^(LTE?|GTE?|BETWEEN)$/.test(operator)) return undefined;
  const value = need(filter.value, filter, 'value');
  const high = operator === 'BETWEEN' ? need(filter.highValue, filter, 'highValue') : value;
  const fits = <T extends number | string>(own: T, low: T, top: T): boolean => {
    if (operator === 'BETWEEN') return own >= low && own <= top;
    if (operator.startsWith('L')) return own < low || (operator === 'LTE' && own === low);
    return own > low || (operator === 'GTE' && own === low);
  };
  if (rank(definition, '1') === undefined) {
    return (record) => {
      const own = Records.valueOf(type, record, filter.propertyName);
      return own !== undefined && fits(own, value, high);
    };
  }
  const [low, top] = [rankGiven(definition, value), rankGiven(definition, high)];
  return (record) => {
    const own = rankOf(type, definition, record);
    return own !== undefined && fits(own, low, top);
  };
}

function comparison(definition: PropertyDefinition, filter: Filter): Compare {
  const value = (): string => need(filter.value, filter, 'value');
  const values = (): string[] => need(filter.values, filter, 'values');
  switch (filter.operator) {
    case 'EQ': {
      const wanted = value();
      return (own) => equal(definition, own, wanted);
    }
    case 'NEQ': {
      const wanted = value();
      return (own) => !equal(definition, own, wanted);
    }
    case 'IN': {
      const wanted = values();
      return (own) => among(definition, own, wanted);
    }
    case 'NOT_IN': {
      const wanted = values();
      return (own) => !among(definition, own, wanted);
    }
    case 'CONTAINS_TOKEN': {
      const wanted = value();
      return (own) => containsToken(own, wanted);
    }
    case 'NOT_CONTAINS_TOKEN': {
      const wanted = value();
      return (own) => !containsToken(own, wanted);
    }
    default:
      return () => true;
  }
}

/** The filter as a test of a record. Records without a value pass none but NOT_HAS_PROPERTY. */
export function compile(portal: Portal, type: ObjectType, filter: Filter): Test {
  const name = filter.propertyName;
  const definition = portal.properties.find(type, name);
  if (definition === undefined) {
    throw invalid('There was a problem with the request.', { propertyName: [name] });
  }
  if (filter.operator === 'NOT_HAS_PROPERTY') return (record) => Records.valueOf(type, record, name) === undefined;
  const bounded = bounds(type, definition, filter);
  if (bounded !== undefined) return bounded;
  const fits = comparison(definition, filter);
  return (record) => {
    const value = Records.valueOf(type, record, name);
    return value !== undefined && fits(value);
  };
}
