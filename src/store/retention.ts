import { sql } from 'kysely';
import type { AnyRecord } from '../records/records.ts';
import type { Db } from './database.ts';
import { noteFewer, type OfSource } from './source-state.ts';
import { recordTables } from './tables.ts';

/**
 * What is forgotten after a while: what somebody did at one moment. Trainings, certifications and onboarding steps say what holds
 * until today, deals and registrations are the program itself: all of these stay.
 */
export const retained = ['content-event', 'portal-session', 'touch', 'survey-response'] as const;

/** Whether a record is older than `keepFrom` allows. An invitation that nobody answered counts by itself. */
export function isExpired(record: AnyRecord, keepFrom: string): boolean {
  switch (record.record) {
    case 'content-event':
    case 'portal-session':
    case 'touch':
      return record.at < keepFrom;
    case 'survey-response':
      return (record.at ?? record.invitedAt ?? keepFrom) < keepFrom;
    default:
      return false;
  }
}

/** Removes what is stored of a source and has become too old; how many rows that were. Equal rows are equally old: no numbers are left open. */
export async function removeExpired(db: Db, source: string, keepFrom: string): Promise<number> {
  let removed = 0;
  for (const type of retained) {
    const moment = type === 'survey-response' ? sql`coalesce(at, invited_at)` : sql`at`;
    const { rows } = await sql<OfSource>`
      delete from ${sql.table(recordTables[type].table)} where source = ${source} and ${moment} < ${keepFrom} returning source
    `.execute(db);
    await noteFewer(db, rows);
    removed += rows.length;
  }
  return removed;
}
