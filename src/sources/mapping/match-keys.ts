import { Bad, parts, text } from './cells.ts';
import { meets } from './conditions.ts';
import type { Entry } from './entry-schema.ts';
import { foldMatch } from './fold-match.ts';
import { type MatchNeed, matchesNeeded } from './needs.ts';
import { hasId, type Referred } from './record-fields.ts';
import { recordId } from './references.ts';
import { type MatchBy, type RawRow, textOf } from './row.ts';
import type { Mapping } from './schema.ts';

export { foldMatch };

/** A name under which `find` must know a record: folded, as `foldMatch` folds what is looked for. */
export interface MatchKey {
  readonly record: Referred;
  readonly id: string;
  readonly by: MatchBy;
  readonly value: string;
}

/**
 * Names of the records that a row is, for each way in which the mapping's own references look for them. `elsewhere`: ways of
 * the program's other sources, e.g. files that know partners by domain.
 */
export function matchKeysOf(
  mapping: Mapping,
  object: string,
  row: RawRow,
  elsewhere: readonly MatchNeed[] = [],
): readonly MatchKey[] {
  const entries = mapping.entries.filter((entry) => entry.object === object && hasId(entry.record));
  if (entries.length === 0 || row.id.trim() === '') return [];
  const needs = new Map([...matchesNeeded(mapping), ...elsewhere].map((need) => [`${need.record} ${need.by}`, need]));
  return entries.flatMap((entry) => {
    if (!meets(row, entry.conditions)) return [];
    return [...needs.values()].flatMap(({ record, by }): MatchKey[] => {
      if (record !== entry.record) return [];
      const id = recordId(mapping, record, object, row.id.trim());
      const values = new Set(namesOf(by, entry, row).map((name) => foldMatch(by, name)));
      return [...values]
        .filter((value) => value !== '' && !(text(value) instanceof Bad))
        .map((value) => ({ record, id, by, value }));
    });
  });
}

function namesOf(by: MatchBy, { fields }: Entry, row: RawRow): readonly string[] {
  if (by.startsWith('property:')) return [textOf(row, by.slice('property:'.length))];
  const names =
    by === 'name' ? ['name', 'title'] : by === 'alias' ? ['name', 'aliases'] : by === 'id' ? [] : ['domain'];
  return names.flatMap((name) => {
    const spec = fields.get(name);
    const properties = spec?.field === undefined ? (spec?.firstOf ?? []) : [spec.field];
    const found = properties.map((property) => textOf(row, property)).find((value) => value !== '') ?? '';
    return spec?.split === undefined ? [found] : parts(found, spec.split);
  });
}
