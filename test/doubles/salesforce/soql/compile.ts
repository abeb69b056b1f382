// Compiles a parsed query to SQL. A row query becomes two statements: which rows, in which order; and what is in a row.
import { ApiError } from '../errors.ts';
import { columnOf } from '../org/tables.ts';
import type { Cell } from '../org/values.ts';
import { isLongText } from '../schema/describe.ts';
import type { SchemaField, SchemaObject } from '../schema/schema.ts';
import { compileAggregate, isAggregate } from './aggregate.ts';
import type { Query, SelectItem } from './ast.ts';
import { conditionSql } from './conditions.ts';
import { CompileContext, type CompileOptions } from './context.ts';
import { at, malformed, noSuchRelationship } from './errors.ts';
import { sortOperand } from './operands.ts';
import { parseQuery } from './parse.ts';
import { Scope } from './scope.ts';

/** A column of the answer: the names on its path, and the field that says how to write it. */
export interface Column {
  names: string[];
  field: SchemaField;
}

/** A parent that the answer shows, with the column of the row statement that holds its id. */
export interface Parent {
  names: string[];
  index: number;
}

export interface RowQuery {
  kind: 'rows';
  object: SchemaObject;
  /** Yields row numbers of the base table. */
  idsSql: string;
  params: Record<string, Cell>;
  /** Yields the columns of row `@row`, then the ids of parents, then the record's own id. */
  rowSql: string;
  columns: Column[];
  parents: Parent[];
  children: { name: string; query: RowQuery }[];
  /** Two custom long texts make pages of at most 200 rows. */
  longTexts: number;
  usesOrderOrLimit: boolean;
}

export interface AggregateQuery {
  kind: 'aggregate';
  object: SchemaObject;
  sql: string;
  params: Record<string, Cell>;
  columns: { name: string; field: SchemaField }[];
}

export interface CountQuery {
  kind: 'count';
  object: SchemaObject;
  sql: string;
  params: Record<string, Cell>;
}

export type CompiledQuery = RowQuery | AggregateQuery | CountQuery;

/** Parses and compiles a SOQL text. Throws the service's refusals. */
export function compileSoql(options: CompileOptions): CompiledQuery {
  const query = parseQuery(options.text);
  const context = new CompileContext(options);
  if (query.from.names.length > 1) throw malformed(`unexpected token: '${query.from.names.join('.')}'`);
  const object = context.schema.visibleObject(query.from.names[0] ?? '');
  const scope = new Scope(context, object, query.alias, {});
  if (query.countOnly) {
    if (query.orderBy.length > 0) throw malformed('COUNT() cannot be ordered');
    const rows = `SELECT 1 FROM ${rest(scope, query)}`;
    return { kind: 'count', object, sql: `SELECT COUNT(*) FROM (${rows})`, params: scope.params };
  }
  if (isAggregate(query)) return compileAggregate(scope, query, whereOf(scope, query), semiJoin);
  return compileRows(scope, query);
}

function whereOf(scope: Scope, query: Query): string {
  const { object, alias } = scope.base;
  const living =
    object.fields.has('isdeleted') && !scope.context.includeDeleted ? ` AND ${alias}."f_isdeleted" = 0` : '';
  // Old activities are archived: only queryAll sees them.
  const archived =
    object.fields.has('isarchived') && !scope.context.includeDeleted ? ` AND ${alias}."f_isarchived" = 0` : '';
  const where = query.where === undefined ? '' : ` AND ${conditionSql(scope, query.where, semiJoin)}`;
  return `${alias}.hidden = 0${living}${archived}${where}`;
}

function rest(scope: Scope, query: Query, extra = ''): string {
  if ((query.offset ?? 0) > 2000)
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  const where = whereOf(scope, query);
  const order = query.orderBy.map((item) => {
    const { sql } = sortOperand(scope, item.operand);
    return `${sql} ${item.descending ? 'DESC' : 'ASC'} NULLS ${item.nullsLast ? 'LAST' : 'FIRST'}`;
  });
  // Rows of equal rank come in no promised order; here by creation.
  order.push(`${scope.base.alias}.row`);
  const limit = query.limit === undefined && query.offset === undefined ? '' : ` LIMIT ${query.limit ?? -1}`;
  const offset = query.offset === undefined ? '' : ` OFFSET ${query.offset}`;
  return `${scope.from} WHERE ${where}${extra} ORDER BY ${order.join(', ')}${limit}${offset}`;
}

