import { longForm, originKeys } from './field-shape.ts';

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A ready mapping with what the file says otherwise. Maps are merged key by key, lists and values replaced; `null` takes a
 * key out. An entry that names another object replaces the entry, a field that names another origin replaces the field:
 * nothing that was said of one property may stay for another.
 */
export function mergeMapping(base: Tree, overrides: Tree): Tree {
  return merged(base, overrides, (_record, under, over) => {
    if (!isTree(under) || !isTree(over)) return over;
    return mergeEntry(under, over);
  });
}

function mergeEntry(under: Tree, over: Tree): Tree {
  if (over.object !== undefined && over.object !== under.object) return over;
  return merged(under, over, (key, old, given) => {
    if (key !== 'fields' || !isTree(old) || !isTree(given)) return given;
    return merged(old, given, (_name, spec, other) => mergeField(spec, other));
  });
}

function mergeField(under: unknown, over: unknown): unknown {
  const old = longForm(under);
  const given = longForm(over);
  if (!isTree(old) || !isTree(given)) return over;
  if (originKeys.some((key) => given[key] !== undefined)) return over;
  return merged(old, given, (key, was, is) => {
    if (key !== 'values' || !isTree(was) || !isTree(is)) return is;
    return merged(was, is, (_target, _values, values) => values);
  });
}

/** Keys of the base keep their place, new ones follow in the order of the file. */
function merged(under: Tree, over: Tree, both: (key: string, old: unknown, given: unknown) => unknown): Tree {
  const keys = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  return Object.fromEntries(
    keys.flatMap((key): [string, unknown][] => {
      if (!Object.hasOwn(over, key)) return [[key, under[key]]];
      const given = over[key];
      if (given === null) return [];
      return [[key, Object.hasOwn(under, key) ? both(key, under[key], given) : given]];
    }),
  );
}
