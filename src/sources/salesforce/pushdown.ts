import { decimalPattern } from '../../records/records.ts';
import type { Filter, Operator } from '../mapping/index.ts';
import { toId18 } from './ids.ts';
import type { Literal } from './literals.ts';
import type { Column } from './schema.ts';
import type { Condition } from './soql.ts';

/** What of a mapping's filters Salesforce can see to. */
export interface Pushed {
  /** Every row that meets the filters meets it; null: all rows do. */
  readonly where: Condition | null;
  /** Whether it is met by those rows only. */
  readonly exact: boolean;
}

const everything: Pushed = { where: null, exact: false };
const nothing: Condition = { any: [] };
const exactly = (where: Condition | null): Pushed => ({ where, exact: true });
const roughly = (where: Condition | null): Pushed => ({ where, exact: false });

/** What holds where the filter is met: a filter that excludes, said of what it leaves. */
const opposite: Readonly<Record<Operator, Operator>> = {
  eq: 'ne',
  ne: 'eq',
  in: 'not-in',
  'not-in': 'in',
  gt: 'lte',
  gte: 'lt',
  lt: 'gte',
  lte: 'gt',
  filled: 'empty',
  empty: 'filled',
};

/** Alternatives of filters as one condition; a row must meet all filters of one of them. */
export function pushdown(
  alternatives: readonly (readonly Filter[])[],
  columnOf: (property: string) => Column | null,
): Pushed {
  const parts = alternatives.map((filters) => allOf(filters.map((filter) => pushed(filter, columnOf(filter.field)))));
  const exact = parts.every((part) => part.exact);
  const conditions = parts.flatMap(({ where }) => where ?? []);
  return { where: conditions.length < parts.length ? null : { any: conditions }, exact };
}

function allOf(parts: readonly Pushed[]): Pushed {
  const conditions = parts.flatMap(({ where }) => where ?? []);
  return { where: conditions.length === 0 ? null : { all: conditions }, exact: parts.every(({ exact }) => exact) };
}

function pushed(filter: Filter, column: Column | null): Pushed {
  if (column === null || !column.field.filterable) return everything;
  const op = filter.negated ? opposite[filter.op] : filter.op;
  const texts = filter.values.map((value) => String(value).trim());
  // An empty value is met by empty cells in one sense and by nothing in the other.
  if (texts.includes('')) return everything;
  const field = column.path.join('.');
  // What no order puts below a value: smaller ones, and those that are empty if the filter only excludes larger ones.
  const orEmpty = (part: Pushed): Pushed =>
    filter.negated && part.where !== null && /^[gl]t/.test(op)
      ? { ...part, where: { any: [{ field, is: '=', value: null }, part.where] } }
      : part;
  const type = column.field.type;
  if (type === 'boolean') return truth(field, op, texts, column.path.length > 1);
  if (op === 'filled') return exactly({ field, is: '!=', value: null });
  if (op === 'empty') return exactly({ field, is: '=', value: null });
  if (/^(int|double|currency|percent|long)$/.test(type)) return orEmpty(amount(field, op, texts));
  if (type === 'date') return orEmpty(day(field, op, texts));
  if (type === 'datetime') return orEmpty(moment(field, op, texts));
  if (type === 'id' || type === 'reference') return listed(field, op, texts, (text) => sameId(text), true);
  const single = type === 'picklist' || column.owner === 'RecordType';
  if (single || /^(string|email|phone|url|textarea|combobox)$/.test(type))
    return listed(field, op, texts, plainText, single);
  return everything;
}

/** A checkbox is never empty, but that of a parent is where there is no parent, and Salesforce takes it for false. */
function truth(field: string, op: Operator, texts: readonly string[], isOfParent: boolean): Pushed {
  const values = texts.flatMap((text) => (/^(true|false)$/i.test(text) ? [text.toLowerCase() === 'true'] : []));
  const any: Condition = { any: values.map((value) => ({ field, is: '=', value })) };
  if (op === 'eq' || op === 'in') return { where: any, exact: !isOfParent };
  if (isOfParent) return everything;
  if (op === 'ne' || op === 'not-in') return exactly({ all: values.map((value) => ({ field, is: '!=', value })) });
  if (op === 'filled') return exactly(null);
  return op === 'empty' ? exactly(nothing) : everything;
}

/** Values of a list of which each is or is not pushable; one that never equals anything need not be sent. */
function listed(
  field: string,
  op: Operator,
  texts: readonly string[],
  literalOf: (text: string) => Literal | undefined,
  single: boolean,
): Pushed {
  const values = texts.flatMap((text) => literalOf(text) ?? []);
  const whole = values.length === texts.length;
  if (op === 'ne' || op === 'not-in') {
    if (values.length === 0) return everything;
    const others: Condition = {
      any: [
        { field, is: '=', value: null },
        { field, notIn: values },
      ],
    };
    return { where: others, exact: whole && single };
  }
  if ((op !== 'eq' && op !== 'in') || !whole) return everything;
  const equal: Condition = { field, in: values };
  // Of a text such as "A;B", each part counts.
  return single ? exactly(equal) : roughly({ any: [equal, { field, contains: ';' }] });
}

/** Texts that Salesforce compares as we do: no numbers, and no letters whose case it may see differently. */
const plainText = (text: string): string | undefined =>
  /^[ -~]+$/.test(text) && !text.includes(';') && !decimalPattern.test(text) ? text : undefined;

const sameId = (text: string): string | undefined => (text.length === 18 ? toId18(text) : undefined);

type Order = '>' | '>=' | '<' | '<=';
const orders: Readonly<Partial<Record<Operator, Order>>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

function amount(field: string, op: Operator, texts: readonly string[]): Pushed {
  const numberOf = (text: string): number | undefined => {
    const value = decimalPattern.test(text) ? Number(text) : Number.NaN;
    return decimalPattern.test(String(value)) ? value : undefined;
  };
  const order = orders[op];
  const [first] = texts.flatMap((text) => numberOf(text) ?? []);
  if (order === undefined) return listed(field, op, texts, numberOf, true);
  return first === undefined ? everything : exactly({ field, is: order, value: first });
}

function day(field: string, op: Operator, texts: readonly string[]): Pushed {
  const dateOf = (text: string): Literal | undefined => (isDate(text) ? { date: text } : undefined);
  const order = orders[op];
  const [first] = texts.flatMap((text) => dateOf(text) ?? []);
  if (order === undefined) return listed(field, op, texts, dateOf, true);
  return first === undefined ? everything : exactly({ field, is: order, value: first });
}

/** Moments compare as texts; what is shorter than a whole moment stands before all that it begins. */
function moment(field: string, op: Operator, texts: readonly string[]): Pushed {
  const order = orders[op];
  const [text = ''] = texts;
  const at = Date.parse(text);
  if (order === undefined) {
    const momentOf = (one: string): Literal | undefined => (isMoment(one) ? { at: Date.parse(one) } : undefined);
    return listed(field, op, texts, momentOf, true);
  }
  if (isMoment(text)) return exactly({ field, is: order, value: { at } });
  if (!isDate(text)) return everything;
  return exactly({ field, is: order.startsWith('>') ? '>=' : '<', value: { at } });
}

const isMoment = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/i.test(text) && !Number.isNaN(Date.parse(text));

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().slice(0, 10) === text;
