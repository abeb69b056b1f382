import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { PulseError } from '../../errors.ts';
import type { Database, Db } from '../database.ts';
import { guarded } from '../failures.ts';
import type { OwnerInfo } from '../store.ts';
import { type Ddl, type Engine, inSnapshot, type Ownership, type Staging } from './engine.ts';

const connectTimeoutMs = 10_000;
const maxConnections = 4;
/** First half of the advisory lock's name; the second is the schema, since each schema may hold a store. */
const lockSpace = 0x5050_6c73;

const ddl: Ddl = {
  // SQLite's order of text; a server's language must not change the order of rows.
  text: sql`text collate "C"`,
  integer: sql`integer`,
  number: sql`double precision`,
  tableEnd: sql``,
};

const staging: Staging = {
  schema: undefined,
  table: sql`unlogged table`,
  place: sql`ctid`,
  open: () => Promise.resolve(),
  keep: () => Promise.resolve(),
  close: () => Promise.resolve(),
  // The server keeps its tables until they are dropped; the next reading empties them.
  sweep: () => undefined,
  async drop(db, tables) {
    for (const table of tables) await sql`drop table if exists ${sql.table(table)}`.execute(db);
  },
};

const takeLock = 'select pg_try_advisory_lock($1, hashtext(current_schema())) as taken';
const checkLock = 'select 1';
/** An owner whose machine vanished would hold its lock for the two hours that servers wait by default. */
const noticeSilence = `select set_config('tcp_keepalives_idle', '30', false),
  set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false)`;

/** A session that holds a lock for as long as it lives. */
export interface LockSession {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
  /** False once the connection is gone, and the lock with it. */
  alive(): boolean;
  end(): Promise<void>;
}

const answers = (session: LockSession): Promise<boolean> =>
  session.query(checkLock, []).then(
    () => true,
    () => false,
  );

const isTaken = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && 'taken' in row && row.taken === true;

/** An address without its password, for messages. Cuts too much rather than too little. */
const withoutPassword = (address: string): string =>
  address.replace(/^(\w+:\/\/[^:@/]*):.*@/, '$1@').replace(/([?&]password=)[^&]*/g, '$1');

/** Throws PulseError `store-unreachable` if the address names a schema that does not exist: then there is no place for tables. */
async function schemaOf(where: string, db: Db): Promise<string> {
  const found = await sql<{ name: string | null }>`select current_schema() as name`.execute(db);
  const name = found.rows[0]?.name;
  if (name === undefined || name === null) throw new PulseError('store-unreachable', { where });
  return name;
}

async function own(
  where: string,
  connect: () => Promise<LockSession>,
  holder: () => Promise<OwnerInfo | undefined>,
): Promise<Ownership> {
  const take = async (): Promise<LockSession> => {
    const session = await guarded(where, connect);
    const { rows } = await guarded(where, () => session.query(takeLock, [lockSpace]));
    if (isTaken(rows[0])) return session;
    await session.end();
    const { pid, host, role, since } = (await holder()) ?? { pid: '?', host: '?', role: '?', since: '?' };
    throw new PulseError('store-owned', { role, pid, host, since, where });
  };
  let session = await take();
  return {
    async confirm() {
      if (session.alive() && (await answers(session))) return 'held';
      session = await take();
      return 'retaken';
    },
    release: () => session.end(),
  };
}

/** A store on anything that speaks PostgreSQL: the server below, or one within the process. */
export function postgresEngineOn(where: string, db: Db, connect: () => Promise<LockSession>): Engine {
  return {
    where,
    ddl,
    keyFile: undefined,
    copiesToFile: false,
    writer: db,
    reader: db,
    ledger: db,
    ledgerFile: undefined,
    setDamagedLedgerAside: () => undefined,
    staging,
    snapshot: (work) => inSnapshot(db, work),
    async own(holder) {
      await schemaOf(where, db);
      return own(where, connect, holder);
    },
    async isOwned() {
      const held = await sql`
        select 1 from pg_locks
        where locktype = 'advisory' and granted and objsubid = 2
          and database = (select oid from pg_database where datname = current_database())
          and classid::bigint = ${sql.lit(lockSpace)}
          and objid::bigint = (hashtext(current_schema())::bigint & 4294967295)
      `.execute(db);
      return held.rows.length > 0;
    },
    schema: (on) => schemaOf(where, on),
    async hasTable(on: Db, name: string) {
      const found = await sql`
        select 1 from information_schema.tables where table_schema = current_schema() and table_name = ${name}
      `.execute(on);
      return found.rows.length > 0;
    },
    scrub: () => Promise.resolve(),
    backup: () => Promise.reject(new PulseError('backup-by-server', { where })),
    close: () => db.destroy(),
  };
}

async function connectSession(address: string, warn: (message: string) => void): Promise<LockSession> {
  const client = new pg.Client({
    connectionString: address,
    application_name: 'partner-pulse owner',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  });
  let alive = true;
  client.on('error', (error) => {
    alive = false;
    warn(`the connection that owns the store was lost: ${error.message}`);
  });
  client.on('end', () => {
    alive = false;
  });
  await client.connect();
  await client.query(noticeSilence);
  return { query: (text, values) => client.query(text, values), alive: () => alive, end: () => client.end() };
}

/** A store on a PostgreSQL server, in the first schema of the address's search path. */
export function postgresEngine(address: string, warn: (message: string) => void): Engine {
  const pool = new pg.Pool({
    connectionString: address,
    application_name: 'partner-pulse',
    connectionTimeoutMillis: connectTimeoutMs,
    max: maxConnections,
    keepAlive: true,
  });
  pool.on('error', (error) => warn(`an idle connection to the store was lost: ${error.message}`));
  const where = withoutPassword(address);
  // Some of the driver's errors (a timeout, a refused certificate) have no code that would tell them.
  const reaching = async <R>(connect: () => Promise<R>): Promise<R> => {
    try {
      return await connect();
    } catch (error) {
      throw new PulseError('store-unreachable', { where }, error);
    }
  };
  const connecting = { connect: () => reaching(() => pool.connect()), end: () => pool.end(), options: pool.options };
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: connecting, controlClient: pg.Client }) });
  return postgresEngineOn(where, db, () => reaching(() => connectSession(address, warn)));
}
