import { join } from 'node:path';
import type { AnyRecord } from '../../records/records.ts';
import { openStore } from '../../store/open.ts';
import type { RecordReader, Store } from '../../store/store.ts';

export const isServer = (address: string): boolean => /^postgres(ql)?:\/\//.test(address);

export interface CopyOptions {
  /** Of the store that is copied. */
  readonly address: string;
  readonly personKey: string | undefined;
  readonly now: () => number;
}

/** A copy of the store in `folder`, to be tried out; a server's is read record by record. Throws as `openStore`. */
export async function copyStore(
  store: Store,
  { address, personKey, now }: CopyOptions,
  folder: string,
): Promise<Store> {
  const file = join(folder, 'store.db');
  if (!isServer(address)) await store.backup(file);
  const copy = await openStore({
    address: file,
    mode: 'own',
    role: 'diff',
    now,
    personKey,
    ...(isServer(address) ? {} : { keyFile: `${address}.key` }),
    warn: () => undefined,
  });
  if (isServer(address)) await copyRecords(store, copy);
  return copy;
}

/**
 * Partners of all sources first: records of one source may name those of another. Histories that were kept here come as their sources':
 * what depends on them cannot be compared.
 */
async function copyRecords(store: Store, copy: Store): Promise<void> {
  await store.read(async (reader) => {
    const states = await reader.sources();
    const stages = await reader.stages();
    for (const types of [['partner'], null]) {
      for (const { source, kind, dataAsOf, rejectedRows: rows, rejectedFields: fields } of states) {
        const cursor = await store.cursor(source);
        await copy.publish({
          source,
          kind,
          seenAt: dataAsOf,
          records: ofSource(reader, source, types),
          acceptDeletions: true,
          rejected: () => ({ rows, fields }),
          beside: {
            ...(cursor === null ? {} : { cursor }),
            stages: stages.filter((stage) => stage.source === source),
            firstSeen: await store.firstSeen(source),
          },
        });
      }
    }
  });
  for (const alias of await store.aliases.list()) await copy.aliases.add(alias);
  for (const merge of await store.merges.list()) await copy.merges.add(merge);
}

const order = [
  'partner',
  'partner-history',
  'deal',
  'attribution',
  'registration',
  'onboarding-step',
  'training',
  'certification',
  'asset',
  'content-event',
  'portal-session',
  'touch',
  'survey-response',
  'program-event',
  'target',
  'exchange-rate',
] as const;

async function* ofSource(
  reader: RecordReader,
  source: string,
  types: readonly string[] | null,
): AsyncGenerator<AnyRecord> {
  for (const type of order) {
    if (types !== null && !types.includes(type)) continue;
    for await (const rows of reader.records(type)) {
      for (const row of rows) if (row.source === source) yield row;
    }
  }
}
