import Big from 'big.js';
import { meets } from '../sources/mapping/conditions.ts';
import type { Entry } from '../sources/mapping/entry-schema.ts';
import type { Filter, Mapping, RawRow } from '../sources/mapping/index.ts';
import { textOf } from '../sources/mapping/row.ts';
import type { Asked } from './asked.ts';
import { type Finding, found } from './findings.ts';
import { type Gathered, pagesOf, readableOf, toRaw } from './gathered.ts';
import { propertyAt, type Schema } from './schema.ts';
import { meaningOf } from './stages.ts';

/** What the filters of the deals take of all won deals, and what each of them leaves out: number and sums. */
export async function wonFindings(
  mapping: Mapping,
  gathered: readonly Gathered[],
  schema: Schema,
  asked: Asked,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const entry of mapping.entries.filter(({ record }) => record === 'deal')) {
    if (!schema.has(entry.object)) continue;
    findings.push(...(await ofEntry(mapping, entry, gathered, schema, asked)));
  }
  return findings;
}

async function ofEntry(
  { crm }: Mapping,
  entry: Entry,
  gathered: readonly Gathered[],
  schema: Schema,
  asked: Asked,
): Promise<readonly Finding[]> {
  const { object, conditions } = entry;
  const isThere = ({ field }: Filter): boolean => propertyAt(schema, object, field) !== undefined;
  if (!conditions.every(isThere)) return [];
  const won = await wonFilter(entry, asked);
  if (won === null || !isThere(won)) return [];
  const whole = gathered.find((one) => one.entry === entry)?.whole ?? null;
  if (whole !== null)
    return totals(
      entry,
      whole.filter((row) => meets(row, [won])),
    );
  if (!asked.affords(1, `${object} (won)`)) return [];
  const all = await asked.count(object, [won]);
  const pages = pagesOf(crm, all);
  if (pages === null || !asked.affords(pages, `${object} (won)`)) return counted(entry, won, all, asked);
  return totals(entry, all === 0 ? [] : (await asked.rows(object, readableOf(entry, schema), [won])).map(toRaw));
}

function totals(entry: Entry, rows: readonly RawRow[]): readonly Finding[] {
  const { object, conditions } = entry;
  const taken = rows.filter((row) => meets(row, conditions));
  const left = rows.filter((row) => !meets(row, conditions));
  const sums = {
    object,
    count: taken.length,
    sum: sumOf(taken, entry),
    leftCount: left.length,
    leftSum: sumOf(left, entry),
  };
  return [found('won-taken', sums), ...conditions.flatMap((condition) => leftOutBy(condition, rows, entry))];
}

/** Too many to be read: added up by the CRM where it can, else counted. */
async function counted(entry: Entry, won: Filter, all: number, asked: Asked): Promise<readonly Finding[]> {
  const { object, conditions } = entry;
  const summed = await addedUp(entry, won, asked);
  if (summed !== null) return [summed];
  if (conditions.length > 0 && !asked.affords(1, `${object} (won)`)) return [];
  const count = conditions.length === 0 ? all : await asked.count(object, [...conditions, won]);
  return [found('won-counted', { object, count, leftCount: all - count })];
}

async function addedUp({ object, conditions, fields }: Entry, won: Filter, asked: Asked): Promise<Finding | null> {
  const amount = fields.get('amount')?.field;
  if (amount === undefined || !asked.addsUp || !asked.affords(2, `${object} (won)`)) return null;
  const all = await asked.sum(object, amount, [won]);
  const taken = conditions.length === 0 ? all : await asked.sum(object, amount, [...conditions, won]);
  if (all === null || taken === null) return null;
  return found(taken.converted ? 'won-converted' : 'won-taken', {
    object,
    count: taken.count,
    sum: taken.sum,
    leftCount: all.count - taken.count,
    leftSum: new Big(all.sum).minus(taken.sum).toFixed(),
  });
}

function leftOutBy(condition: Filter, rows: readonly RawRow[], entry: Entry): readonly Finding[] {
  const left = rows.filter((row) => !meets(row, [condition]));
  if (left.length === 0) return [];
  const { field, op, values, negated } = condition;
  const filter = `${negated ? 'exclude ' : ''}${field} ${op} ${values.join(', ')}`.trim();
  return [found('won-left-out', { object: entry.object, filter, count: left.length, sum: sumOf(left, entry) })];
}

/** The condition that a row must meet to be a won deal; null where only its record would tell. */
async function wonFilter({ object, fields }: Entry, asked: Asked): Promise<Filter | null> {
  const spec = fields.get('status');
  if (spec === undefined) return null;
  const isIn = (field: string, values: readonly string[]): Filter | null =>
    values.length === 0 ? null : { field, op: 'in', values, negated: false };
  if (spec.stage !== undefined) {
    const stages = await asked.stages(object);
    return isIn(spec.stage, [
      ...new Set(stages.filter((stage) => meaningOf(spec, stage) === 'won').map(({ stage }) => stage)),
    ]);
  }
  if (spec.field === undefined || spec.values === null) return null;
  return isIn(
    spec.field,
    [...spec.values.values()].filter(({ target }) => target === 'won').map(({ value }) => value),
  );
}

const decimal = /^-?\d+(\.\d+)?$/;

/** Sums by currency, `48000 EUR + 120000 USD`; exact, as the CRM has the amounts. */
function sumOf(rows: readonly RawRow[], { fields }: Entry): string {
  const property = fields.get('amount')?.field;
  const currency = fields.get('currency')?.field;
  if (property === undefined) return '–';
  const sums = new Map<string, Big>();
  for (const row of rows) {
    const text = textOf(row, property);
    if (!decimal.test(text)) continue;
    const code = currency === undefined ? '' : textOf(row, currency);
    sums.set(code, (sums.get(code) ?? new Big(0)).plus(text));
  }
  const parts = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, sum]) => `${sum.toFixed()} ${code}`.trim());
  return parts.join(' + ') || '0';
}
