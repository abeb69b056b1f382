import { Bad, text } from './cells.ts';
import { meets } from './conditions.ts';
import { fold } from './names.ts';
import { type MatchNeed, matchesNeeded } from './needs.ts';
import { hasId, type Referred } from './record-fields.ts';
import { recordId } from './references.ts';
import { type MatchBy, type RawRow, textOf } from './row.ts';
import type { Mapping } from './schema.ts';

/** A name under which `find` must know a record: folded, as `foldMatch` folds what is looked for. */
export interface MatchKey {
  readonly record: Referred;
  readonly id: string;
  readonly by: MatchBy;
  readonly value: string;
}

/** The form in which names of records compare: domains without protocol, www and path, addresses by their domain. */
export function foldMatch(by: MatchBy, value: string): string {
  const folded = fold(value);
  if (by !== 'domain' && by !== 'email-domain') return folded;
  return folded
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^www\./, '');
}

/** Names of the records that a row is, for each way in which the mapping's references look for them. */
export function matchKeysOf(mapping: Mapping, object: string, row: RawRow): readonly MatchKey[] {
  const entries = mapping.entries.filter((entry) => entry.object === object && hasId(entry.record));
  if (entries.length === 0 || row.id.trim() === '') return [];
  const needs = matchesNeeded(mapping);
  return entries.flatMap((entry) => {
    if (!meets(row, entry.conditions)) return [];
    return needs.flatMap((need): MatchKey[] => {
      const { record, by } = need;
      if (record !== entry.record) return [];
      const id = recordId(mapping, record, object, row.id.trim());
      const property = propertyOf(need, (field) => entry.fields.get(field)?.field);
      const value = property === undefined ? '' : foldMatch(by, textOf(row, property));
      return value === '' || text(value) instanceof Bad ? [] : [{ record, id, by, value }];
    });
  });
}

function propertyOf({ by }: MatchNeed, mappedTo: (field: string) => string | undefined): string | undefined {
  if (by.startsWith('property:')) return by.slice('property:'.length);
  if (by === 'domain' || by === 'email-domain') return mappedTo('domain');
  return by === 'name' ? (mappedTo('name') ?? mappedTo('title')) : mappedTo('aliases');
}
