// The parser: one query with its sub-queries.
import { ApiError } from '../errors.ts';
import type { OrderItem, Query, SelectItem } from './ast.ts';
import { parseOperand } from './parse-operand.ts';
import { parseCondition } from './parse-where.ts';
import { Reader } from './reader.ts';

const MAX_LENGTH = 100_000;
const AFTER_FROM = new Set([
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'WITH',
  'USING',
  'FOR',
  'ALL',
  'UPDATE',
]);
/** Words that cannot be an alias of a selected value. */
const AFTER_ITEM = new Set(['FROM']);

/** Parses a whole SOQL text. Throws MALFORMED_QUERY, or QUERY_TOO_LONG. */
export function parseQuery(text: string): Query {
  if (text.length > MAX_LENGTH)
    throw new ApiError(400, 'QUERY_TOO_LONG', `SOQL statements cannot be longer than ${MAX_LENGTH} characters.`);
  const reader = new Reader(text);
  const query = parseSelect(reader);
  if (reader.next.kind !== 'end') throw reader.fail();
  return query;
}

function parseSelect(reader: Reader): Query {
  reader.expect('SELECT');
  const countOnly = reader.accept('COUNT', '(', ')');
  const select = countOnly ? [] : parseItems(reader);
  reader.expect('FROM');
  const from = reader.path();
  const alias = parseAlias(reader);
  const where = reader.accept('WHERE') ? parseCondition(reader, parseSelect) : undefined;
  const groupBy = reader.accept('GROUP', 'BY') ? list(reader, parseOperand) : [];
  const having = reader.accept('HAVING') ? parseCondition(reader, parseSelect) : undefined;
  const orderBy = reader.accept('ORDER', 'BY') ? list(reader, parseOrder) : [];
  const limit = reader.accept('LIMIT') ? reader.wholeNumber() : undefined;
  const offset = reader.accept('OFFSET') ? reader.wholeNumber() : undefined;
  return { countOnly, select, from, alias, where, groupBy, having, orderBy, limit, offset };
}

function list<T>(reader: Reader, one: (reader: Reader) => T): T[] {
  const all = [one(reader)];
  while (reader.accept(',')) all.push(one(reader));
  return all;
}

function parseAlias(reader: Reader): string | undefined {
  reader.accept('AS');
  const { kind, text } = reader.next;
  if (kind !== 'name' || text.includes('.') || AFTER_FROM.has(text.toUpperCase())) return undefined;
  reader.take();
  return text;
}

function parseItems(reader: Reader): SelectItem[] {
  return list(reader, (at) => {
    const start = at.next.at;
    if (at.accept('(')) {
      const query = parseSelect(at);
      at.expect(')');
      return { kind: 'subquery', query, at: start };
    }
    if (at.sees('TYPEOF')) throw at.fail();
    if (at.accept('FIELDS', '(')) return parseFields(at, start);
    const operand = parseOperand(at);
    const { kind, text } = at.next;
    if (kind !== 'name' || AFTER_ITEM.has(text.toUpperCase())) return { kind: 'operand', operand, alias: undefined };
    at.take();
    return { kind: 'operand', operand, alias: text };
  });
}

function parseFields(reader: Reader, start: number): SelectItem {
  for (const group of ['ALL', 'STANDARD', 'CUSTOM'] as const) {
    if (!reader.accept(group)) continue;
    reader.expect(')');
    return { kind: 'fields', group, at: start };
  }
  throw reader.fail();
}

function parseOrder(reader: Reader): OrderItem {
  const operand = parseOperand(reader);
  const descending = reader.accept('DESC');
  if (!descending) reader.accept('ASC');
  const nullsLast = reader.accept('NULLS', 'LAST');
  if (!nullsLast) reader.accept('NULLS', 'FIRST');
  return { operand, descending, nullsLast };
}
