// Fields, aggregates and date functions.
import type { AggregateName, DateFunctionName, Operand } from './ast.ts';
import { malformed } from './errors.ts';
import type { Reader } from './reader.ts';

const AGGREGATES = new Map<string, AggregateName>([
  ['COUNT', 'COUNT'],
  ['COUNT_DISTINCT', 'COUNT_DISTINCT'],
  ['SUM', 'SUM'],
  ['AVG', 'AVG'],
  ['MIN', 'MIN'],
  ['MAX', 'MAX'],
]);

const DATE_FUNCTIONS = new Map<string, DateFunctionName>([
  ['CALENDAR_YEAR', 'CALENDAR_YEAR'],
  ['CALENDAR_QUARTER', 'CALENDAR_QUARTER'],
  ['CALENDAR_MONTH', 'CALENDAR_MONTH'],
  ['DAY_ONLY', 'DAY_ONLY'],
]);

/** Parses `Field`, `Parent.Field`, `SUM(Field)` or `CALENDAR_YEAR(Field)`. */
export function parseOperand(reader: Reader): Operand {
  const name = reader.next;
  const opens = reader.ahead(1);
  if (opens.kind !== 'sign' || opens.text !== '(') return { kind: 'field', path: reader.path() };
  const word = name.text.toUpperCase();
  const aggregate = AGGREGATES.get(word);
  const dateFunction = DATE_FUNCTIONS.get(word);
  if (name.kind !== 'name') throw reader.fail();
  if (aggregate === undefined && dateFunction === undefined)
    throw malformed(`Invalid Aggregate function, or one that this service does not know: ${name.text}`);
  reader.take();
  reader.take();
  const path = reader.path();
  reader.expect(')');
  if (aggregate !== undefined) return { kind: 'aggregate', name: aggregate, path };
  return { kind: 'dateFunction', name: dateFunction ?? 'DAY_ONLY', path };
}
