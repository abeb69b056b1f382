import { sql } from 'kysely';
import type { Key } from '../records/records.ts';
import { stagedName } from './batch.ts';
import type { Db } from './database.ts';
import type { Difference } from './difference.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { MatchKeyRow } from './store.ts';
import { recordTables } from './tables.ts';

/** Under which what was decided here has its match version: no source has this name. */
const here = '';

const rowsPerChunk = 5_000;

/** Notes that other sources may match partners of this one in another way now. Numbers are never used twice. */
export async function noteMatchChange(db: Db, source: string = here): Promise<void> {
  const version = Number((await readMeta(db, 'match-version')) ?? 0) + 1;
  await writeMeta(db, 'match-version', String(version));
  await db
    .insertInto('match_version')
    .values({ source, version })
    .onConflict((conflict) => conflict.column('source').doUpdateSet({ version }))
    .execute();
}

/** Changes whenever partners of other sources than this one may be matched in another way. */
export async function readMatchVersion(db: Db, exceptSource: string): Promise<string> {
  const rows = await db
    .selectFrom('match_version')
    .selectAll()
    .where('source', '<>', exceptSource)
    .orderBy('source')
    .execute();
  return rows.map(({ source, version }) => `${source}:${version}`).join(' ');
}

/** Whether a publication changes ids, names or aliases of its source's partners. Asked while the old ones are stored. */
export async function namesDiffer(db: Db, source: string, partners: Difference | undefined): Promise<boolean> {
  if (partners === undefined) return false;
  if (partners.added + partners.deleted > 0) return true;
  if (partners.changed === 0) return false;
  const { rows } = await sql`
    select 1 from ${sql.table(stagedName(recordTables.partner))} as staged cross join partner as stored
    where staged.source = ${source} and stored.key = staged.key
      and (staged.name <> stored.name or staged.aliases <> stored.aliases)
    limit 1
  `.execute(db);
  return rows.length > 0;
}

/** Partners that are known under a name, in the order of their keys. */
export async function findPartners(db: Db, by: string, value: string, source?: string): Promise<readonly Key[]> {
  const rows = await db
    .selectFrom('match_key')
    .select('key')
    .distinct()
    .where('by', '=', by)
    .where('value', '=', value)
    .$if(source !== undefined, (query) => query.where('source', '=', source ?? ''))
    .where(sql<boolean>`exists (select 1 from partner where partner.key = match_key.key)`)
    .orderBy('key')
    .execute();
  return rows.map(({ key }) => key);
}

/** All names of all partners, in chunks. */
export async function* scanMatchKeys(db: Db): AsyncGenerator<readonly MatchKeyRow[]> {
  let after = { by: '', value: '', source: '', key: '', origin: '' };
  for (;;) {
    const rows = await db
      .selectFrom('match_key')
      .select(['by', 'value', 'source', 'key', 'origin'])
      .where(
        sql<boolean>`("by", value, source, key, origin) >
          (${after.by}, ${after.value}, ${after.source}, ${after.key}, ${after.origin})`,
      )
      .orderBy('by')
      .orderBy('value')
      .orderBy('source')
      .orderBy('key')
      .orderBy('origin')
      .limit(rowsPerChunk)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ by, value, key, origin }) => ({
      record: 'partner' as const,
      by,
      value,
      key,
      origin: origin === '' ? null : origin,
    }));
    after = last;
  }
}
