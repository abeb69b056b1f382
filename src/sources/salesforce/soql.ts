import { type Literal, likeLiteral, literal, unfit } from './literals.ts';

/** The most characters that Salesforce takes in one query. */
export const LONGEST_QUERY = 100_000;

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A condition, built of parts: no text of a person ever becomes SOQL. */
export type Condition =
  | { readonly field: string; readonly is: Operator; readonly value: Literal }
  | { readonly field: string; readonly in: readonly Literal[] }
  | { readonly field: string; readonly notIn: readonly Literal[] }
  | { readonly field: string; readonly inRows: RowsNamed; readonly negated?: boolean }
  | { readonly field: string; readonly contains: string }
  | { readonly field: string; readonly starts: string }
  | { readonly field: string; readonly ends: string }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** Ids that rows of another object name in a field. */
export interface RowsNamed {
  readonly object: string;
  readonly field: string;
  readonly where?: Condition;
}

export interface Select {
  readonly object: string;
  readonly fields: readonly string[];
  readonly where?: Condition;
  readonly orderBy?: readonly string[];
  readonly limit?: number;
}

// In SOQL too, nothing equals an empty list; the service refuses to be asked.
const ALWAYS = 'Id != null';
const NEVER = 'Id = null';

/** The text of a query. Throws `crm-query` for names that are none, and for more than Salesforce takes. */
export function soql({ object, fields, where, orderBy = [], limit }: Select): string {
  if (fields.length === 0) throw unfit(`no field of ${object}`);
  const order = orderBy.length === 0 ? '' : ` ORDER BY ${orderBy.map(fieldName).join(', ')}`;
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) throw unfit(`${limit} as a limit`);
  const end = limit === undefined ? '' : ` LIMIT ${limit}`;
  return checked(`SELECT ${distinct(fields).map(fieldName).join(', ')}${fromWhere(object, where)}${order}${end}`);
}

/** The text of a query that only counts. */
export const countSoql = (object: string, where?: Condition): string =>
  checked(`SELECT COUNT()${fromWhere(object, where)}`);

/** The text of a query that counts rows as `found` and adds up a field of theirs as `total`. */
export const sumSoql = (object: string, field: string, where?: Condition): string =>
  checked(`SELECT COUNT(Id) found, SUM(${fieldName(field)}) total${fromWhere(object, where)}`);

/** Values in groups, each short enough for a list of `room` characters. */
export function batches<T extends Literal>(values: readonly T[], room = 8_000): T[][] {
  const groups: T[][] = [];
  let left = 0;
  for (const value of values) {
    const length = literal(value).length + 2;
    const group = groups.at(-1);
    if (group === undefined || length > left) {
      groups.push([value]);
      left = room - length;
    } else {
      group.push(value);
      left -= length;
    }
  }
  return groups;
}

/** A name as SOQL writes it: of a field, or of a field of a parent. */
export function fieldName(name: string): string {
  if (/^[A-Za-z]\w*(\.[A-Za-z]\w*){0,2}$/.test(name)) return name;
  throw unfit(`“${name.slice(0, 60)}” as the name of a field`);
}

function fromWhere(object: string, where: Condition | undefined): string {
  if (!/^[A-Za-z]\w*$/.test(object)) throw unfit(`“${object.slice(0, 60)}” as the name of an object`);
  return ` FROM ${object}${where === undefined ? '' : ` WHERE ${conditionText(where)}`}`;
}

/** A field twice is an error in SOQL; its names have no case. */
function distinct(fields: readonly string[]): string[] {
  return [...new Map(fields.map((field) => [field.toLowerCase(), field])).values()];
}

function conditionText(condition: Condition): string {
  if ('all' in condition) return joined(condition.all, ' AND ', ALWAYS);
  if ('any' in condition) return joined(condition.any, ' OR ', NEVER);
  if ('not' in condition) return `(NOT ${conditionText(condition.not)})`;
  const name = fieldName(condition.field);
  if ('is' in condition) return `${name} ${condition.is} ${literal(condition.value)}`;
  if ('in' in condition) return listText(name, 'IN', condition.in, NEVER);
  if ('notIn' in condition) return listText(name, 'NOT IN', condition.notIn, ALWAYS);
  if ('inRows' in condition) {
    const { object, field, where } = condition.inRows;
    const word = condition.negated === true ? 'NOT IN' : 'IN';
    return `${name} ${word} (SELECT ${fieldName(field)}${fromWhere(object, where)})`;
  }
  if ('contains' in condition) return `${name} LIKE ${likeLiteral('%', condition.contains, '%')}`;
  if ('starts' in condition) return `${name} LIKE ${likeLiteral('', condition.starts, '%')}`;
  return `${name} LIKE ${likeLiteral('%', condition.ends, '')}`;
}

const listText = (name: string, word: string, values: readonly Literal[], empty: string): string =>
  values.length === 0 ? empty : `${name} ${word} (${values.map(literal).join(', ')})`;

function joined(parts: readonly Condition[], word: string, empty: string): string {
  const texts = parts.map(conditionText);
  if (texts.length <= 1) return texts[0] ?? empty;
  return `(${texts.join(word)})`;
}

function checked(text: string): string {
  if (text.length > LONGEST_QUERY) throw unfit(`${text.length} characters, ${LONGEST_QUERY} are allowed`);
  return text;
}
