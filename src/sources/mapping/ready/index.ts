import type { Crm } from '../names.ts';
import { hubspotCustomObjects } from './hubspot-custom-objects.ts';
import { hubspotLabels } from './hubspot-labels.ts';
import { hubspotPrmKey } from './hubspot-prm-key.ts';
import type { ReadyMapping } from './ready.ts';
import { salesforceJunction } from './salesforce-junction.ts';
import { salesforceLookup } from './salesforce-lookup.ts';
import { salesforcePartnerCloud } from './salesforce-partner-cloud.ts';

/** The ready mappings, the commonest of each CRM first. */
export const readyMappings: readonly ReadyMapping[] = [
  salesforceLookup,
  salesforceJunction,
  salesforcePartnerCloud,
  hubspotLabels,
  hubspotCustomObjects,
  hubspotPrmKey,
];

/** The names of a CRM's ready mappings. */
export const readyNames = (crm: Crm): readonly string[] =>
  readyMappings.filter((ready) => ready.crm === crm).map(({ name }) => name);

/** The ready mapping of a name; null where the CRM has none. */
export const readyMapping = (crm: Crm, name: string): Readonly<Record<string, unknown>> | null =>
  readyMappings.find((ready) => ready.crm === crm && ready.name === name)?.mapping ?? null;
