import type BetterSqlite3 from 'better-sqlite3';
import { type DialectAdapter, Kysely, SqliteAdapter, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Database, Db } from '../database.ts';

/** A publication compiles a few dozen statements; more would only hold memory. */
const keptStatements = 256;

/** SQLite has transactional DDL; Kysely's adapter does not use it. With it a migration happens whole or not at all. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class StoreSqliteDialect extends SqliteDialect {
  override createAdapter(): DialectAdapter {
    return new TransactionalSqliteAdapter();
  }
}

/** A full disk makes SQLite end a transaction by itself; to end it again would be a failure that hides the first one. */
function rollbackOn(database: BetterSqlite3.Database): SqliteStatement {
  const statement = database.prepare('rollback');
  return {
    reader: false,
    all: () => [],
    iterate: () => [].values(),
    run: () => (database.inTransaction ? statement.run() : { changes: 0, lastInsertRowid: 0 }),
  };
}

/**
 * Opened at the first query. Keeps prepared statements by their text: parsing a many-row insert costs as much as
 * running it.
 */
export function kyselyOn(open: () => BetterSqlite3.Database): Db {
  const connect = () => {
    const database = open();
    const statements = new Map<string, SqliteStatement>();
    const prepare = (text: string): SqliteStatement => {
      const known = statements.get(text);
      if (known !== undefined) return known;
      const statement = text === 'rollback' ? rollbackOn(database) : database.prepare(text);
      if (statements.size >= keptStatements) statements.clear();
      statements.set(text, statement);
      return statement;
    };
    return { prepare, close: () => database.close() };
  };
  return new Kysely<Database>({ dialect: new StoreSqliteDialect({ database: async () => connect() }) });
}
