// Literals as values of a field's type, and the service's refusals of those that do not fit.
import { ApiError } from '../errors.ts';
import { normaliseId } from '../ids.ts';
import { type Cell, isNumeric } from '../org/values.ts';
import type { SchemaField } from '../schema/schema.ts';
import type { Literal } from './ast.ts';
import type { CompileContext } from './context.ts';
import { daysOf, startOfDay } from './date-literals.ts';
import { at } from './errors.ts';
import { charactersOf } from './tokens.ts';

/** A single value, or a stretch of time from its first moment until before its last. */
export type Value = { kind: 'cell'; cell: Cell } | { kind: 'range'; from: Cell; until: Cell };

const NAMES: Record<string, string> = { datetime: 'dateTime', boolean: 'boolean', date: 'date' };

function mustBe(context: CompileContext, literal: Literal, field: SchemaField): ApiError {
  const type = NAMES[field.type] ?? (isNumeric(field.type) ? 'double' : 'string');
  const quotes = type === 'string' ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
  return at(
    context.text,
    literal.at,
    'INVALID_FIELD',
    `value of filter criterion for field '${field.name}' must be of type ${type} and ${quotes}`,
  );
}

function rangeOf(context: CompileContext, literal: Literal & { kind: 'dateLiteral' }, field: SchemaField): Value {
  const days = daysOf(literal.name, literal.count, context.now, context.timeZone);
  if (field.type === 'date') return { kind: 'range', ...days };
  const moment = (day: string) => startOfDay(day, context.timeZone);
  return { kind: 'range', from: moment(days.from), until: moment(days.until) };
}

function idOf(text: string, field: SchemaField): string {
  const id = normaliseId(text);
  if (id !== undefined) return id;
  throw new ApiError(400, 'INVALID_QUERY_FILTER_OPERATOR', `${field.name}: invalid ID field: ${text}`);
}

/** The characters of a string literal. */
export function textOf(context: CompileContext, literal: Literal & { kind: 'string' }): string {
  return charactersOf(literal.raw, context.text, literal.at)
    .map((one) => one.char)
    .join('');
}

/** The value of a literal that is compared with a field. Throws INVALID_FIELD when the types differ. */
export function literalValue(context: CompileContext, literal: Literal, field: SchemaField): Value {
  const cell = (value: Cell): Value => ({ kind: 'cell', cell: value });
  if (literal.kind === 'null') return cell(null);
  if (literal.kind === 'dateLiteral') {
    if (field.type !== 'date' && field.type !== 'datetime') throw mustBe(context, literal, field);
    return rangeOf(context, literal, field);
  }
  if (literal.kind === 'boolean' && field.type === 'boolean') return cell(literal.value ? 1 : 0);
  if (literal.kind === 'number' && isNumeric(field.type)) return cell(literal.value);
  if (literal.kind === 'date' && field.type === 'date') return cell(literal.value);
  if (literal.kind === 'datetime' && field.type === 'datetime') return cell(literal.value);
  const isText = !isNumeric(field.type) && NAMES[field.type] === undefined;
  if (literal.kind !== 'string' || !isText) throw mustBe(context, literal, field);
  const text = textOf(context, literal);
  if (text === '') return cell(null);
  return cell(field.type === 'id' || field.type === 'reference' ? idOf(text, field) : text);
}

/** The SQL pattern (with `\` as its escape) of a LIKE. */
export function likePattern(context: CompileContext, literal: Literal, field: SchemaField): string {
  if (field.type === 'id' || field.type === 'reference' || isNumeric(field.type) || NAMES[field.type] !== undefined)
    throw new ApiError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${field.type} field`);
  if (literal.kind !== 'string') throw mustBe(context, literal, field);
  return charactersOf(literal.raw, context.text, literal.at)
    .map(({ char, escaped }) => (char === '\\' || (escaped && /[%_]/.test(char)) ? `\\${char}` : char))
    .join('');
}
