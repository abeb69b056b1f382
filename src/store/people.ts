import { sql } from 'kysely';
import { PulseError } from '../errors.ts';
import type { Db } from './database.ts';
import { makeFolderOf } from './files.ts';
import { readMeta, writeMeta } from './meta.ts';
import { findPersonKey, makePersonKey, type PersonKey } from './person-key.ts';

export interface KeyPlace {
  readonly where: string;
  readonly given: string | undefined;
  readonly file: string | undefined;
}

async function hasPeople(db: Db): Promise<boolean> {
  const found = await sql`
    select 1 from training where person is not null
    union all select 1 from certification where person is not null
    union all select 1 from portal_session where person is not null
    union all select 1 from survey_response where respondent is not null
    limit 1
  `.execute(db);
  return found.rows.length > 0;
}

function missing(place: KeyPlace, reason: 'missing' | 'different'): PulseError {
  return new PulseError('person-key-missing', { where: place.where, file: place.file ?? '', reason });
}

/**
 * The owner's key: found, or made if the store knows no people yet. Throws PulseError `person-key-missing` when the
 * key of a store with people is lost or another one: with a new key everybody would become somebody new.
 */
export async function ownersKey(db: Db, place: KeyPlace): Promise<PersonKey> {
  const noted = await readMeta(db, 'person-key');
  const found = findPersonKey(place.given, place.file);
  if (found !== undefined && found.fingerprint === noted) return found;
  if (noted !== undefined && (await hasPeople(db))) throw missing(place, found === undefined ? 'missing' : 'different');
  if (found === undefined && place.file === undefined) throw missing(place, 'missing');
  const key = found ?? newKey(place.file);
  await writeMeta(db, 'person-key', key.fingerprint);
  return key;
}

function newKey(file: string | undefined): PersonKey {
  if (file === undefined) throw new RangeError('a new key needs a file');
  makeFolderOf(file);
  return makePersonKey(file);
}

/** A reader's key: it makes no people, so it may do without; only its `hash` then throws PulseError `person-key-missing`. */
export async function readersKey(db: Db, place: KeyPlace): Promise<PersonKey> {
  const noted = await readMeta(db, 'person-key');
  const found = findPersonKey(place.given, place.file);
  if (found !== undefined && found.fingerprint === noted) return found;
  return {
    fingerprint: '',
    hash: () => {
      throw missing(place, found === undefined ? 'missing' : 'different');
    },
  };
}
