/** Another number means other tables: a file of another one is emptied and read anew. */
export const schemaVersion = 2;

/** Every table of a mirror. Objects stand in them by number; `dirty` and `merged` may name rows that are not there. */
export const tables = `
create table meta (name text primary key, value text not null) strict, without rowid;
create table object (number integer primary key, name text not null unique) strict;
create table shape (number integer primary key, properties text not null unique) strict;
create table row (
  seq integer primary key, object integer not null, id text not null, shape integer not null, cells text not null,
  histories text, url text, changed_at text, arrived integer not null
) strict;
create unique index row_name on row (object, id);
create index row_order on row (object);
create table merged (object integer not null, id text not null, into_id text not null, primary key (object, id))
  strict, without rowid;
create index merged_into on merged (object, into_id);
create table pair (number integer primary key, from_object text not null, to_object text not null, unique (from_object, to_object)) strict;
create table link (pair integer not null, a text not null, b text not null, labels text, primary key (pair, a, b))
  strict, without rowid;
create table pass (
  name text primary key, basis text not null, object integer not null, cursor text, begun integer not null,
  underway integer not null, next_watermark text, watermark text, ended_at text
) strict, without rowid;
create table present (pass text not null, id text not null, primary key (pass, id)) strict, without rowid;
create table wanted (object integer not null, id text not null, primary key (object, id)) strict, without rowid;
create table dirty (object integer not null, id text not null, revision integer not null, unnamed integer not null, primary key (object, id))
  strict, without rowid;
create index dirty_unnamed on dirty (unnamed, object) where unnamed > 0;
create table name (
  record text not null, by text not null, value text not null, object integer not null, id text not null,
  record_id text not null, primary key (record, by, value, object, id)
) strict, without rowid;
create index name_of on name (object, id);
create table lacking (
  record text not null, by text not null, value text not null, object integer not null, id text not null,
  primary key (record, by, value, object, id)
) strict, without rowid;
create index lacking_of on lacking (object, id);
create table reject (
  seq integer primary key, object integer not null, id text not null, record text not null, field text not null,
  reason text not null, effect text not null, value text
) strict;
create index reject_of on reject (object, id);
create table purged (hash text primary key) strict, without rowid;
`;

/** Made when links are first looked for from their other end: a first load keeps millions of them without. */
export const linkBack = 'create index if not exists link_back on link (pair, b, a)';

/** By the name of the index: left to itself SQLite takes the primary key, whose first column is the same, and reads every link of the pair. */
export const linksTo = 'select a, b, labels from link indexed by link_back where pair = ? and b = ?';

/** What is emptied when another account is read; people who were purged stay out. */
export const contents = [
  'row',
  'merged',
  'link',
  'pass',
  'present',
  'wanted',
  'dirty',
  'name',
  'lacking',
  'reject',
  'meta',
] as const;
