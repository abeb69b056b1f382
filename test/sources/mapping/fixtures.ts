import { keyOf } from '../../../src/records/records.ts';
import {
  type Cells,
  fieldsNeeded,
  foldMatch,
  type Linked,
  type Mapping,
  type MappingContext,
  matchKeysOf,
  type ObjectNeed,
  type RawRow,
  type RowOutcome,
  recordsOf,
  type Version,
} from '../../../src/sources/mapping/index.ts';
import type { CrmRecord, HubSpotStandIn } from '../../doubles/hubspot/index.ts';
import { historyOf } from '../../doubles/hubspot/portal/history.ts';
import type { SalesforceStandIn } from '../../doubles/salesforce/index.ts';

/** What stands for a CRM here: its rows as plain maps, without any request. */
export interface PlainCrm {
  readonly rows: (need: ObjectNeed) => readonly RawRow[];
  readonly context: Pick<MappingContext, 'ownerEmail' | 'stage'>;
}

/** Applies a mapping to all rows, in two passes: ids and names first, then the records. */
export function applied(mapping: Mapping, crm: PlainCrm): RowOutcome {
  const needs = fieldsNeeded(mapping);
  const known = new Map<string, Set<string>>();
  const learn = (record: string, by: string, name: string, id: string): void => {
    const key = JSON.stringify([record, by, name]);
    known.set(key, (known.get(key) ?? new Set()).add(id));
  };
  const rows = needs.flatMap((need) => crm.rows(need).map((row) => ({ object: need.object, row })));
  const context = (find: MappingContext['find']): MappingContext => ({
    source: 'crm',
    personHash: (id) => `hash(${id})`,
    find,
    ...crm.context,
  });
  // All references hold in the first pass, so that every record has its chance to be known.
  const anything = context((_record, _by, value) => [keyOf('crm', value)]);
  for (const { object, row } of rows) {
    for (const { record, id } of recordsOf(mapping, object, row, anything).records)
      if (id !== null) learn(record, 'id', id, id);
    for (const { record, id, by, value } of matchKeysOf(mapping, object, row)) learn(record, by, value, id);
  }
  const world = context((record, by, value) => {
    const name = by === 'id' ? value : foldMatch(by, value);
    return [...(known.get(JSON.stringify([record, by, name])) ?? [])].map((id) => keyOf('crm', id));
  });
  const outcomes = rows.map(({ object, row }) => recordsOf(mapping, object, row, world));
  return {
    records: outcomes.flatMap(({ records }) => records),
    rejects: outcomes.flatMap(({ rejects }) => rejects),
    values: outcomes.flatMap(({ values }) => values),
  };
}

const cellsOf = (record: Readonly<Record<string, unknown>>): Cells =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]): [string, string | number | boolean | null][] =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
        ? [[name, value]]
        : [],
    ),
  );

/** Parents as rows of their own, as a REST page nests them. */
const parentsOf = (record: Readonly<Record<string, unknown>>): Record<string, Cells> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && name !== 'attributes' ? [[name, cellsOf({ ...value })]] : [],
    ),
  );

export function plainSalesforce(salesforce: SalesforceStandIn): PlainCrm {
  const has = (object: string, field: string): boolean => {
    try {
      salesforce.records(`SELECT ${field} FROM ${object} LIMIT 1`);
      return true;
    } catch {
      return false;
    }
  };
  const users = new Map(
    salesforce.records('SELECT Id, Email FROM User').map(({ Id, Email }) => [String(Id), String(Email)]),
  );
  const stages = new Map(
    salesforce
      .records('SELECT ApiName, MasterLabel, IsClosed, IsWon FROM OpportunityStage')
      .map(({ ApiName, MasterLabel, IsClosed, IsWon }) => [
        String(ApiName),
        { label: String(MasterLabel), status: IsWon === true ? 'won' : IsClosed === true ? 'lost' : 'open' } as const,
      ]),
  );
  return {
    rows: ({ object, properties, optional, optionalProperties }) => {
      if (optional && !has(object, 'Id')) return [];
      const may = new Set(optional ? properties : optionalProperties);
      const names = properties.filter((name) => name !== 'Id' && (!may.has(name) || has(object, name)));
      return salesforce.records(`SELECT ${['Id', ...names].join(', ')} FROM ${object}`).map((record) => ({
        id: String(record.Id),
        url: `${salesforce.url}/${String(record.Id)}`,
        values: cellsOf(record),
        parents: parentsOf(record),
      }));
    },
    context: {
      ownerEmail: (id) => users.get(id) ?? null,
      stage: (_object, _pipeline, stage) => stages.get(stage) ?? null,
    },
  };
}

export function plainHubSpot({ portal }: HubSpotStandIn): PlainCrm {
  const linked = (type: string, id: string, path: string): Linked[] => {
    const [first = '', ...rest] = path.split('.');
    // Nobody is told of rows in the recycle bin.
    const links = portal.associations
      .from({ type: portal.types.get(type).name, id }, portal.types.get(first).name)
      .filter((link) => portal.records(first).live.get(link.id) !== undefined);
    if (rest.length > 0) return links.flatMap((link) => linked(first, link.id, rest.join('.')));
    return links.map((link) => ({ id: link.id, labels: link.types.flatMap(({ label }) => label ?? []), values: {} }));
  };
  const iso = (at: number): string => new Date(at).toISOString();
  /** What was never changed has been so from the beginning. */
  const versionsOf = (record: CrmRecord, name: string): Version[] => {
    const kept = historyOf(record, name).map(({ value, at }) => ({ value, at: iso(at) }));
    const value = record.values[name];
    return kept.length === 0 && value !== undefined ? [{ value, at: iso(record.createdAt) }] : kept;
  };
  const exchangeRates = (): RawRow[] =>
    portal.currencies.rates.map(({ id, fromCurrencyCode, effectiveAt, conversionRate }) => ({
      id,
      url: null,
      values: { fromCurrencyCode, effectiveAt, conversionRate },
    }));
  return {
    rows: ({ object, properties, histories, associations }) => {
      if (object === 'exchange_rates') return exchangeRates();
      return portal.live(object).map((record) => {
        const values = { ...record.values, createdate: iso(record.createdAt), hs_createdate: iso(record.createdAt) };
        return {
          id: record.id,
          url: null,
          values: Object.fromEntries(Object.entries(values).filter(([name]) => properties.includes(name))),
          associations: Object.fromEntries(associations.map(({ path }) => [path, linked(object, record.id, path)])),
          histories: Object.fromEntries(histories.map((name) => [name, versionsOf(record, name)])),
        };
      });
    },
    context: {
      ownerEmail: (id) => portal.owners.find(id)?.email ?? null,
      stage: (object, pipeline, stage) => {
        const found = portal.pipelines.stage(portal.types.get(object), pipeline, stage);
        if (found === undefined) return null;
        const { probability, isClosed } = found.metadata;
        if (probability === undefined) return { label: found.label, status: null };
        const isEnd = isClosed === 'true' && (Number(probability) === 1 || Number(probability) === 0);
        return { label: found.label, status: isEnd ? (Number(probability) === 1 ? 'won' : 'lost') : 'open' };
      },
    },
  };
}
