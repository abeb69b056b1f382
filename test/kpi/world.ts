import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analyst } from '../../src/kpi/analyst.ts';
import { createAnalyst } from '../../src/kpi/create.ts';
import { readerOf } from '../../src/kpi/program/reader.ts';
import type { RecordSet } from '../../src/records/records.ts';
import type { ProgramSettings } from '../../src/records/settings.ts';
import { filesSource } from '../../src/sources/files/files.ts';
import { syncSource } from '../../src/sources/sync.ts';
import { openStore } from '../../src/store/open.ts';

const quiet = { info: () => undefined, warn: () => undefined };

/** The records of a CSV folder, through the real adapter and a real store. `at`: the clock of the sync. */
export async function recordsOf(folder: string, at = Date.parse('2026-01-01T00:00:00Z')): Promise<RecordSet> {
  const home = mkdtempSync(join(tmpdir(), 'pulse-store-'));
  try {
    const now = () => at;
    const store = await openStore({
      address: join(home, 'a.db'),
      mode: 'own',
      role: 'test',
      now,
      warn: () => undefined,
    });
    try {
      await syncSource({
        source: filesSource({ name: 'exports', folder }),
        store,
        now,
        acceptDeletions: false,
        rejectsFile: null,
        onProgress: () => undefined,
        log: quiet,
        signal: new AbortController().signal,
      });
      return await store.readRecords();
    } finally {
      await store.close();
    }
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** An analyst over a CSV folder. */
export const analystOf = async (folder: string, settings: ProgramSettings): Promise<Analyst> =>
  createAnalyst(readerOf(await recordsOf(folder)), settings);
