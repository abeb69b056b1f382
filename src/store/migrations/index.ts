import { records } from './0001-records.ts';
import { readingOrder } from './0002-reading-order.ts';
import { lastSync } from './0003-last-sync.ts';
import { origins } from './0004-origins.ts';
import { purged } from './0005-purged.ts';
import type { StoreMigration } from './migration.ts';

/** In order; names sort alike. */
export const migrations: readonly StoreMigration[] = [records, readingOrder, lastSync, origins, purged];
