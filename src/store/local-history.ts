import { type RawBuilder, sql } from 'kysely';
import { type HistoryField, historyFields } from '../records/records.ts';
import type { Db } from './database.ts';

/** A partner's current value of a field, as histories keep it. */
const current = (field: HistoryField): RawBuilder<unknown> =>
  field === 'active'
    ? sql`case partner.active when 1 then 'true' when 0 then 'false' end`
    : sql.ref(`partner.${field}`);

/** Which partners are looked at; undefined: all of the source. */
type Some = RawBuilder<unknown> | undefined;

const among = (column: string, some: Some): RawBuilder<unknown> =>
  some === undefined ? sql`1 = 1` : sql`${sql.ref(column)} in (${some})`;

interface Seen {
  readonly source: string;
  readonly at: string;
  readonly some: Some;
}

async function noteField(db: Db, field: HistoryField, { source, at: seenAt, some }: Seen): Promise<void> {
  const now = current(field);
  const differs = sql`
    source = ${source} and ${among('local_history.partner', some)} and field = ${field} and valid_to is null
    and value is distinct from (select ${now} from partner where partner.key = local_history.partner)
  `;
  // Seen twice at the same instant: the later value stands, without an empty interval.
  await sql`
    update local_history set value = (select ${now} from partner where partner.key = local_history.partner)
    where ${differs} and valid_from >= ${seenAt}
  `.execute(db);
  await sql`update local_history set valid_to = ${seenAt} where ${differs}`.execute(db);
  // A partner that never had a value has no history; one that lost it has an interval without a value.
  await sql`
    insert into local_history (partner, source, field, value, valid_from, valid_to)
    select partner.key, partner.source, ${field}, ${now}, ${seenAt}, null
    from partner
    where partner.source = ${source} and ${among('partner.key', some)}
      and not exists (
        select 1 from local_history as known
        where known.partner = partner.key and known.field = ${field} and known.valid_to is null
      )
      and (${now} is not null or exists (
        select 1 from local_history as known where known.partner = partner.key and known.field = ${field}
      ))
  `.execute(db);
}

/**
 * When a change is noted: when it was seen, but never before what is noted already. A clock that was set back must not
 * overwrite what held until then.
 */
async function noteAt(db: Db, source: string, seenAt: string): Promise<string> {
  const { rows } = await sql<{ newest: string | null }>`
    select max(at) as newest from (
      select max(valid_from) as at from local_history where source = ${source}
      union all select data_as_of from source_state where source = ${source}
    ) as noted
  `.execute(db);
  const newest = rows[0]?.newest ?? seenAt;
  return newest <= seenAt ? seenAt : new Date(Date.parse(newest) + 1).toISOString();
}

/**
 * Notes what this sync saw of the source's partners, or of those whose keys `some` selects: a change ends an interval and
 * begins another. Those that are gone have no history.
 */
export async function noteLocalHistory(db: Db, source: string, seenAt: string, some?: Some): Promise<void> {
  await sql`
    delete from local_history
    where source = ${source} and ${among('local_history.partner', some)} and not exists (select 1 from partner where partner.key = local_history.partner)
  `.execute(db);
  const at = await noteAt(db, source, seenAt);
  for (const field of historyFields) await noteField(db, field, { source, at, some });
}
