import type { Behind, BehindRecord } from './definition.ts';
import type { DealFacts, PartnerFacts, RegistrationFacts } from './program/facts.ts';
import { displayedId } from './program/identify.ts';
import type { Program } from './program/program.ts';

/** Records behind a number, told one by one only when they are asked for. */
export const behind = <T>(items: readonly T[], tell: (item: T) => BehindRecord): Behind => ({
  count: items.length,
  list: (most) => items.slice(0, most).map(tell),
});

export const tellPartner = ({ id, url, name }: PartnerFacts): BehindRecord => ({
  record: 'partner',
  id,
  url,
  label: name,
});

export const tellDeal =
  ({ pools }: Program) =>
  ({ index }: DealFacts): BehindRecord => ({
    record: 'deal',
    id: displayedId(pools.dealKeys, index),
    url: pools.dealUrls.at(index),
    label: pools.dealNames.at(index),
  });

export const tellRegistration =
  ({ pools }: Program) =>
  ({ index }: RegistrationFacts): BehindRecord => ({
    record: 'registration',
    id: displayedId(pools.registrationKeys, index),
    url: pools.registrationUrls.at(index),
    label: pools.registrationAccounts.at(index),
  });

/** Events have no id of their own: they are only counted. */
export const countedEvents = (record: string, count: number): Behind => ({
  count,
  list: (most) => Array.from({ length: Math.min(most, count) }, () => ({ record, id: null, url: null, label: null })),
});
