import { sql } from 'kysely';
import { forgetBeside } from './beside.ts';
import type { Db } from './database.ts';
import { prune } from './difference.ts';
import { forgetOtherSyncs, writeLastSync } from './last-sync.ts';
import { nextVersion, writeMeta } from './meta.ts';
import { allRecordTables } from './tables.ts';

/** Removes all that a source ever brought, and what other sources say of it alone, in one transaction; the number of its records. */
export async function forget(writer: Db, source: string): Promise<number> {
  return await writer.transaction().execute(async (db) => {
    const version = await nextVersion(db);
    let removed = 0;
    for (const { table } of allRecordTables) {
      const { numAffectedRows } = await sql`delete from ${sql.table(table)} where source = ${source}`.execute(db);
      removed += Number(numAffectedRows ?? 0);
    }
    for (const table of allRecordTables) await prune(db, table, source);
    await db.deleteFrom('local_history').where('source', '=', source).execute();
    await db.deleteFrom('source_state').where('source', '=', source).execute();
    await forgetBeside(db, source);
    await writeLastSync(db, source, null);
    await forgetOtherSyncs(db, source);
    await writeMeta(db, 'data-version', String(version));
    return removed;
  });
}
