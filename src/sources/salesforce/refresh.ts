import type { PassPage, RowName } from '../crm/contract.ts';
import type { Entry } from '../mapping/entry-schema.ts';
import type { Mapping } from '../mapping/index.ts';
import { matchOf } from '../mapping/references.ts';
import { textOf } from '../mapping/row.ts';
import { propertiesOf } from '../mapping/whole.ts';
import { type Ask, type SalesforceClient, type SalesforceRow, TOGETHER } from './client.ts';
import { found } from './fetch.ts';
import type { ObjectPlan } from './needed.ts';
import { isNever } from './passes.ts';
import { nameOf, type ReadRow, rowOf, selected } from './rows.ts';
import { batches, type Condition, soql } from './soql.ts';

export interface RefreshContext {
  readonly client: SalesforceClient;
  readonly mapping: Mapping;
  readonly plans: readonly ObjectPlan[];
}

/** One question: rows of an object, by ids if those of them that are absent are to be told as gone. */
interface Wish {
  readonly plan: ObjectPlan;
  readonly where: Condition;
  readonly ids: readonly string[];
}

/** What of a partner a button shows. */
const related = new Set<Entry['record']>(['attribution', 'registration', 'deal']);

/**
 * Partners, the attributions and registrations that name them, and their deals: a call for the first, one for what names them
 * (five objects a call), one for the deals. What names a partner by an e-mail domain or an alias comes with the next run.
 */
export async function* refreshPartners(
  context: RefreshContext,
  partners: readonly RowName[],
  signal: AbortSignal,
): AsyncGenerator<PassPage> {
  const { mapping, plans } = context;
  const pages: Reader = { context, done: 0, read: new Map() };
  yield* ask(pages, byIds(plans, partners), signal);
  yield* ask(pages, naming(pages, partners), signal);
  const deals = dealIds(mapping, pages.read);
  const known = new Set([...pages.read.values()].flatMap((rows) => rows.map(({ row }) => row.id)));
  const missing = deals.filter((id) => !known.has(id));
  const objects = new Set(mapping.entries.filter(({ record }) => record === 'deal').map(({ object }) => object));
  const names = [...objects].flatMap((object) => missing.map((id) => ({ object, id })));
  // With several objects of deals, an id belongs to one of them: its absence in the others means nothing.
  const wishes = byIds(plans, names).map((wish) => (objects.size > 1 ? { ...wish, ids: [] } : wish));
  yield* ask(pages, wishes, signal);
}

interface Reader {
  readonly context: RefreshContext;
  done: number;
  /** Rows that came, by object as the mapping names it. */
  readonly read: Map<string, ReadRow[]>;
}

/** Questions in as few calls as Salesforce takes them, and the further pages of their answers. */
async function* ask(pages: Reader, wishes: readonly Wish[], signal: AbortSignal): AsyncGenerator<PassPage> {
  const { client } = pages.context;
  for (let from = 0; from < wishes.length; from += TOGETHER.queries) {
    const part = wishes.slice(from, from + TOGETHER.queries);
    const asks = part.map(
      ({ plan, where }): Ask => ({
        query: soql({ object: plan.layout.object, fields: selected(plan.layout), where, orderBy: ['Id'] }),
      }),
    );
    const { answers } = await client.together(asks, signal);
    for (const [index, { plan, ids }] of part.entries()) {
      const told = answers[index];
      if (told === undefined || 'object' in told) throw new Error('a query without an answer');
      if ('failure' in told) throw told.failure;
      const records: SalesforceRow[] = [...told.page.records];
      if (told.page.next !== null)
        for await (const page of client.queryAll('', { signal, from: told.page.next })) records.push(...page.records);
      const { object } = plan.layout;
      const rows = records.map((record) => rowOf(plan.layout, record));
      pages.read.set(object, [...(pages.read.get(object) ?? []), ...rows]);
      pages.done += rows.length;
      yield { ...found(plan, ids, records), cursor: null, done: pages.done, total: null };
    }
  }
}

function byIds(plans: readonly ObjectPlan[], names: readonly RowName[]): readonly Wish[] {
  return plans.flatMap((plan) => {
    const ids = names.filter(({ object }) => object === plan.layout.object).map(({ id }) => id);
    return batches([...new Set(ids)]).map((part) => ({ plan, where: { field: 'Id', in: part }, ids: part }));
  });
}

/** Rows whose mapped field names one of the partners. */
function naming({ context: { mapping, plans }, read }: Reader, partners: readonly RowName[]): readonly Wish[] {
  return plans.flatMap((plan) => {
    if (isNever(plan)) return [];
    const entries = mapping.entries.filter(
      ({ record, object }) => related.has(record) && object === plan.layout.object,
    );
    const any = entries.flatMap((entry): Condition[] => {
      const spec = entry.fields.get('partner');
      if (spec === undefined || spec.self === true) return [];
      const by = matchOf(spec);
      const values =
        by === 'id'
          ? partners.map(({ id }) => id)
          : partnerTexts(mapping, read, by === 'name' ? 'name' : by.startsWith('property:') ? by : null);
      if (values.length === 0) return [];
      return propertiesOf(spec).flatMap((property) => {
        const column = plan.layout.columns.find((one) => one.property === property);
        return column === undefined || !column.field.filterable ? [] : [{ field: nameOf(column), in: values }];
      });
    });
    return any.length === 0 ? [] : [{ plan, where: { any }, ids: [] }];
  });
}

/** What rows that name a partner otherwise than by its id hold: a property of the partner's row, or its name. */
function partnerTexts(mapping: Mapping, read: Reader['read'], by: string | null): readonly string[] {
  if (by === null) return [];
  return mapping.entries
    .filter(({ record }) => record === 'partner')
    .flatMap(({ object, fields }) => {
      const property = by === 'name' ? fields.get('name')?.field : by.slice('property:'.length);
      if (property === undefined) return [];
      return (read.get(object) ?? []).map(({ row }) => textOf(row, property)).filter((text) => text !== '');
    });
}

/** Deals that the rows name by id. */
function dealIds({ entries }: Mapping, read: Reader['read']): readonly string[] {
  const ids = entries
    .filter(({ record }) => related.has(record))
    .flatMap(({ object, fields }) => {
      const spec = fields.get('deal');
      if (spec === undefined || matchOf(spec) !== 'id') return [];
      const rows = read.get(object) ?? [];
      return rows.flatMap(({ row }) => propertiesOf(spec).map((property) => textOf(row, property)));
    });
  return [...new Set(ids)].filter((id) => id !== '');
}
