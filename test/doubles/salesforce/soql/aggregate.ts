// Queries with GROUP BY or aggregate functions.
import type { SchemaField } from '../schema/schema.ts';
import type { Query } from './ast.ts';
import type { AggregateQuery } from './compile.ts';
import { conditionSql, type SemiJoin } from './conditions.ts';
import { malformed } from './errors.ts';
import { groupOperand, operandSql } from './operands.ts';
import type { Scope } from './scope.ts';

/** Whether a query answers with groups instead of records. */
export function isAggregate(query: Query): boolean {
  return (
    query.groupBy.length > 0 ||
    query.select.some((item) => item.kind === 'operand' && item.operand.kind === 'aggregate')
  );
}

/** Compiles a grouped query; `where` is its condition in SQL. */
export function compileAggregate(scope: Scope, query: Query, where: string, semiJoin: SemiJoin): AggregateQuery {
  const groups = query.groupBy.map((operand) => groupOperand(scope, operand).sql);
  const columns: { name: string; field: SchemaField }[] = [];
  const sql: string[] = [];
  for (const item of query.select) {
    if (item.kind !== 'operand') throw malformed('only fields and aggregates can be selected with GROUP BY');
    const found = operandSql(scope, item.operand);
    if (item.operand.kind !== 'aggregate' && !groups.includes(found.sql))
      throw malformed(`Field must be grouped or aggregated: ${found.field.name}`);
    const unnamed = item.operand.kind === 'field' ? found.field.name : `expr${countUnnamed(columns)}`;
    columns.push({ name: item.alias ?? unnamed, field: found.field });
    sql.push(found.sql);
  }
  const having = query.having === undefined ? '' : ` HAVING ${conditionSql(scope, query.having, semiJoin)}`;
  const order = query.orderBy.map((item) => {
    const found = operandSql(scope, item.operand);
    if (item.operand.kind !== 'aggregate' && !groups.includes(found.sql))
      throw malformed(`Ordered field must be grouped or aggregated: ${found.field.name}`);
    return `${found.sql} ${item.descending ? 'DESC' : 'ASC'} NULLS ${item.nullsLast ? 'LAST' : 'FIRST'}`;
  });
  const parts = [
    `SELECT ${sql.join(', ')} FROM ${scope.from} WHERE ${where}`,
    groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : '',
    having,
    order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '',
    query.limit === undefined ? '' : ` LIMIT ${query.limit}`,
    query.offset === undefined ? '' : `${query.limit === undefined ? ' LIMIT -1' : ''} OFFSET ${query.offset}`,
  ];
  return { kind: 'aggregate', object: scope.base.object, sql: parts.join(''), params: scope.params, columns };
}

const countUnnamed = (columns: readonly { name: string }[]): number =>
  columns.filter((one) => /^expr\d+$/.test(one.name)).length;
