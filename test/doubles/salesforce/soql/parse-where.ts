// Conditions. AND and OR do not mix without parentheses, and NOT stands first or in parentheses, as in the service.
import type { CompareOperator, Condition, Literal, Operand, Query } from './ast.ts';
import { parseOperand } from './parse-operand.ts';
import type { Reader } from './reader.ts';

const OPERATORS = new Map<string, CompareOperator>([
  ['=', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['LIKE', 'LIKE'],
]);

type SubQuery = (reader: Reader) => Query;

/** Parses what follows WHERE or HAVING. */
export function parseCondition(reader: Reader, subQuery: SubQuery): Condition {
  const first = reader.accept('NOT')
    ? ({ kind: 'not', of: parseSimple(reader, subQuery) } satisfies Condition)
    : parseSimple(reader, subQuery);
  const word = reader.sees('AND') ? 'AND' : reader.sees('OR') ? 'OR' : undefined;
  if (word === undefined) return first;
  const of = [first];
  while (reader.accept(word)) of.push(parseSimple(reader, subQuery));
  if (reader.sees('AND') || reader.sees('OR')) throw reader.fail();
  return { kind: word === 'AND' ? 'and' : 'or', of };
}

function parseSimple(reader: Reader, subQuery: SubQuery): Condition {
  if (reader.sees('NOT')) throw reader.fail();
  if (reader.accept('(')) {
    const inner = parseCondition(reader, subQuery);
    reader.expect(')');
    return inner;
  }
  const left = parseOperand(reader);
  if (reader.accept('NOT', 'IN')) return parseIn(reader, left, true, subQuery);
  if (reader.accept('IN')) return parseIn(reader, left, false, subQuery);
  if (reader.accept('INCLUDES')) return { kind: 'includes', left, negated: false, values: parseList(reader) };
  if (reader.accept('EXCLUDES')) return { kind: 'includes', left, negated: true, values: parseList(reader) };
  const operator = OPERATORS.get(reader.next.text.toUpperCase());
  if (operator === undefined || reader.next.kind === 'string') throw reader.fail();
  reader.take();
  return { kind: 'compare', left, operator, right: reader.literal() };
}

function parseIn(reader: Reader, left: Operand, negated: boolean, subQuery: SubQuery): Condition {
  if (!reader.sees('(', 'SELECT')) return { kind: 'in', left, negated, values: parseList(reader) };
  reader.expect('(');
  const values = subQuery(reader);
  reader.expect(')');
  return { kind: 'in', left, negated, values };
}

function parseList(reader: Reader): Literal[] {
  reader.expect('(');
  const values = [reader.literal()];
  while (reader.accept(',')) values.push(reader.literal());
  reader.expect(')');
  return values;
}
