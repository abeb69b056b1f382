import { type Key, keyOf } from '../../records/records.ts';
import type { Store } from '../../store/store.ts';
import { foldMatch, type MatchBy } from '../mapping/index.ts';

/** Partners as other sources, and the program's own aliases, know them. */
export interface Elsewhere {
  find(by: MatchBy, value: string): readonly Key[];
  /** Another one where an answer may have become another. */
  readonly version: string;
}

const nobody: readonly Key[] = [];

/** Everything under which `source` may know partners of other sources, for the length of one run. */
export async function elsewhereOf(store: Store, source: string): Promise<Elsewhere> {
  const index = new Map<string, Key[]>();
  const add = (by: string, value: string, key: Key): void => {
    const name = `${by}\n${value}`;
    const known = index.get(name);
    if (known === undefined) index.set(name, [key]);
    else if (!known.includes(key)) known.push(key);
  };
  await store.read(async (reader) => {
    for await (const rows of reader.scan('partner', ['source', 'id', 'name', 'aliases'])) {
      for (const { source: other, id, name, aliases } of rows) {
        if (other === source) continue;
        const key = keyOf(other, id);
        add('id', foldMatch('id', id), key);
        add('name', foldMatch('name', name), key);
        for (const text of [name, ...aliases]) add('alias', foldMatch('alias', text), key);
      }
    }
  });
  for await (const rows of store.matchKeys()) {
    for (const { by, value, key } of rows) if (!key.startsWith(`${source}/`)) add(by, value, key);
  }
  const aliases = new Map((await store.aliases.list()).map(({ text, key }) => [text, key] as const));
  return {
    version: await store.matchVersion(source),
    find: (by, value) => {
      const folded = foldMatch(by, value);
      const alias = by === 'id' ? undefined : aliases.get(folded);
      // What somebody has accepted goes before what only looks alike.
      return alias === undefined ? (index.get(`${by}\n${folded}`) ?? nobody) : [alias];
    },
  };
}
