import { type Key, keyOf } from '../records/records.ts';
import type { Store } from '../store/store.ts';
import { elsewhereOf } from './crm/elsewhere.ts';
import type { PartnerLookup, RecordLookup } from './source.ts';

/** What a source whose rows name records of others is told of them, for one reading. */
export interface Others {
  readonly partners: PartnerLookup;
  readonly deals: RecordLookup;
  /** Another one where an answer may have become another. */
  readonly version: string;
}

/** Partners and deals of the sources beside `source`. Deals are looked up only where somebody asks for one. */
export async function othersOf(
  store: Store,
  source: string,
  matches: 'partners' | 'partners-and-deals',
): Promise<Others> {
  const elsewhere = await elsewhereOf(store, source);
  const ids = new Map<string, Promise<ReadonlySet<string>>>();
  const dealsOf = (of: string): Promise<ReadonlySet<string>> => {
    const known = ids.get(of) ?? dealIds(store, of);
    ids.set(of, known);
    return known;
  };
  return {
    partners: { find: (by, value, of) => elsewhere.find(by, value, of), alias: (text) => elsewhere.alias(text) },
    deals: {
      find: async (by, value, of): Promise<readonly Key[]> =>
        by === 'id' && of !== undefined && (await dealsOf(of)).has(value) ? [keyOf(of, value)] : [],
    },
    // Deals come and go with every publication: the store's version stands for them.
    version: matches === 'partners' ? elsewhere.version : `${elsewhere.version} ${await store.dataVersion()}`,
  };
}

async function dealIds(store: Store, of: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  await store.read(async (reader) => {
    for await (const rows of reader.scan('deal', ['source', 'id'])) {
      for (const { source, id } of rows) if (source === of) ids.add(id);
    }
  });
  return ids;
}
