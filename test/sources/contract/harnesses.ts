import { type SourceSettings, sourceSettings } from '../../../src/sources/index.ts';
import { FilesService } from './files.ts';
import { HubSpotService } from './hubspot.ts';
import { SalesforceService } from './salesforce.ts';
import type { Service } from './service.ts';

/** A service for each kind of source. The compiler asks for a new kind's; its tests are all of contract.test.ts. */
export const harnesses: Readonly<Record<SourceSettings['kind'], () => Promise<Service>>> = {
  files: () => Promise.resolve(new FilesService()),
  salesforce: () => SalesforceService.start({ pageSize: 5 }),
  hubspot: () => HubSpotService.start({ lagMs: 30_000 }),
};

/** The kinds that a configuration may name. */
export const kinds: readonly SourceSettings['kind'][] = sourceSettings.options.map(({ shape }) => shape.kind.value);
