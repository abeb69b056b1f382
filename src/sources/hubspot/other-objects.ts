import type { CrmRow } from '../crm/contract.ts';
import type { PropertyFacts } from '../crm/inspector.ts';
import type { ApiEvent, ApiRate } from './client.ts';
import { eventTypeOf, ratesObject, standardName } from './names.ts';

// What a mapping reads like an object though HubSpot keeps it elsewhere: exchange rates and events.

const facts = (name: string, type: PropertyFacts['type']): PropertyFacts => ({
  name,
  label: name,
  type,
  values: [],
  to: [],
  calculated: false,
  custom: false,
  filterable: false,
});

const rateProperties = [
  facts('fromCurrencyCode', 'text'),
  facts('toCurrencyCode', 'text'),
  facts('conversionRate', 'number'),
  facts('effectiveAt', 'datetime'),
];
const eventProperties = [
  facts('eventType', 'text'),
  facts('objectType', 'text'),
  facts('objectId', 'text'),
  facts('occurredAt', 'datetime'),
];

/** The properties of such an object; those that an event has of its own are not told. Null for an object of the CRM. */
export function otherProperties(object: string): readonly PropertyFacts[] | null {
  if (object === ratesObject) return rateProperties;
  return eventTypeOf(object) === null ? null : eventProperties;
}

export const rateRow = (rate: ApiRate): CrmRow => ({
  object: ratesObject,
  id: rate.id,
  url: null,
  changedAt: rate.updatedAt === undefined ? null : new Date(rate.updatedAt).toISOString(),
  values: {
    fromCurrencyCode: rate.fromCurrencyCode,
    toCurrencyCode: rate.toCurrencyCode,
    conversionRate: rate.conversionRate,
    effectiveAt: rate.effectiveAt,
  },
});

export const eventRow = (object: string, event: ApiEvent): CrmRow => ({
  object,
  id: event.id,
  url: null,
  changedAt: new Date(event.occurredAt).toISOString(),
  values: {
    ...event.properties,
    eventType: event.eventType,
    objectType: event.objectType,
    objectId: event.objectId,
    occurredAt: event.occurredAt,
  },
});

/** Whether an event is one of this object’s records: HubSpot writes CONTACT, contacts or 0-1. */
export const isOf = (event: ApiEvent, object: string): boolean => {
  const name = standardName(event.objectType) ?? event.objectType.toLowerCase();
  return name === (standardName(object) ?? object.toLowerCase());
};
