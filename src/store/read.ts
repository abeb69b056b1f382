import { type RawBuilder, sql } from 'kysely';
import type { PartnerHistory, RecordOf, RecordSet, RecordType, SourceState } from '../records/records.ts';
import { decoders, type Row } from './codec.ts';
import type { Db } from './database.ts';
import { recordTables } from './tables.ts';

/** The columns as the record's fields, in the record's order, so that a row mostly is the record. */
function fieldsOf(type: RecordType): RawBuilder<unknown> {
  const table = recordTables[type];
  const own = table.columns.map(({ field, column }) => sql`${sql.ref(column)} as ${sql.ref(field)}`);
  const id = table.named ? sql`id` : sql`null as id`;
  return sql.join([sql`${sql.lit(type)} as record`, sql`source`, id, ...own]);
}

async function readAll<T extends RecordType>(db: Db, type: T): Promise<RecordOf<T>[]> {
  const { rows } = await sql<Row<T>>`
    select ${fieldsOf(type)} from ${sql.table(recordTables[type].table)} order by source, seq
  `.execute(db);
  return rows.map(decoders[type]);
}

/** Locally kept histories of the fields for which no source gives one. */
async function localHistory(db: Db): Promise<PartnerHistory[]> {
  const rows = await db
    .selectFrom('local_history')
    .select(['source', 'partner', 'field', 'value', 'valid_from as validFrom'])
    .where(({ not, exists }) =>
      not(
        exists(
          sql`(select 1 from partner_history as given
            where given.partner = local_history.partner and given.field = local_history.field)`,
        ),
      ),
    )
    .orderBy('partner')
    .orderBy('field')
    .orderBy('valid_from')
    .execute();
  return rows.map((row) => ({ record: 'partner-history', id: null, ...row }));
}

/** What is known of each source's last complete sync, in the order of their names. */
export async function readSourceStates(db: Db): Promise<SourceState[]> {
  return await db
    .selectFrom('source_state')
    .select([
      'source',
      'kind',
      'data_as_of as dataAsOf',
      'rows',
      'rejected_rows as rejectedRows',
      'rejected_fields as rejectedFields',
    ])
    .orderBy('source')
    .execute();
}

async function readSet(db: Db): Promise<RecordSet> {
  const given = await readAll(db, 'partner-history');
  const kept = await localHistory(db);
  return {
    partner: await readAll(db, 'partner'),
    'partner-history': [...given, ...kept],
    deal: await readAll(db, 'deal'),
    attribution: await readAll(db, 'attribution'),
    registration: await readAll(db, 'registration'),
    'onboarding-step': await readAll(db, 'onboarding-step'),
    training: await readAll(db, 'training'),
    certification: await readAll(db, 'certification'),
    asset: await readAll(db, 'asset'),
    'content-event': await readAll(db, 'content-event'),
    'portal-session': await readAll(db, 'portal-session'),
    touch: await readAll(db, 'touch'),
    'survey-response': await readAll(db, 'survey-response'),
    'program-event': await readAll(db, 'program-event'),
    target: await readAll(db, 'target'),
    'exchange-rate': await readAll(db, 'exchange-rate'),
    sources: await readSourceStates(db),
  };
}

/** Everything the store holds, as of one publication. */
export const readRecords = (db: Db): Promise<RecordSet> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(readSet);
