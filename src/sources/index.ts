import { z } from 'zod';
import program from '../../package.json' with { type: 'json' };
import type { CrmSource } from './crm/source.ts';
import { filesSettings, filesSource } from './files/files.ts';
import { hubspotSettings, hubspotSource } from './hubspot/source.ts';
import { salesforceSettings, salesforceSource } from './salesforce/source.ts';
import type { Source } from './source.ts';

/** Settings of one source, by its kind. A new kind of source is a line here and its case below, which the compiler demands. */
export const sourceSettings = z.discriminatedUnion('kind', [filesSettings, salesforceSettings, hubspotSettings]);
export type SourceSettings = z.infer<typeof sourceSettings>;

/** Opens a source whose bare dates are of the reporting zone. */
export function openSource(settings: SourceSettings, zone: string): Source | CrmSource {
  switch (settings.kind) {
    case 'files':
      return { ...filesSource(settings), basis: JSON.stringify([program.version, zone, settings]) };
    case 'salesforce':
      return { ...salesforceSource(settings), basis: zone };
    case 'hubspot':
      return { ...hubspotSource(settings), basis: zone };
  }
}
