// Fields, aggregates and date functions in SQL.
import { ApiError } from '../errors.ts';
import { columnOf, tableOf } from '../org/tables.ts';
import { isFilterable, isGroupable } from '../schema/describe.ts';
import type { SchemaField } from '../schema/schema.ts';
import type { Operand } from './ast.ts';
import { malformed } from './errors.ts';
import type { Resolved, Scope } from './scope.ts';

/** An operand in SQL, with the field that says how its value is written. */
export interface OperandSql extends Resolved {
  operand: Operand;
}

const DATE_PARTS: Record<string, string> = {
  CALENDAR_YEAR: "CAST(strftime('%Y', $) AS INTEGER)",
  CALENDAR_MONTH: "CAST(strftime('%m', $) AS INTEGER)",
  CALENDAR_QUARTER: "((CAST(strftime('%m', $) AS INTEGER) + 2) / 3)",
  DAY_ONLY: 'date($)',
};

const numberField = (name: string, type: 'int' | 'double'): SchemaField => ({
  name,
  type,
  visible: true,
  custom: false,
});

/** In an org with several currencies, an aggregate of money comes in the org's own, at its rates of now. */
function moneySql(scope: Scope, { field, sql, names }: Resolved): string {
  const isOwn = names.length === 1 && scope.base.object.fields.has('currencyisocode');
  if (field.type !== 'currency' || !isOwn) return sql;
  const { sql: code } = scope.resolve({ names: ['CurrencyIsoCode'], at: 0 });
  const [rate, iso] = [columnOf('ConversionRate'), columnOf('IsoCode')];
  const table = tableOf({ name: 'CurrencyType' });
  return `(${sql} / coalesce((SELECT rates.${rate} FROM ${table} rates WHERE rates.${iso} = ${code}), 1))`;
}

function aggregateSql(
  scope: Scope,
  operand: Operand & { kind: 'aggregate' },
  inner: Resolved,
): { sql: string; field: SchemaField } {
  const { name } = operand;
  if (name === 'COUNT') return { sql: `COUNT(${inner.sql})`, field: numberField(name, 'int') };
  if (name === 'COUNT_DISTINCT') return { sql: `COUNT(DISTINCT ${inner.sql})`, field: numberField(name, 'int') };
  if (name === 'MIN' || name === 'MAX') return { sql: `${name}(${moneySql(scope, inner)})`, field: inner.field };
  if (!['int', 'double', 'currency', 'percent'].includes(inner.field.type))
    throw malformed(`field ${inner.field.name} does not support aggregate operator ${name}`);
  return { sql: `${name}(${moneySql(scope, inner)})`, field: numberField(name, 'double') };
}

/** The SQL of an operand. */
export function operandSql(scope: Scope, operand: Operand): OperandSql {
  const inner = scope.resolve(operand.path);
  if (operand.kind === 'field') return { ...inner, operand };
  if (operand.kind === 'aggregate') {
    if (!isFilterable(inner.field))
      throw malformed(`field ${inner.field.name} does not support aggregate operator ${operand.name}`);
    return { ...inner, ...aggregateSql(scope, operand, inner), operand };
  }
  const moment = inner.field.type === 'datetime' ? `${inner.sql} / 1000, 'unixepoch'` : inner.sql;
  if (inner.field.type !== 'date' && inner.field.type !== 'datetime')
    throw malformed(`${operand.name} function requires a date or dateTime field`);
  const type = operand.name === 'DAY_ONLY' ? 'date' : 'int';
  return {
    sql: (DATE_PARTS[operand.name] ?? '$').replaceAll('$', moment),
    field: { ...inner.field, type },
    names: inner.names,
    operand,
  };
}

const refuse = (field: SchemaField, what: string): ApiError =>
  new ApiError(400, 'INVALID_FIELD', `field '${field.name}' can not be ${what} in a query call`);

/** An operand that a query filters by. */
export function filterOperand(scope: Scope, operand: Operand): OperandSql {
  const found = operandSql(scope, operand);
  if (operand.kind === 'field' && !isFilterable(found.field)) throw refuse(found.field, 'filtered');
  return found;
}

/** An operand that a query sorts by. */
export function sortOperand(scope: Scope, operand: Operand): OperandSql {
  const found = operandSql(scope, operand);
  if (operand.kind === 'field' && !isFilterable(found.field)) throw refuse(found.field, 'sorted');
  return found;
}

/** An operand that a query groups by. */
export function groupOperand(scope: Scope, operand: Operand): OperandSql {
  const found = operandSql(scope, operand);
  if (operand.kind === 'aggregate' || (operand.kind === 'field' && !isGroupable(found.field)))
    throw refuse(found.field, 'grouped');
  return found;
}
