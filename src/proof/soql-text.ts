import type { Filter, Scalar } from '../sources/mapping/index.ts';
import type { Literal } from '../sources/salesforce/literals.ts';
import { type Condition, soql } from '../sources/salesforce/soql.ts';
import type { FilterFacts, PropertyType } from './facts.ts';
import { isFilter, type Part, type Statement } from './plan.ts';

type TypeOf = (property: string) => PropertyType | null | undefined;

/** A statement as SOQL that can be pasted. Throws `crm-query` where it would be too long. */
export function soqlText({ object, properties, where }: Statement, facts?: FilterFacts): string {
  const conditions = where.map((part) => conditionOf(part, object, facts));
  return soql({
    object,
    fields: ['Id', ...properties],
    ...(conditions.length === 0 ? {} : { where: { all: conditions.flatMap(flat) } }),
  });
}

/** Nested conditions that must all hold need no parentheses. */
const flat = (condition: Condition): readonly Condition[] =>
  'all' in condition ? condition.all.flatMap(flat) : [condition];

function conditionOf(part: Part, object: string, facts: FilterFacts | undefined): Condition {
  const all = (parts: readonly Part[], of = object): Condition => ({
    all: parts.map((one) => conditionOf(one, of, facts)),
  });
  if (isFilter(part)) return filterCondition(part, typesIn(object, facts));
  if ('any' in part) return { any: part.any.map((parts) => all(parts)) };
  if ('related' in part) {
    const { object: other, field, where } = part.related;
    return { field: 'Id', inRows: { object: other, field, where: all(where, other) } };
  }
  if ('not' in part) {
    const [only] = part.not;
    // SOQL has a word of its own for rows that no other row names.
    if (part.not.length === 1 && only !== undefined && 'related' in only) {
      return { ...conditionOf(only, object, facts), negated: true };
    }
    return { not: all(part.not) };
  }
  // Salesforce has no links beside its lookups.
  return { any: [] };
}

const typesIn =
  (object: string, facts: FilterFacts | undefined): TypeOf =>
  (property) =>
    facts === undefined || property.includes('.') ? undefined : facts.typeOf(object, property);

function filterCondition({ field, op, values, negated }: Filter, typeOf: TypeOf): Condition {
  const type = typeOf(field);
  const literals = values.map((value) => literalOf(value, type));
  const first = literals[0] ?? null;
  switch (op) {
    case 'filled':
    case 'empty':
      return { field, is: (op === 'filled') === negated ? '=' : '!=', value: null };
    case 'eq':
    case 'ne':
      return { field, is: (op === 'eq') === negated ? '!=' : '=', value: first };
    case 'in':
    case 'not-in':
      return (op === 'in') === negated ? { field, notIn: literals } : { field, in: literals };
    default: {
      const condition: Condition = { field, is: signs[op], value: first };
      return negated ? { not: condition } : condition;
    }
  }
}

const signs = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
const bareDate = /^\d{4}-\d{2}-\d{2}$/;
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** A value in the form that its property wants; without its type, in that which it looks like. */
function literalOf(value: Scalar, type: PropertyType | null | undefined): Literal {
  if (typeof value !== 'string') return value;
  if ((type === 'number' || type === 'money') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (type === 'boolean') return value.toLowerCase() === 'true';
  const isDated = [undefined, null, 'other', 'date', 'datetime'].includes(type);
  if (isDated && bareDate.test(value)) return { date: value };
  if (isDated && moment.test(value)) return { at: Date.parse(value) };
  return value;
}
