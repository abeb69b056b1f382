import type { TextPool } from './columns.ts';

const shared = new WeakMap<TextPool, ReadonlySet<string> | null>();

/** Ids that several sources use (rule 8); null where all keys are of one source. Found once, when first asked. */
function sharedIds(pool: TextPool): ReadonlySet<string> | null {
  const known = shared.get(pool);
  if (known !== undefined) return known;
  const sourceOf = new Map<string, string>();
  const several = new Set<string>();
  const sources = new Set<string>();
  for (let place = 0; place < pool.length; place++) {
    const [source, id] = split(pool.at(place) ?? '');
    sources.add(source);
    const other = sourceOf.get(id);
    if (other === undefined) sourceOf.set(id, source);
    else if (other !== source) several.add(id);
  }
  const result = sources.size < 2 ? null : several;
  shared.set(pool, result);
  return result;
}

function split(key: string): readonly [string, string] {
  const cut = key.indexOf('/');
  return [key.slice(0, cut), key.slice(cut + 1)];
}

/** The id as answered of a record whose key stands at a place of the pool. */
export function displayedId(pool: TextPool, place: number): string {
  const key = pool.at(place) ?? '';
  const [, id] = split(key);
  return sharedIds(pool)?.has(id) ? key : id;
}
