import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '../../src/store/database.ts';
import type { Engine } from '../../src/store/dialects/engine.ts';
import { type LockSession, postgresEngine, postgresEngineOn } from '../../src/store/dialects/postgres.ts';
import { sqliteEngine } from '../../src/store/dialects/sqlite.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import type { StoreMigration } from '../../src/store/migrations/migration.ts';
import { openOn } from '../../src/store/open.ts';
import type { OpenOptions, Store } from '../../src/store/store.ts';
import { type PostgresServer, postgresMissing, startPostgres } from './postgres-server.ts';

export interface Opening extends Partial<OpenOptions> {
  readonly steps?: readonly StoreMigration[];
}

/** Somewhere a store may be; nothing is there yet. */
export interface Place {
  readonly address: string;
  readonly keyFile: string;
  open(opening?: Opening): Promise<Store>;
  engine(): Engine;
}

export interface TestEngine {
  readonly name: string;
  /** Why it cannot be tested here. */
  readonly missing: string | undefined;
  /** Several connections: readers beside a publication, and owners that can meet. */
  readonly sessions: boolean;
  start(): Promise<void>;
  place(): Promise<Place>;
  stop(): Promise<void>;
}

export const noon = Date.parse('2026-09-01T12:00:00.000Z');
const warnings: string[] = [];

function placeOn(address: string, keyFile: string, engine: () => Engine): Place {
  return {
    address,
    keyFile,
    engine,
    open: ({ steps, ...options } = {}) =>
      openOn(
        engine(),
        {
          address,
          mode: 'own',
          role: 'sync',
          now: () => noon,
          warn: (message) => warnings.push(message),
          keyFile,
          ...options,
        },
        steps ?? migrations,
      ),
  };
}

const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'pulse-store-'));

class Folders {
  readonly #made: string[] = [];

  make(): string {
    const folder = temporaryFolder();
    this.#made.push(folder);
    return folder;
  }

  remove(): void {
    for (const folder of this.#made) rmSync(folder, { recursive: true, force: true });
  }
}

function sqlite(): TestEngine {
  const folders = new Folders();
  return {
    name: 'SQLite',
    missing: undefined,
    sessions: true,
    start: () => Promise.resolve(),
    place() {
      const file = join(folders.make(), 'store.db');
      return Promise.resolve(placeOn(file, `${file}.key`, () => sqliteEngine(file)));
    },
    stop() {
      folders.remove();
      return Promise.resolve();
    },
  };
}

/** Kysely closes what it is given; the instance must outlive a store that is opened again. */
const kept = (lite: PGlite) => ({
  closed: false,
  ready: true,
  waitReady: lite.waitReady,
  close: () => Promise.resolve(),
  query: lite.query.bind(lite),
  transaction: lite.transaction.bind(lite),
});

function pglite(): TestEngine {
  const folders = new Folders();
  let lite: PGlite | undefined;
  const instance = async (): Promise<PGlite> => {
    lite ??= await PGlite.create();
    return lite;
  };
  const session = async (): Promise<LockSession> => {
    const on = await instance();
    return {
      query: (text, values) => on.query(text, values),
      alive: () => true,
      end: async () => {
        await on.query('select pg_advisory_unlock_all()');
      },
    };
  };
  return {
    name: 'PGlite',
    missing: undefined,
    sessions: false,
    start: async () => {
      await instance();
    },
    async place() {
      const on = await instance();
      await on.exec('drop schema public cascade; create schema public');
      const engine = () =>
        postgresEngineOn('pglite', new Kysely<Database>({ dialect: new PGliteDialect({ pglite: kept(on) }) }), session);
      return placeOn('pglite', join(folders.make(), 'pulse.key'), engine);
    },
    async stop() {
      folders.remove();
      await lite?.close();
    },
  };
}

function postgres(): TestEngine {
  const folders = new Folders();
  let server: PostgresServer | undefined;
  let schemas = 0;
  return {
    name: 'PostgreSQL',
    missing: postgresMissing,
    sessions: true,
    async start() {
      server = await startPostgres();
    },
    async place() {
      if (server === undefined) throw new Error('the server was not started');
      schemas += 1;
      const name = `store_${schemas}`;
      const client = new pg.Client(server.admin);
      await client.connect();
      await client.query(`create schema ${name}`);
      await client.end();
      const address = server.schema(name);
      return placeOn(address, join(folders.make(), 'pulse.key'), () =>
        postgresEngine(address, (message) => warnings.push(message)),
      );
    },
    async stop() {
      folders.remove();
      await server?.stop();
    },
  };
}

export const engines: readonly TestEngine[] = [sqlite(), pglite(), postgres()];

/** The title of an engine's tests; one that is missing says so where it is reported as skipped. */
export const titleOn = ({ name, missing }: TestEngine): string =>
  missing === undefined ? `on ${name}` : `on ${name} (skipped: ${missing})`;
