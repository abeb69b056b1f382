import type { Db } from './database.ts';
import type { PublishInput } from './store.ts';

type Of = Pick<PublishInput, 'source' | 'kind' | 'seenAt' | 'rejected'>;

/** Notes what is known of a source after a publication. */
export async function noteState(db: Db, { source, kind, seenAt, rejected }: Of, rows: number): Promise<void> {
  const left = rejected();
  const state = {
    kind,
    data_as_of: seenAt,
    rows,
    rejected_rows: left.rows,
    rejected_fields: left.fields,
  };
  await db
    .insertInto('source_state')
    .values({ source, ...state })
    .onConflict((conflict) => conflict.column('source').doUpdateSet(state))
    .execute();
}

/** How many rows a source had after its last publication. */
export async function rowsOfSource(db: Db, source: string): Promise<number> {
  const state = await db.selectFrom('source_state').select('rows').where('source', '=', source).executeTakeFirst();
  return state?.rows ?? 0;
}

export interface OfSource {
  readonly source: string;
}

/** Takes rows that went with another source's records from what their sources have. */
export async function noteFewer(db: Db, removed: readonly OfSource[]): Promise<void> {
  const perSource = Map.groupBy(removed, ({ source }) => source);
  for (const [source, { length }] of perSource) {
    await db
      .updateTable('source_state')
      .set(({ eb }) => ({ rows: eb('rows', '-', length) }))
      .where('source', '=', source)
      .execute();
  }
}
