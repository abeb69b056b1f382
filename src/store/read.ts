import { sql } from 'kysely';
import type { RecordOf, RecordSet, RecordType, SourceState } from '../records/records.ts';
import { readStages } from './beside.ts';
import type { Db } from './database.ts';
import { scanLocalHistory, scanRows } from './scan.ts';
import type { RecordReader } from './store.ts';
import { recordTables } from './tables.ts';

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

async function* scan<R extends object>(db: Db, type: RecordType, fields: readonly string[]) {
  yield* scanRows<R>(db, type, fields);
  if (type === 'partner-history') yield await scanLocalHistory<R>(db, fields);
}

const fieldsOf = (type: RecordType): readonly string[] => [
  ...['record', 'source', 'id'],
  ...recordTables[type].columns.map(({ field }) => field),
];

async function count(db: Db, type: RecordType): Promise<number> {
  const { rows } = await sql<{ rows: number | string }>`
    select count(*) as rows from ${sql.table(recordTables[type].table)}
    where source in (select source from source_state)
  `.execute(db);
  const local = type === 'partner-history' ? (await scanLocalHistory(db, ['partner'])).length : 0;
  // PostgreSQL counts in 64 bits, which its driver gives as text.
  return Number(rows[0]?.rows ?? 0) + local;
}

/** Reads within the transaction of `db`. */
export const readerOn = (db: Db): RecordReader => ({
  scan: <T extends RecordType, F extends keyof RecordOf<T>>(type: T, fields: readonly F[]) =>
    scan<Pick<RecordOf<T>, F>>(db, type, fields.map(String)),
  records: <T extends RecordType>(type: T) => scan<RecordOf<T>>(db, type, fieldsOf(type)),
  count: (type) => count(db, type),
  stages: () => readStages(db),
  sources: () => readSourceStates(db),
});

async function readAll<T extends RecordType>(db: Db, type: T): Promise<RecordOf<T>[]> {
  const all: RecordOf<T>[] = [];
  for await (const rows of scan<RecordOf<T>>(db, type, fieldsOf(type))) for (const row of rows) all.push(row);
  return all;
}

/** Everything that the transaction of `db` sees. */
export const readRecords = async (db: Db): Promise<RecordSet> => ({
  partner: await readAll(db, 'partner'),
  'partner-history': await readAll(db, 'partner-history'),
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
});
