import type { AnyRecord } from '../../records/records.ts';
import { usable } from '../../records/usable.ts';
import { meets } from './conditions.ts';
import { draftsOf } from './drafts.ts';
import type { Entry } from './entry-schema.ts';
import { type Draft, historiesOf } from './partner-history.ts';
import {
  leftAside,
  type MappingReject,
  type Note,
  type Reading,
  RowLeftAside,
  RowRejected,
  type SeenValue,
} from './reading.ts';
import type { MappingContext, RawRow } from './row.ts';
import type { Mapping } from './schema.ts';

/** All that one row is in the program: its records now replace those that it gave before. */
export interface RowOutcome {
  readonly records: readonly AnyRecord[];
  readonly rejects: readonly MappingReject[];
  readonly values: readonly SeenValue[];
}

/**
 * The normalised records of one row of an object, by every entry that reads the object. Never throws on a row: what cannot be
 * a record is rejected with its reason (rules 7.3, 7.4), what the filters leave out gives nothing. Depends on nothing but
 * its arguments.
 */
export function recordsOf(mapping: Mapping, object: string, row: RawRow, context: MappingContext): RowOutcome {
  const records: AnyRecord[] = [];
  const rejects: MappingReject[] = [];
  const values: SeenValue[] = [];
  for (const entry of mapping.entries) {
    if (entry.object !== object || !meets(row, entry.conditions)) continue;
    const reject = ([field, reason, value]: Note, effect: 'row' | 'field'): void => {
      const told = { record: entry.record, object, id: row.id, field, reason, effect };
      rejects.push(value === undefined ? told : { ...told, value });
    };
    // What is wrong with fields of a row that is rejected as a whole is of no interest.
    const notes: Note[] = [];
    const reading: Reading = {
      mapping,
      entry,
      row,
      context,
      notes,
      note: (field, reason, value) => void notes.push([field, reason, value]),
      see: (field, value, target) =>
        void values.push({ record: entry.record, index: entry.index, object, field, value, target }),
    };
    try {
      const made = checked(entry, reading, records);
      records.push(...made);
      for (const note of unique(notes)) reject(note, 'field');
    } catch (error) {
      if (error instanceof RowRejected) reject([error.field, error.reason, error.value], 'row');
      else if (!(error instanceof RowLeftAside)) throw error;
    }
  }
  if (records.length === 0) return { records, rejects, values };
  return { records: withoutLostRegistration(mapping, object, records), rejects, values };
}

function unique(notes: readonly Note[]): readonly Note[] {
  if (notes.length < 2) return notes;
  return [...new Map(notes.map((note) => [note.join('\n'), note] as const)).values()];
}

function checked(entry: Entry, reading: Reading, before: readonly AnyRecord[]): readonly AnyRecord[] {
  const made = draftsOf(reading).flatMap((draft) => [draft, ...historyOf(draft, reading)]);
  return made.map((draft) => {
    const isHistory = draft.record === 'partner-history';
    const record = usable(isHistory ? 'partner-history' : entry.record, draft);
    if (typeof record === 'string') throw new RowRejected(record, 'not usable');
    return withOwnDeal(reading, record, before);
  });
}

const historyOf = (draft: Draft, reading: Reading): readonly Draft[] =>
  reading.entry.record === 'partner' && typeof draft.id === 'string'
    ? historiesOf(`${reading.context.source}/${draft.id}`, reading)
    : [];

/** What points at its own row points at a deal or partner that the row must have given before. */
function withOwnDeal(reading: Reading, record: AnyRecord, before: readonly AnyRecord[]): AnyRecord {
  const lacks = (name: 'deal' | 'partner'): boolean =>
    reading.entry.fields.get(name)?.self === true && !before.some((other) => other.record === name);
  if (record.record === 'registration' && lacks('deal')) {
    reading.note('deal', 'unknown deal');
    return { ...record, deal: null };
  }
  // Why there is none has been said of the deal, or is the will of its filters.
  if (lacks('deal') || lacks('partner')) throw leftAside;
  return record;
}

/** A deal that is its own registration, where the row gave none, is a deal without. */
function withoutLostRegistration(
  mapping: Mapping,
  object: string,
  records: readonly AnyRecord[],
): readonly AnyRecord[] {
  const isOwn = mapping.entries.some(
    (entry) => entry.record === 'deal' && entry.object === object && entry.fields.get('registration')?.self === true,
  );
  if (!isOwn || records.some(({ record }) => record === 'registration')) return records;
  return records.map((record) => (record.record === 'deal' ? { ...record, registration: null } : record));
}
