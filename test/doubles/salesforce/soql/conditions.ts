// Conditions in SQL. SOQL has two truth values: what is unknown is false, and `!=` is true of nothing at all.
import type { Cell } from '../org/values.ts';
import type { CompareOperator, Condition, Literal, Query } from './ast.ts';
import { malformed } from './errors.ts';
import { likePattern, literalValue, textOf, type Value } from './literals.ts';
import { filterOperand, type OperandSql } from './operands.ts';
import type { Scope } from './scope.ts';

/** Compiles a query in `IN (SELECT …)` to SQL that yields one column. */
export type SemiJoin = (scope: Scope, query: Query) => string;

function compareRange(scope: Scope, sql: string, operator: CompareOperator, range: Value & { kind: 'range' }): string {
  const [from, until] = [scope.bind(range.from), scope.bind(range.until)];
  if (operator === '=') return `(${sql} >= ${from} AND ${sql} < ${until})`;
  if (operator === '!=') return `(${sql} IS NULL OR ${sql} < ${from} OR ${sql} >= ${until})`;
  if (operator === '<') return `${sql} < ${from}`;
  if (operator === '<=') return `${sql} < ${until}`;
  if (operator === '>') return `${sql} >= ${until}`;
  return `${sql} >= ${from}`;
}

function compareCell(scope: Scope, left: OperandSql, operator: CompareOperator, cell: Cell): string {
  const { sql, field } = left;
  if (cell === null) {
    if (operator === '=') return `${sql} IS NULL`;
    if (operator === '!=') return `${sql} IS NOT NULL`;
    throw malformed(`operator ${operator} cannot be used with null on field ${field.name}`);
  }
  const value = scope.bind(cell);
  if (operator === '=') return `${sql} = ${value}`;
  if (operator === '!=') return `${sql} IS NOT ${value}`;
  return `${sql} ${operator} ${value}`;
}

function compare(scope: Scope, condition: Condition & { kind: 'compare' }): string {
  const left = filterOperand(scope, condition.left);
  const { operator, right } = condition;
  if (operator === 'LIKE')
    return `${left.sql} LIKE ${scope.bind(likePattern(scope.context, right, left.field))} ESCAPE '\\'`;
  const value = literalValue(scope.context, right, left.field);
  if (value.kind === 'range') return compareRange(scope, left.sql, operator, value);
  return compareCell(scope, left, operator, value.cell);
}

function listIn(scope: Scope, left: OperandSql, negated: boolean, values: Literal[]): string {
  const cells = values.map((literal) => literalValue(scope.context, literal, left.field));
  const tests = cells.map((value) => (value.kind === 'range' ? compareRange(scope, left.sql, '=', value) : undefined));
  const plain = cells.flatMap((value) =>
    value.kind === 'cell' && value.cell !== null ? [scope.bind(value.cell)] : [],
  );
  const parts = [
    ...tests.filter((test) => test !== undefined),
    ...(plain.length > 0 ? [`${left.sql} IN (${plain.join(', ')})`] : []),
    ...(cells.some((value) => value.kind === 'cell' && value.cell === null) ? [`${left.sql} IS NULL`] : []),
  ];
  const any = `(${parts.join(' OR ')})`;
  return negated ? `(${any} IS NOT TRUE)` : any;
}

/** INCLUDES('A;B', 'C'): A and B, or C. */
function includes(scope: Scope, condition: Condition & { kind: 'includes' }): string {
  const left = filterOperand(scope, condition.left);
  if (left.field.type !== 'multipicklist')
    throw malformed(`includes() is for multi-select picklists, not ${left.field.name}`);
  const alternatives = condition.values.map((literal) => {
    if (literal.kind !== 'string') throw malformed('includes() takes strings');
    const all = textOf(scope.context, literal).split(';');
    return all.map((one) => `instr(';' || ${left.sql} || ';', ${scope.bind(`;${one};`)}) > 0`).join(' AND ');
  });
  const any = `(${alternatives.map((one) => `(${one})`).join(' OR ')})`;
  return condition.negated ? `(${any} IS NOT TRUE)` : any;
}

/** SQLite limits how deep an expression may be: a long chain becomes a shallow tree. */
function balanced(parts: readonly string[], word: 'AND' | 'OR'): string {
  if (parts.length <= 8) return `(${parts.join(` ${word} `)})`;
  const middle = Math.floor(parts.length / 2);
  return `(${balanced(parts.slice(0, middle), word)} ${word} ${balanced(parts.slice(middle), word)})`;
}

/** The SQL of a condition. */
export function conditionSql(scope: Scope, condition: Condition, semiJoin: SemiJoin): string {
  if (condition.kind === 'and' || condition.kind === 'or') {
    const parts = condition.of.map((one) => conditionSql(scope, one, semiJoin));
    return balanced(parts, condition.kind === 'and' ? 'AND' : 'OR');
  }
  if (condition.kind === 'not') return `(${conditionSql(scope, condition.of, semiJoin)} IS NOT TRUE)`;
  if (condition.kind === 'compare') return compare(scope, condition);
  if (condition.kind === 'includes') return includes(scope, condition);
  const left = filterOperand(scope, condition.left);
  if (Array.isArray(condition.values)) return listIn(scope, left, condition.negated, condition.values);
  if (left.field.type !== 'id' && left.field.type !== 'reference')
    throw malformed(`The left operand of a semi-join must be an ID or a reference: ${left.field.name}`);
  const any = `${left.sql} IN (${semiJoin(scope, condition.values)})`;
  return condition.negated ? `(${any} IS NOT TRUE)` : any;
}