function semiJoin(outer: Scope, query: Query): string {
  const object = outer.context.schema.visibleObject(query.from.names[0] ?? '');
  const scope = new Scope(outer.context, object, query.alias, outer.params);
  const [item, ...more] = query.select;
  if (item?.kind !== 'operand' || more.length > 0 || query.limit !== undefined || query.orderBy.length > 0)
    throw malformed('a semi-join selects one field, without ORDER BY or LIMIT');
  const { sql, field } = scope.resolve(item.operand.path);
  if (field.type !== 'id' && field.type !== 'reference') throw malformed('a semi-join selects an id or a reference');
  const where = whereOf(scope, query);
  return `SELECT ${sql} FROM ${scope.from} WHERE ${where} AND ${sql} IS NOT NULL`;
}

/** FIELDS(ALL) and FIELDS(CUSTOM) need LIMIT 200; FIELDS(STANDARD) is bounded by itself. */
function expand(scope: Scope, query: Query, item: SelectItem & { kind: 'fields' }): SelectItem[] {
  if (item.group !== 'STANDARD' && (query.limit === undefined || query.limit > 200))
    throw at(
      scope.context.text,
      item.at,
      'MALFORMED_QUERY',
      'The SOQL FIELDS function must have a LIMIT of at most 200',
    );
  const fields = [...scope.base.object.fields.values()].filter(
    (field) => field.visible && (item.group === 'ALL' || field.custom === (item.group === 'CUSTOM')),
  );
  return fields.map((field) => ({
    kind: 'operand',
    operand: { kind: 'field', path: { names: [field.name], at: item.at } },
    alias: undefined,
  }));
}

function compileRows(scope: Scope, query: Query, parentField?: SchemaField): RowQuery {
  const { object, alias } = scope.base;
  const columns: Column[] = [];
  const sql: string[] = [];
  const children: RowQuery['children'] = [];
  for (const item of query.select.flatMap((one) => (one.kind === 'fields' ? expand(scope, query, one) : [one]))) {
    if (item.kind === 'subquery') children.push(compileChild(scope, query, item));
    if (item.kind !== 'operand') continue;
    if (item.operand.kind !== 'field') throw malformed(`${item.operand.name} needs GROUP BY`);
    if (item.alias !== undefined) throw malformed('only aggregate expressions use field aliasing');
    const found = scope.resolve(item.operand.path);
    if (columns.some((one) => one.names.join('.') === found.names.join('.')))
      throw at(
        scope.context.text,
        item.operand.path.at,
        'INVALID_FIELD',
        `duplicate field selected: ${found.field.name}`,
      );
    columns.push({ names: found.names, field: found.field });
    sql.push(found.sql);
  }
  const parents = parentsOf(scope, columns, sql);
  sql.push(`${alias}."f_id"`);
  const rowSql = `SELECT ${sql.join(', ')} FROM ${scope.from} WHERE ${alias}.row = @row`;
  const extra = parentField === undefined ? '' : ` AND ${alias}.${columnOf(parentField.name)} = @parent`;
  return {
    kind: 'rows',
    object,
    idsSql: `SELECT ${alias}.row FROM ${rest(scope, query, extra)}`,
    params: scope.params,
    rowSql,
    columns,
    parents,
    children,
    longTexts: columns.filter((one) => one.names.length === 1 && isLongText(one.field)).length,
    usesOrderOrLimit: query.orderBy.length > 0 || query.limit !== undefined,
  };
}

/** Adds the id of each parent on the way to a column, so that the answer can say whether and what it is. */
function parentsOf(scope: Scope, columns: readonly Column[], sql: string[]): Parent[] {
  const parents = new Map<string, Parent>();
  for (const { names } of columns)
    for (let depth = 1; depth < names.length; depth += 1) {
      const chain = names.slice(0, depth);
      if (parents.has(chain.join('.'))) continue;
      const id = scope.parentId(chain);
      parents.set(chain.join('.'), { names: chain, index: sql.push(id) - 1 });
    }
  return [...parents.values()];
}

function compileChild(
  outer: Scope,
  query: Query,
  item: SelectItem & { kind: 'subquery' },
): RowQuery['children'][number] {
  const { context, base } = outer;
  const wanted = item.query.from.names.at(-1) ?? '';
  if (item.query.countOnly || isAggregate(item.query)) throw malformed('aggregates are not allowed in a sub-query');
  if (query.groupBy.length > 0) throw malformed('sub-queries and GROUP BY exclude each other');
  for (const { object, field } of context.schema.referencesTo(base.object.name)) {
    const name = field.childRelationshipName;
    if (name === undefined || name.toLowerCase() !== wanted.toLowerCase() || !object.visible || !field.visible)
      continue;
    const scope = new Scope(context, object, item.query.alias, {});
    return { name, query: compileRows(scope, item.query, field) };
  }
  throw noSuchRelationship(context.text, item.query.from.at, wanted, 'FROM part of query call');
}
