import { PulseError } from '../errors.ts';
import { type RecordType, recordSchemas } from '../records/records.ts';
import { readCursor } from '../sources/crm/publish.ts';
import { sumOf } from '../sources/report.ts';
import type { RecordReader, Store } from '../store/store.ts';
import type { Context } from './command.ts';

const isRecordType = (name: string): name is RecordType => Object.hasOwn(recordSchemas, name);

/** How many records of each type there are; types without any are left out. */
async function countsOf(reader: RecordReader): Promise<readonly (readonly [RecordType, number])[]> {
  const counts: (readonly [RecordType, number])[] = [];
  for (const type of Object.keys(recordSchemas).filter(isRecordType)) counts.push([type, await reader.count(type)]);
  return counts.filter(([, count]) => count > 0);
}

/** How the syncs of one source go. Instants are UTC. */
export interface RunState {
  readonly source: string;
  readonly lastSuccess: string | null;
  /** Milliseconds since the data were as the source had them; null before the first sync. */
  readonly ageMs: number | null;
  /** Up to when a CRM was read, by its own clock. */
  readonly readUntil: string | null;
  /** Of a running bot; null where nobody syncs by himself. */
  readonly nextRun: string | null;
  readonly callsToday: number;
  /** Rows that name a partner whom nobody knows. */
  readonly unmatched: number;
  readonly lastError: {
    readonly at: string;
    readonly code: string;
    readonly params: Readonly<Record<string, string | number>>;
  } | null;
}

/** What stands in the ledger, which may be damaged or out of reach where the store itself can be read. */
async function unlessLost<R>(asked: Promise<R>, instead: R): Promise<R> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PulseError) return instead;
    throw error;
  }
}

/** Everything that `status` tells of a store. */
export async function statusOf(store: Store, { config, host }: Pick<Context, 'config' | 'host'>) {
  const { sources: configured, sync } = config();
  const now = host.now();
  const owner = await store.owner();
  const { states, counts } = await store.read(async (reader) => ({
    states: await reader.sources(),
    counts: await countsOf(reader),
  }));
  const names = [...new Set([...states.map(({ source }) => source), ...configured.map(({ name }) => name)])];
  const runs: RunState[] = [];
  for (const source of names) {
    const last = await unlessLost(store.runs.last(source), undefined);
    const state = states.find((one) => one.source === source);
    const isAutomatic = owner?.role === 'bot' && configured.some(({ name }) => name === source);
    runs.push({
      source,
      lastSuccess: last?.lastSuccessAt ?? state?.dataAsOf ?? null,
      ageMs: state === undefined ? null : Math.max(0, now - Date.parse(state.dataAsOf)),
      readUntil: readCursor(await store.cursor(source))?.readUntil ?? null,
      nextRun:
        isAutomatic && last !== undefined ? new Date(Date.parse(last.startedAt) + sync.everyMs).toISOString() : null,
      unmatched: sumOf(await store.unmatched(source)),
      callsToday: await unlessLost(store.calls.of(source, new Date(now).toISOString().slice(0, 10)), 0),
      lastError:
        last === undefined || last.ok || last.code === null
          ? null
          : { at: last.endedAt, code: last.code, params: last.params ?? {} },
    });
  }
  return {
    where: store.where,
    dataVersion: await store.dataVersion(),
    states,
    counts,
    owner,
    runs,
    notices: await unlessLost(store.notices.open(), []),
  };
}

export type Status = Awaited<ReturnType<typeof statusOf>>;
