import type { InspectedRow } from '../sources/crm/inspector.ts';
import { meets } from '../sources/mapping/conditions.ts';
import type { Entry } from '../sources/mapping/entry-schema.ts';
import type { Crm, Filter, MappedType, Mapping, RawRow } from '../sources/mapping/index.ts';
import { propertiesOf } from '../sources/mapping/whole.ts';
import type { Asked } from './asked.ts';
import { propertyAt, type Schema } from './schema.ts';

/** Rows that the CRM gives in one call of `rows`. */
const pageRows: Readonly<Record<Crm, number>> = { salesforce: 2000, hubspot: 200 };
/** Pages that a reading may take; above that there are only counts. */
const mostPages = 3;

/** Records whose values say nothing that a doctor must know of them: they are only counted. */
const countedOnly: ReadonlySet<MappedType> = new Set([
  'partner-history',
  'touch',
  'exchange-rate',
  'program-event',
  'asset',
]);

/** What the CRM has for one entry of a mapping. */
export interface Gathered {
  readonly entry: Entry;
  /** Live rows that its filters take; null: not counted. */
  readonly count: number | null;
  /** Live rows of the object in all; null: not counted. */
  readonly all: number | null;
  /** Those rows with the mapped properties; null: only counted. */
  readonly rows: readonly RawRow[] | null;
  /** All rows of the object, whatever its filters; null: not read. */
  readonly whole: readonly RawRow[] | null;
}

/** Pages that `count` rows take; null where they are too many to be read. */
export function pagesOf(crm: Crm, count: number): number | null {
  const pages = Math.max(1, Math.ceil(count / pageRows[crm]));
  return pages > mostPages ? null : pages;
}

export const toRaw = ({ id, values }: InspectedRow): RawRow => ({ id, url: null, values });

/** Properties that an entry reads and the CRM has, its filters included. */
export function readableOf(entry: Entry, schema: Schema): readonly string[] {
  const specs = [...entry.fields.values(), ...entry.steps.flatMap(({ fields }) => [...fields.values()])];
  const names = [...specs.flatMap(propertiesOf), ...entry.conditions.map(({ field }) => field)];
  return [...new Set(names)].filter((name) => propertyAt(schema, entry.object, name) !== undefined).sort();
}

/** Whether every property of the filters is there: a question with another one is refused. */
const isAskable = (conditions: readonly Filter[], object: string, schema: Schema): boolean =>
  conditions.every(({ field }) => propertyAt(schema, object, field) !== undefined);

/** In this order the calls are spent: what the most numbers rest on goes first. */
const order: readonly MappedType[] = ['partner', 'attribution', 'deal', 'registration'];
const rank = ({ record }: Entry): number => (order.includes(record) ? order.indexOf(record) : order.length);

/** `first`: objects that most numbers rest on; `rest`: the others. */
export type Part = 'first' | 'rest';

/** Counts the rows of every entry of a part, and reads those of small ones, each object at most once. */
export async function gather(mapping: Mapping, part: Part, schema: Schema, asked: Asked): Promise<readonly Gathered[]> {
  const objects = [...new Set(mapping.entries.toSorted((a, b) => rank(a) - rank(b)).map(({ object }) => object))];
  const byEntry = new Map<Entry, Gathered>();
  for (const object of objects) {
    const entries = mapping.entries.filter((entry) => entry.object === object);
    const isFirst = entries.some(({ record }) => order.includes(record));
    if (!schema.has(object) || isFirst !== (part === 'first')) continue;
    for (const gathered of await gatherObject(mapping.crm, object, entries, schema, asked))
      byEntry.set(gathered.entry, gathered);
  }
  return mapping.entries.flatMap((entry) => byEntry.get(entry) ?? []);
}

async function gatherObject(
  crm: Crm,
  object: string,
  entries: readonly Entry[],
  schema: Schema,
  asked: Asked,
): Promise<readonly Gathered[]> {
  if (!asked.affords(1, object)) return [];
  const all = await asked.count(object, []);
  const isRead = entries.some(({ record }) => !countedOnly.has(record));
  const pages = pagesOf(crm, all);
  if (isRead && pages !== null && all > 0 && asked.affords(pages, object)) {
    const properties = [...new Set(entries.flatMap((entry) => readableOf(entry, schema)))].sort();
    const rows = (await asked.rows(object, properties, [])).map(toRaw);
    return entries.map((entry) => {
      const own = rows.filter((row) => meets(row, entry.conditions));
      return { entry, all, count: own.length, rows: own, whole: rows };
    });
  }
  const gathered: Gathered[] = [];
  for (const entry of entries) gathered.push(await gatherEntry(crm, entry, all, schema, asked));
  return gathered;
}

async function gatherEntry(crm: Crm, entry: Entry, all: number, schema: Schema, asked: Asked): Promise<Gathered> {
  const { object, conditions, record } = entry;
  const nothing: Gathered = { entry, all, count: null, rows: null, whole: null };
  if (all === 0) return { ...nothing, count: 0, rows: [], whole: [] };
  if (!isAskable(conditions, object, schema)) return nothing;
  if (conditions.length > 0 && !asked.affords(1, `${object} (${record})`)) return nothing;
  const count = conditions.length === 0 ? all : await asked.count(object, conditions);
  const pages = pagesOf(crm, count);
  if (countedOnly.has(record) || pages === null || !asked.affords(pages, `${object} (${record})`))
    return { ...nothing, count };
  const rows = await asked.rows(object, readableOf(entry, schema), conditions);
  return { ...nothing, count, rows: rows.map(toRaw) };
}
