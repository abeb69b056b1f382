import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import program from '../../package.json' with { type: 'json' };
import type { Analyst } from '../../src/kpi/analyst.ts';
import { createAnalyst } from '../../src/kpi/create.ts';
import { buildProgram, type Program } from '../../src/kpi/program/program.ts';
import type { AnyRecord } from '../../src/records/records.ts';
import { programSettings } from '../../src/records/settings.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openStore } from '../../src/store/open.ts';
import type { RecordReader, Store } from '../../src/store/store.ts';
import { pulse } from '../cli/pulse.ts';
import { generateWorld, writeWorld } from '../demo/world/index.ts';
import { writeFolder } from './world/folder.ts';
import { asOf, sizes, sourceName, worldRecords } from './world/index.ts';

export type WorldId = 'D' | 'S' | 'M' | 'L';

/** Rises when the made-up worlds change, so that kept ones are made anew. */
const generation = 1;
const kept = join(tmpdir(), `partner-pulse-bench-${program.version}-${generation}-${migrations.length}`);
const settings = programSettings.parse({ timeZone: 'Europe/Berlin', currency: 'EUR' });

/** A program to measure on, made once and kept below the system's folder for temporary files. */
export interface BenchWorld {
  readonly name: WorldId;
  /** How often a measure is repeated: the smallest world is there to see that it runs, in the largest it takes minutes. */
  readonly repetitions: number;
  /** As of when questions are asked. */
  readonly asOf: number;
  /** Where its configuration and its filled store are. */
  readonly folder: string;
  /** Its CSV files; the largest world has none. */
  readonly data: string;
  /** Made when first asked for, then the same one. */
  analyst(): Promise<Analyst>;
  /** A fresh one, cold, which the caller lets go. */
  freshAnalyst(): Promise<Analyst>;
  freshProgram(): Promise<Program>;
}

const demoAsOf = Date.parse('2026-11-20T10:00:00.000Z');

/** The world of that name; making a large one takes minutes, and `say` tells of it. */
export async function benchWorld(name: WorldId, say: (line: string) => void): Promise<BenchWorld> {
  const folder = join(kept, name);
  const data = join(folder, 'data');
  const done = join(folder, 'complete');
  if (!existsSync(done)) {
    say(`making world ${name} in ${folder} …`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await fill(name, folder, data);
    writeFileSync(done, '');
  }
  const read = async <R>(work: (reader: RecordReader) => Promise<R>): Promise<R> => {
    const store = await open(folder, 'read');
    return store.read(work).finally(() => store.close());
  };
  const freshAnalyst = (): Promise<Analyst> => read((reader) => createAnalyst(reader, settings));
  let shared: Promise<Analyst> | null = null;
  return {
    name,
    repetitions: name === 'S' || name === 'L' ? 1 : 3,
    asOf: name === 'D' ? demoAsOf : asOf,
    folder,
    data,
    analyst: () => {
      shared ??= freshAnalyst();
      return shared;
    },
    freshAnalyst,
    freshProgram: () => read((reader) => buildProgram(reader, settings)),
  };
}

/** The configuration of a program whose files are in `data`. */
export const configuration = (data: string, source: string = sourceName): string =>
  `store: ./pulse.db\nprogram: {timeZone: Europe/Berlin, currency: EUR}\naccess: {everyone: true}\nsources:\n  - {name: ${source}, kind: files, folder: ${JSON.stringify(data)}}\n`;

async function fill(name: WorldId, folder: string, data: string): Promise<void> {
  writeFileSync(join(folder, 'partner-pulse.yaml'), configuration(data));
  if (name === 'L') return publish(folder, worldRecords(sizes.L));
  if (name === 'D') await writeWorld(generateWorld({ seed: 7, asOf: new Date(demoAsOf) }), data);
  else writeFolder(data, worldRecords(sizes[name]));
  const run = await pulse(['sync'], { cwd: folder });
  if (run.code !== 0 && run.code !== 3) throw new Error(`the sync of world ${name} failed: ${run.stderr}`);
}

const open = (folder: string, mode: 'own' | 'read'): Promise<Store> =>
  openStore({
    address: join(folder, 'pulse.db'),
    mode,
    role: 'sync',
    now: () => asOf,
    warn: (message) => process.stderr.write(`${message}\n`),
  });

/** Past the files: writing and reading two gigabytes of them would say nothing more. */
async function publish(folder: string, records: Iterable<AnyRecord>): Promise<void> {
  const store = await open(folder, 'own');
  await store
    .publish({
      source: sourceName,
      kind: 'files',
      seenAt: new Date(asOf).toISOString(),
      records: streamed(records),
      acceptDeletions: false,
      rejected: () => ({ rows: 0, fields: 0 }),
    })
    .finally(() => store.close());
}

async function* streamed(records: Iterable<AnyRecord>): AsyncGenerator<AnyRecord> {
  yield* records;
}
