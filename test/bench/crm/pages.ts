import type { CrmRow, Facts, LinkSet, PassPage } from '../../../src/sources/crm/contract.ts';
import { type Crm, fieldsNeeded, type Mapping } from '../../../src/sources/mapping/index.ts';

export interface Sizes {
  readonly partners: number;
  readonly deals: number;
  readonly registrations: number;
  readonly activities: number;
}

/** One object as an adapter would deliver it. */
export interface Load {
  readonly label: keyof Sizes;
  readonly object: string;
  readonly count: number;
  /** Rows of one answer of the CRM. */
  readonly perPage: number;
  page(from: number, rows: number): PassPage;
}

const at = '2026-01-01T00:00:00.000Z';
const first = 10_000_000;
const salesforceStages = ['Prospecting', 'Closed Won', 'Closed Lost'];

const objectsOf = {
  salesforce: { partners: 'Account', deals: 'Opportunity', registrations: 'Deal_Registration__c', activities: 'Task' },
  hubspot: { partners: 'companies', deals: 'deals', registrations: 'p_registration', activities: 'calls' },
} as const satisfies Record<Crm, Record<keyof Sizes, string>>;

export const readyOf = { salesforce: 'salesforce-lookup', hubspot: 'hubspot-custom-objects' } as const;

/** What stands beside the rows. */
export function factsOf(crm: Crm): Facts {
  const { deals, registrations } = objectsOf[crm];
  const stages = salesforceStages.map((stage, position) => ({
    object: deals,
    pipeline: crm === 'hubspot' ? 'default' : '',
    pipelineLabel: '',
    stage,
    label: stage,
    position,
    status: (['open', 'won', 'lost'] as const)[position] ?? null,
  }));
  const approved = {
    object: registrations,
    pipeline: 'r',
    pipelineLabel: '',
    stage: '1',
    label: 'Approved',
    position: 0,
  };
  return {
    at,
    account: 'bench',
    currency: 'EUR',
    timeZone: 'UTC',
    owners: new Map(Array.from({ length: 50 }, (_, index) => [`o${index}`, `owner${index}@example.com`])),
    stages: crm === 'hubspot' ? [...stages, { ...approved, status: null }] : stages,
    objects: [],
    warnings: [],
  };
}

/**
 * Everything of a CRM of these sizes. `share` of the activities are with partners, the others with customers that are none,
 * as are those of deals: a quarter of the deals names a partner.
 */
export function loadsOf(crm: Crm, mapping: Mapping, sizes: Sizes, share: number): readonly Load[] {
  const objects = objectsOf[crm];
  const needs = new Map(fieldsNeeded(mapping).map(({ object, properties }) => [object, properties]));
  const idOf = (prefix: string, index: number): string =>
    crm === 'salesforce' ? `${prefix}5g0000${first + index}AA` : String(first + index);
  const partner = (index: number): string => idOf('001', (index * 7919) % sizes.partners);
  const customer = (index: number): string => idOf('001', sizes.partners + index);
  const deal = (index: number): string => idOf('006', (index * 7919) % sizes.deals);
  const isOfPartner = (index: number): boolean => (index * 37) % 100 < share * 100;
  const hasPartner = (index: number): boolean => index % 4 === 0;
  const values: Readonly<Record<keyof Sizes, (index: number) => Readonly<Record<string, string | number | boolean>>>> =
    crm === 'salesforce'
      ? {
          partners: (index) => ({
            IsPartner: true,
            Name: `Partner ${index}`,
            OwnerId: `o${index % 50}`,
            Website: `p${index}.example`,
          }),
          deals: (index) => ({
            Name: `Opportunity of somebody ${index}`,
            Amount: 1000.25 + index,
            Type: 'New Business',
            StageName: salesforceStages[index % 3] ?? '',
            CreatedDate: at,
            CloseDate: '2026-02-02',
            OwnerId: `o${index % 50}`,
            AccountId: customer(index),
            ...(hasPartner(index) ? { Partner__c: partner(index), Partner_Source__c: 'Sourced' } : {}),
          }),
          registrations: (index) => ({
            Partner__c: partner(index),
            Opportunity__c: deal(index * 4),
            Status__c: 'Approved',
            Submitted_At__c: at,
            CreatedDate: at,
          }),
          activities: (index) => ({
            AccountId: isOfPartner(index) ? partner(index) : customer(index),
            IsClosed: true,
            TaskSubtype: 'Call',
            ActivityDate: '2026-01-01',
            WhatId: deal(index),
          }),
        }
      : {
          partners: (index) => ({
            type: 'PARTNER',
            name: `Partner ${index}`,
            hubspot_owner_id: `o${index % 50}`,
            domain: `p${index}.example`,
          }),
          deals: (index) => ({
            dealname: `Deal of somebody ${index}`,
            amount: `${1000 + index}.25`,
            dealtype: 'newbusiness',
            pipeline: 'default',
            dealstage: salesforceStages[index % 3] ?? '',
            createdate: at,
            closedate: at,
            hubspot_owner_id: `o${index % 50}`,
          }),
          registrations: () => ({ hs_pipeline: 'r', hs_pipeline_stage: '1', hs_createdate: at }),
          activities: () => ({ hs_timestamp: at }),
        };
  const linked: Readonly<Record<keyof Sizes, (index: number) => readonly (readonly [string, string, ...string[]])[]>> =
    {
      partners: () => [],
      deals: (index) => [
        ['companies', customer(index), 'Primary'],
        ...(hasPartner(index) ? [['companies', partner(index), 'Sourced by'] as const] : []),
      ],
      registrations: (index) => [
        ['companies', partner(index)],
        ['deals', deal(index * 4)],
      ],
      activities: (index) => [
        ['companies', isOfPartner(index) ? partner(index) : customer(index)],
        ['deals', deal(index)],
      ],
    };
  const prefixes = { partners: '001', deals: '006', registrations: 'a00', activities: '00T' };
  return (['partners', 'deals', 'registrations', 'activities'] as const).map((label) => {
    const object = objects[label];
    const properties = needs.get(object) ?? [];
    const count = sizes[label];
    const rowOf = (index: number): CrmRow => {
      const given = values[label](index);
      const id = idOf(prefixes[label], index);
      return {
        object,
        id,
        url: `https://bench.example.com/${id}`,
        values: Object.fromEntries(properties.map((name) => [name, given[name] ?? null])),
        changedAt: at,
      };
    };
    const linksOf = (from: number, rows: number): LinkSet[] => {
      const indexes = Array.from({ length: rows }, (_, index) => from + index);
      const all = indexes.flatMap((index) =>
        linked[label](index).map((link) => [idOf(prefixes[label], index), link] as const),
      );
      return [...new Set(all.map(([, [to]]) => to))].map((toObject) => ({
        fromObject: object,
        toObject,
        side: 'from',
        ids: indexes.map((index) => idOf(prefixes[label], index)),
        links: all.flatMap(([id, [to, end, ...labels]]) => (to === toObject ? [{ from: id, to: end, labels }] : [])),
      }));
    };
    return {
      label,
      object,
      count,
      perPage: crm === 'salesforce' ? 2_000 : 100,
      page: (from, rows) => ({
        rows: Array.from({ length: rows }, (_, index) => rowOf(from + index)),
        ...(crm === 'hubspot' ? { links: linksOf(from, rows) } : {}),
        cursor: from + rows >= count ? null : String(from + rows),
        watermark: at,
        done: from + rows,
        total: count,
      }),
    };
  });
}
