import { type Key, keyOf, sourceOfKey } from '../../records/records.ts';
import type { Store } from '../../store/store.ts';
import { foldMatch, type MatchBy } from '../mapping/index.ts';

/** Partners as other sources, and the program's own aliases, know them. */
export interface Elsewhere {
  /** An id as it stands; any other name is folded. `of`: only partners of this source. */
  find(by: MatchBy, value: string, of?: string): readonly Key[];
  /** The partner that somebody has accepted for a text. */
  alias(text: string): Key | null;
  /** Another one where an answer may have become another. */
  readonly version: string;
}

const nobody: readonly Key[] = [];
/** Ids have a case that counts; all other names compare as people do. */
const folded = (by: string, value: string): string => (by === 'id' ? value : foldMatch('name', value));

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
        add('id', id, key);
        add('name', folded('name', name), key);
        for (const text of [name, ...aliases]) add('alias', folded('alias', text), key);
      }
    }
  });
  for await (const rows of store.matchKeys()) {
    for (const { by, value, key } of rows) if (sourceOfKey(key) !== source) add(by, value, key);
  }
  const aliases = new Map((await store.aliases.list()).map(({ text, key }) => [text, key] as const));
  // Of an address its domain was accepted: nobody's address is kept.
  const alias = (text: string): Key | null =>
    aliases.get(foldMatch('alias', text)) ??
    (text.includes('@') ? (aliases.get(foldMatch('domain', text)) ?? null) : null);
  return {
    version: await store.matchVersion(source),
    alias,
    find: (by, value, of) => {
      const found = index.get(`${by}\n${by === 'id' ? value : foldMatch(by, value)}`) ?? nobody;
      const known = of === undefined ? found : found.filter((key) => sourceOfKey(key) === of);
      // What somebody has accepted goes before what only looks alike; an id that is known does not.
      if (by === 'id' && known.length > 0) return known;
      const accepted = alias(value);
      return accepted === null ? known : [accepted];
    },
  };
}
