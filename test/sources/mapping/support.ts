import { expect } from 'vitest';
import { keyOf } from '../../../src/records/records.ts';
import {
  type Crm,
  foldMatch,
  keyText,
  type Mapping,
  type MappingContext,
  type RawRow,
  readMapping,
  recordsOf,
  type Stage,
} from '../../../src/sources/mapping/index.ts';

/** The mapping of a block that has no mistake. */
export function mappingOf(crm: Crm, raw: unknown): Mapping {
  const { mapping, problems } = readMapping(crm, raw);
  expect(problems?.map(({ path, message }) => `${keyText(path)}: ${message}`) ?? []).toEqual([]);
  if (mapping === null) throw new Error('no mapping');
  return mapping;
}

/** The mistakes of a block as `key: expected`. */
export const mistakesOf = (crm: Crm, raw: unknown): string[] =>
  readMapping(crm, raw).problems?.map(({ path, message }) => `${keyText(path)}: ${message}`) ?? [];

export interface World {
  /** `partner id P1`, `partner property:key K1` … → ids of records. */
  readonly known?: Readonly<Record<string, readonly string[]>>;
  readonly owners?: Readonly<Record<string, string>>;
  /** `object pipeline stage` → what it is. */
  readonly stages?: Readonly<Record<string, Stage>>;
  readonly firstSeen?: MappingContext['firstSeen'];
}

/** A context in which P1, P2, D1, R1 and A1 are known by id. People's hashes are `hash(id)`. */
export function contextOf({ known = {}, owners = {}, stages = {}, firstSeen }: World = {}): MappingContext {
  const all: Readonly<Record<string, readonly string[]>> = {
    'partner id p1': ['P1'],
    'partner id p2': ['P2'],
    'deal id d1': ['D1'],
    'registration id r1': ['R1'],
    'asset id a1': ['A1'],
    ...known,
  };
  const own = <T>(map: Readonly<Record<string, T>>, key: string): T | undefined =>
    Object.hasOwn(map, key) ? map[key] : undefined;
  return {
    source: 'crm',
    personHash: (id) => `hash(${id})`,
    find: (record, by, value) =>
      (own(all, `${record} ${by} ${foldMatch(by, value)}`) ?? []).map((id) => keyOf('crm', id)),
    ownerEmail: (id) => own(owners, id) ?? null,
    stage: (object, pipeline, stage) => own(stages, `${object} ${pipeline} ${stage}`) ?? null,
    ...(firstSeen === undefined ? {} : { firstSeen }),
  };
}

export const rowOf = (values: RawRow['values'], more: Partial<RawRow> = {}): RawRow => ({
  id: 'X1',
  url: null,
  values,
  ...more,
});

/** What a row gives: records, and rejects as `field effect: reason`. */
export function read(mapping: Mapping, object: string, row: RawRow, context = contextOf()) {
  const { records, rejects, values } = recordsOf(mapping, object, row, context);
  return { records, values, rejects: rejects.map(({ field, effect, reason }) => `${field} ${effect}: ${reason}`) };
}
