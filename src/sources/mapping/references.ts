import { type Key, keyOf } from '../../records/records.ts';
import { Bad } from './cells.ts';
import type { FieldSpec } from './field-schema.ts';
import { foldMatch } from './fold-match.ts';
import type { Reading } from './reading.ts';
import type { MappedType, Referred } from './record-fields.ts';
import type { MatchBy } from './row.ts';
import type { Mapping } from './schema.ts';

/**
 * The id of a record. HubSpot numbers each object by itself, so where a record type comes from several objects their name
 * stands before the number.
 */
export function recordId(mapping: Mapping, record: MappedType, object: string, id: string): string {
  return objectsOf(mapping, record).length > 1 ? `${object}-${id}` : id;
}

function objectsOf(mapping: Mapping, record: MappedType): readonly string[] {
  if (mapping.crm === 'salesforce') return [];
  let known = objectsBy.get(mapping);
  if (known === undefined) {
    const all = Map.groupBy(mapping.entries, (entry) => entry.record);
    known = new Map([...all].map(([type, entries]) => [type, [...new Set(entries.map(({ object }) => object))]]));
    objectsBy.set(mapping, known);
  }
  return known.get(record) ?? [];
}

/** Asked several times for each row of a CRM. */
const objectsBy = new WeakMap<Mapping, ReadonlyMap<MappedType, readonly string[]>>();

/** The ids that a bare id of the CRM may have as a record; one, unless the record type comes from several objects. */
function idsOf(mapping: Mapping, record: MappedType, id: string, path: string | undefined): readonly string[] {
  const objects = objectsOf(mapping, record);
  if (objects.length < 2) return [id];
  const object = path?.slice(path.lastIndexOf('.') + 1);
  const known = objects.filter((name) => name === object);
  return (known.length > 0 ? known : objects).map((name) => `${name}-${id}`);
}

/** How a field names the record that it points at. */
export const matchOf = ({ match, matchProperty }: FieldSpec): MatchBy =>
  matchProperty === undefined ? (match ?? 'id') : `property:${matchProperty}`;

const longest = 200;

/** A reference to a partner that nobody is known by. */
export class Unmatched extends Bad {
  /** As somebody is asked whose name it is: of an address its domain. */
  readonly value: string;

  constructor(by: MatchBy, value: string) {
    super('unmatched');
    const isAddress = by === 'domain' || by === 'email-domain' || /^[^\s@]+@[^\s@]+$/.test(value.trim());
    this.value = (isAddress ? foldMatch('domain', value) : value.trim()).slice(0, longest);
  }
}

/** What an unmatched reference says. */
export const unmatchedValue = (bad: Bad | null | undefined): string | undefined =>
  bad instanceof Unmatched ? bad.value : undefined;

/** The key of the record that a value names. Never a guess: none and several are both Bad. */
export function resolve(to: Referred, spec: FieldSpec, value: string, { mapping, context }: Reading): Key | Bad {
  const by = matchOf(spec);
  const names = by === 'id' ? idsOf(mapping, to, value, spec.association) : [value];
  // Without assets of their own, an asset is its id (rule 7.1).
  if (to === 'asset' && !mapping.entries.some(({ record }) => record === 'asset')) return keyOf(context.source, value);
  const [name = ''] = names;
  const keys = names.length === 1 ? context.find(to, by, name) : names.flatMap((one) => context.find(to, by, one));
  const [key] = keys;
  if (key === undefined) return to === 'partner' ? new Unmatched(by, value) : new Bad(`unknown ${to}`);
  return keys.every((one) => one === key) ? key : new Bad(`several ${to}s match`);
}
