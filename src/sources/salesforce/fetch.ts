import type { PassPage } from '../crm/contract.ts';
import type { SalesforceClient, SalesforceRow } from './client.ts';
import type { ObjectPlan } from './needed.ts';
import { contentOf } from './passes.ts';
import { rowOf, selected } from './rows.ts';
import { soql } from './soql.ts';

/** Ids of one call: as many as a page has rows. */
const TOGETHER = 2_000;

/** Rows by id, one call for 2,000; those that are deleted, unknown or unwanted are told as gone. */
export async function* fetchRows(
  client: SalesforceClient,
  plan: ObjectPlan,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<PassPage> {
  let done = 0;
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const part = ids.slice(from, from + TOGETHER);
    const text = soql({
      object: plan.layout.object,
      fields: selected(plan.layout),
      where: { field: 'Id', in: part },
      orderBy: ['Id'],
    });
    const records: SalesforceRow[] = [];
    for await (const page of client.queryAll(text, { signal })) records.push(...page.records);
    done += part.length;
    yield { ...found(plan, part, records), cursor: null, done, total: ids.length };
  }
}

/** What the answer to a question for these ids says; an id that is not in it is gone. */
export function found(
  plan: ObjectPlan,
  ids: readonly string[],
  records: readonly SalesforceRow[],
): Pick<PassPage, 'rows' | 'gone' | 'merged'> {
  const read = records.map((record) => rowOf(plan.layout, record));
  const content = contentOf(plan, read, 'gone');
  const seen = new Set(read.map(({ row }) => row.id));
  const { object } = plan.layout;
  const absent = ids.filter((id) => !seen.has(id)).map((id) => ({ object, id }));
  return { ...content, gone: [...(content.gone ?? []), ...absent] };
}
