import type { PropertyFacts } from '../../sources/crm/inspector.ts';
import type { Crm } from '../../sources/mapping/index.ts';
import { because, type Reason } from './reason.ts';
import type { CrmView } from './schema-cache.ts';

export interface PartnerFilter {
  /** As it stands in the file; null: the ready mapping's own one. */
  readonly where: readonly object[] | null;
  readonly reason: Reason;
}

const partnerLike = /partner|reseller|channel|distributor/i;
const notPartner = /prospect|former|inactive|customer/i;
/** Each one is a call. */
const mostCandidates = 5;

/** How an account marks its partners: the first mark that some row has; null where none has any. */
export async function partnerFilter(crm: Crm, view: CrmView): Promise<PartnerFilter | null> {
  const object = crm === 'salesforce' ? 'Account' : 'companies';
  const properties = await view.properties(object);
  const own = crm === 'salesforce' ? ownSalesforce(properties) : ownHubspot(properties);
  const candidates = [...own, ...properties.flatMap(candidateOf)].slice(0, mostCandidates);
  for (const { field, values, isOwn } of candidates) {
    const count = await view.count(object, field, 'in', ...values);
    if (count === 0) continue;
    const where = values.length === 1 ? { field, value: values[0] } : { field, op: 'in', values };
    const told = { object, filter: `${field} = ${values.join(' / ')}`, count };
    return { where: isOwn ? null : [where], reason: because('partner', 'init.why-partner', told) };
  }
  return null;
}

interface Candidate {
  readonly field: string;
  readonly values: readonly (string | boolean)[];
  readonly isOwn: boolean;
}

const ownSalesforce = (properties: readonly PropertyFacts[]): Candidate[] =>
  properties.some(({ name }) => name === 'IsPartner') ? [{ field: 'IsPartner', values: [true], isOwn: true }] : [];

const ownHubspot = (properties: readonly PropertyFacts[]): Candidate[] =>
  properties.some(({ name, values }) => name === 'type' && values.some(({ value }) => value === 'PARTNER'))
    ? [{ field: 'type', values: ['PARTNER'], isOwn: true }]
    : [];

/** A choice with partners among its values, or a checkbox that is called so. */
function candidateOf({ name, type, values, filterable }: PropertyFacts): Candidate[] {
  if (!filterable) return [];
  if (type === 'boolean' && /^(is_?)?(channel_?)?partner(_account)?(__c)?$/i.test(name) && name !== 'IsPartner')
    return [{ field: name, values: [true], isOwn: false }];
  if ((type !== 'choice' && type !== 'choices') || !/type|category|relationship|lifecycle|kind/i.test(name)) return [];
  const meant = values.filter(({ value, active }) => active && partnerLike.test(value) && !notPartner.test(value));
  return meant.length === 0 ? [] : [{ field: name, values: meant.map(({ value }) => value), isOwn: false }];
}
