import type { Program } from '../kpi/program/program.ts';
import { type AnyRecord, idOfKey, type Key, keyOf } from '../records/records.ts';
import type { StageFact } from '../sources/crm/contract.ts';
import {
  foldMatch,
  type Mapping,
  type MappingContext,
  type MatchBy,
  matchesNeeded,
  matchKeysOf,
  type RawRow,
  recordsOf,
} from '../sources/mapping/index.ts';
import { matchOf } from '../sources/mapping/references.ts';
import type { CrmRows } from './ask.ts';
import { attributionsOf } from './attribution.ts';
import { isDealFigure, type ProofFigure } from './figures.ts';

/** By what names the CRM's rows know partners of the program: way and folded name → keys. */
export type PartnerNames = ReadonlyMap<string, ReadonlySet<Key>>;

const nameOf = (by: MatchBy, value: string): string => `${by} ${by === 'id' ? value : foldMatch(by, value)}`;

/** Reads the partners' other names from the CRM, where the mapping finds partners by them. */
export async function partnerNames(
  program: Program,
  source: string,
  mapping: Mapping,
  rows: CrmRows,
): Promise<PartnerNames> {
  const names = new Map<string, Set<Key>>();
  const learn = (by: MatchBy, value: string, key: Key): void => {
    const name = nameOf(by, value);
    names.set(name, (names.get(name) ?? new Set()).add(key));
  };
  for (const key of program.partnerOf.keys()) learn('id', idOfKey(key), key);
  if (!matchesNeeded(mapping).some(({ record }) => record === 'partner')) return names;
  for (const entry of mapping.entries.filter(({ record }) => record === 'partner')) {
    for (const row of (await rows.meeting(entry.object, [entry.conditions])).values()) {
      for (const { record, id, by, value } of matchKeysOf(mapping, entry.object, row)) {
        if (record === 'partner' && program.partnerOf.has(keyOf(source, id))) learn(by, value, keyOf(source, id));
      }
    }
  }
  return names;
}

/** What the CRM calls these partners by a property: the other way round. */
export function valuesBy(names: PartnerNames, property: string, keys: ReadonlySet<Key>): readonly string[] {
  const start = `property:${property} `;
  return [...names].flatMap(([name, known]) =>
    name.startsWith(start) && [...known].some((key) => keys.has(key)) ? [name.slice(start.length)] : [],
  );
}

export interface Reading {
  readonly source: string;
  readonly mapping: Mapping;
  readonly names: PartnerNames;
  readonly stages: readonly StageFact[];
}

/** The records of rows of an object: deals or registrations, and the attributions that the rows themselves tell. */
export function recordsFrom(object: string, rows: readonly RawRow[], reading: Reading): readonly AnyRecord[] {
  const context = contextOf(reading);
  return rows.flatMap((row) => recordsOf(reading.mapping, object, row, context).records);
}

/** Attributions of deals that stand in objects of their own. */
export async function junctionRecords(
  deals: { readonly object: string; readonly ids: readonly string[] },
  reading: Reading,
  rows: CrmRows,
): Promise<readonly AnyRecord[]> {
  const { mapping } = reading;
  const own = mapping.entries.filter((entry) => entry.record === 'deal' && entry.object === deals.object);
  const records: AnyRecord[] = [];
  for (const entry of new Set(own.flatMap((deal) => attributionsOf(mapping, deal)))) {
    const spec = entry.fields.get('deal');
    if (spec?.field === undefined || matchOf(spec) !== 'id') continue;
    const found = await rows.naming(entry.object, spec.field, deals.ids, entry.conditions);
    records.push(...recordsFrom(entry.object, [...found.values()], reading));
  }
  return records;
}

/** Whether what the figure counts can only be read through links between rows. */
export function needsLinks({ entries }: Mapping, figure: ProofFigure): boolean {
  const record = isDealFigure(figure) ? 'attribution' : 'registration';
  return entries.some((entry) => entry.record === record && entry.fields.get('partner')?.association !== undefined);
}

function contextOf({ source, names, stages }: Reading): MappingContext {
  const keyed = new Map(stages.map((one) => [`${one.object} ${one.pipeline} ${one.stage}`, one]));
  const status = new Map(stages.map((one) => [`${one.object} ${one.stage}`, one]));
  return {
    source,
    // People do not matter to deals and registrations.
    personHash: () => '',
    ownerEmail: () => null,
    find: (record, by, value) => {
      if (record !== 'partner') return by === 'id' ? [keyOf(source, value)] : [];
      const found = [...(names.get(nameOf(by, value)) ?? [])];
      const here = keyOf(source, value);
      return by === 'id' && found.includes(here) ? [here] : found;
    },
    stage: (object, pipeline, stage) =>
      keyed.get(`${object} ${pipeline} ${stage}`) ??
      (pipeline === '' ? (status.get(`${object} ${stage}`) ?? null) : null),
  };
}
