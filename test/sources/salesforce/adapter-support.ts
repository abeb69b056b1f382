import { expect } from 'vitest';
import type { CrmAdapter } from '../../../src/sources/crm/contract.ts';
import { type Mapping, readMapping } from '../../../src/sources/mapping/index.ts';
import {
  type ReadingSettings,
  readingSettings,
  type Surroundings,
  salesforceAdapter,
} from '../../../src/sources/salesforce/index.ts';
import type { SalesforceOptions, SalesforceStandIn } from '../../doubles/salesforce/index.ts';
import { type Bench, bench } from './support.ts';
import { TinyEngine } from './tiny-engine.ts';

/** A mapping as it stands in the file. */
export function mappingOf(raw: unknown): Mapping {
  const { mapping, problems } = readMapping('salesforce', raw);
  if (mapping === null) throw new Error(JSON.stringify(problems));
  return mapping;
}

export interface AdapterBench extends Bench {
  readonly engine: TinyEngine;
  /** The adapter of the present process. */
  readonly adapter: () => CrmAdapter;
  /** Another process: nothing is kept in memory. */
  restart(mapping?: unknown, more?: Partial<Surroundings>): void;
  /** Time passes, here and there. */
  wait(ms: number): void;
  /** Counted calls since the last time. */
  calls(): number;
}

/** An org, and an adapter that is run into maps. */
export async function adapterBench(
  raw: unknown,
  { reading = {}, ...options }: SalesforceOptions & { reading?: Partial<ReadingSettings> } = {},
): Promise<AdapterBench> {
  const base = await bench(options);
  const { salesforce, clock, settings, around } = base;
  const make = (mapping: unknown, more: Partial<Surroundings> = {}): CrmAdapter =>
    salesforceAdapter({
      settings: { ...settings, ...readingSettings.parse({}), ...reading },
      mapping: mappingOf(mapping),
      surroundings: { ...around, ...more },
    });
  let adapter = make(raw);
  let counted = 0;
  return {
    ...base,
    engine: new TinyEngine(
      () => adapter,
      () => salesforce.clock.now(),
    ),
    adapter: () => adapter,
    restart: (mapping = raw, more = {}) => {
      adapter = make(mapping, more);
    },
    wait: (ms) => {
      salesforce.clock.advance(ms);
      clock.time += ms;
    },
    calls: () => {
      const all = salesforce.calls.filter((call) => call.counted).length;
      const since = all - counted;
      counted = all;
      return since;
    },
  };
}

/** Demands that the engine holds what the org holds: these fields of the rows that meet a condition. */
export function expectSame(
  { salesforce, engine }: Pick<AdapterBench, 'salesforce' | 'engine'>,
  object: string,
  fields: readonly string[],
  where = '',
): void {
  const there = new Map(
    salesforce
      .records(`SELECT ${['Id', ...fields].join(', ')} FROM ${object}${where === '' ? '' : ` WHERE ${where}`}`)
      .map((record) => [String(record.Id), Object.fromEntries(fields.map((name) => [name, cellAt(record, name)]))]),
  );
  const here = new Map(
    [...engine.of(object)].map(([id, { values }]) => [
      id,
      Object.fromEntries(fields.map((name) => [name, values[name] ?? null])),
    ]),
  );
  expect(Object.fromEntries([...here].sort())).toEqual(Object.fromEntries([...there].sort()));
}

function cellAt(record: unknown, path: string): unknown {
  let value: unknown = record;
  for (const name of path.split('.'))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
  return typeof value === 'string' ? value.replace(/\+0000$/, 'Z') : (value ?? null);
}

/** A deal as the mapping of the tests reads it. */
export const dealFields = ['Name', 'Amount', 'StageName', 'CloseDate', 'CreatedDate', 'AccountId', 'Partner__c'];
export const partnerFields = ['Name', 'Partner_Tier__c', 'IsPartner', 'OwnerId'];

/** A small mapping: partners, their deals and attributions by a lookup, registrations. */
export const smallMapping = {
  partner: {
    object: 'Account',
    where: [{ field: 'IsPartner', op: 'eq', value: true }],
    fields: {
      name: 'Name',
      tier: 'Partner_Tier__c',
      region: { field: 'Region__c', optional: true },
      manager: { owner: 'OwnerId' },
      mergedInto: 'MasterRecordId',
    },
  },
  deal: {
    object: 'Opportunity',
    fields: {
      name: 'Name',
      amount: 'Amount',
      stage: 'StageName',
      status: { stage: 'StageName', stages: 'auto' },
      createdAt: 'CreatedDate',
      closedAt: 'CloseDate',
      expectedCloseOn: 'CloseDate',
      account: 'AccountId',
    },
  },
  attribution: {
    object: 'Opportunity',
    where: [{ field: 'Partner__c', op: 'filled' }],
    fields: { deal: 'self', partner: 'Partner__c', role: { constant: 'sourced' } },
  },
  registration: {
    object: 'Deal_Registration__c',
    fields: {
      partner: 'Partner__c',
      deal: 'Opportunity__c',
      status: { field: 'Status__c', values: { submitted: ['Submitted'], approved: ['Approved'] }, unmapped: 'skip' },
      submittedAt: 'Submitted_At__c',
    },
  },
};

/** Deals enough for several pages, beside the small program. */
export function manyDeals(salesforce: SalesforceStandIn, count: number): void {
  const [account = ''] = salesforce.org.idsOf('Account');
  salesforce.org.load(
    'Opportunity',
    Array.from({ length: count }, (_, i) => ({
      Name: `Deal "${i}",\nmore`,
      Amount: i * 1_234.5,
      StageName: 'Prospecting',
      CloseDate: '2026-12-01',
      AccountId: account,
    })),
  );
}
