import type { Kysely } from 'kysely';
import type { HistoryField, Key } from '../records/records.ts';
import type { LedgerTables } from './ledger/tables.ts';

/** Facts about the store itself. */
export type MetaKey = 'data-version' | 'match-version' | 'program-version' | 'person-key' | 'owner';

export interface MetaTable {
  key: MetaKey;
  value: string;
}

export interface SourceStateTable {
  source: string;
  kind: string;
  data_as_of: string;
  rows: number;
  rejected_rows: number;
  rejected_fields: number;
}

/** What the last sync of a source read, and what it said of it. */
export interface LastSyncTable {
  source: string;
  fingerprint: string;
  report: string;
}

/** What each sync saw of a partner's field: the value held in [valid_from, valid_to), UTC instants; null: still holds. */
export interface LocalHistoryTable {
  partner: Key;
  source: string;
  field: HistoryField;
  value: string | null;
  valid_from: string;
  valid_to: string | null;
}

/** How far an interrupted reading of a source had come; see `staging.ts`. */
export interface StagedRunTable {
  source: string;
  /** Of the last page that was staged whole. */
  cursor: string;
  /** JSON: rows per record type up to there. */
  rows: string;
}

/** The origins that a patch replaces; see `staging-side.ts`. */
export interface StagedOriginTable {
  source: string;
  origin: string;
}

/** How far a source was read, as its own engine understands it. */
export interface SourceCursorTable {
  source: string;
  cursor: string;
}

/** When a value of a property was first seen. */
export interface FirstSeenTable {
  source: string;
  object: string;
  id: string;
  property: string;
  value: string;
  at: string;
}

/** The stages of a source's pipelines, in the order in which they were given. */
export interface StageTable {
  source: string;
  number: number;
  object: string;
  pipeline: string;
  pipeline_label: string;
  stage: string;
  label: string;
  position: number;
  status: 'open' | 'won' | 'lost' | null;
}

/** A name under which others may know a source's partner. */
export interface MatchKeyTable {
  by: string;
  value: string;
  source: string;
  key: Key;
  /** Empty: of none. */
  origin: string;
}

/** Rises with what partners of a source are matched by; the empty name is for what was decided here. */
export interface MatchVersionTable {
  source: string;
  version: number;
}

/** A name of a partner that was given here. */
export interface LocalAliasTable {
  text: string;
  key: Key;
  by: string;
  at: string;
}

/** A partner that was made a part of another one here. */
export interface LocalMergeTable {
  from: Key;
  into: Key;
  by: string;
  at: string;
}

/** Somebody who is kept out of what a source brings. */
export interface PurgedTable {
  source: string;
  hash: string;
}

/** A text that is nobody's name, by what was decided here. */
export interface RefusedNameTable {
  text: string;
  by: string;
  at: string;
}

/** A text by which a source's rows of a record type named no partner. */
export interface UnmatchedTable {
  source: string;
  record: string;
  name: string;
  count: number;
}

/** Kysely's own record of what it has run. */
export interface MigrationTable {
  name: string;
}

/** The tables beside those of the records (which `tables.ts` describes). */
export interface Database extends LedgerTables {
  meta: MetaTable;
  source_state: SourceStateTable;
  last_sync: LastSyncTable;
  local_history: LocalHistoryTable;
  staged_run: StagedRunTable;
  staged_origin: StagedOriginTable;
  staged_match_key: MatchKeyTable;
  source_cursor: SourceCursorTable;
  first_seen: FirstSeenTable;
  stage: StageTable;
  match_key: MatchKeyTable;
  match_version: MatchVersionTable;
  local_alias: LocalAliasTable;
  local_merge: LocalMergeTable;
  purged: PurgedTable;
  refused_name: RefusedNameTable;
  unmatched: UnmatchedTable;
  kysely_migration: MigrationTable;
  ledger_migration: MigrationTable;
}

export type Db = Kysely<Database>;
