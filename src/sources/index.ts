import { z } from 'zod';
import program from '../../package.json' with { type: 'json' };
import type { CrmSource } from './crm/source.ts';
import { type FilesSettings, type FilesTools, filesSettings, filesSource } from './files/files.ts';
import { hubspotSettings, hubspotSource } from './hubspot/source.ts';
import { salesforceSettings, salesforceSource } from './salesforce/source.ts';
import type { Source } from './source.ts';

export { othersNamed } from './files/settings.ts';

/** Settings of one source, by its kind. A new kind of source is a line here and its case below, which the compiler demands. */
export const sourceSettings = z.discriminatedUnion('kind', [filesSettings, salesforceSettings, hubspotSettings]);
export type SourceSettings = z.infer<typeof sourceSettings>;

/** What sources need of the world outside; one that only reads a folder needs nothing. */
export type SourceTools = FilesTools;

/** Opens a source whose bare dates are of the reporting zone. */
export function openSource(settings: FilesSettings, zone: string, tools?: SourceTools): Source;
export function openSource(settings: SourceSettings, zone: string, tools?: SourceTools): Source | CrmSource;
export function openSource(settings: SourceSettings, zone: string, tools?: SourceTools): Source | CrmSource {
  switch (settings.kind) {
    case 'files':
      return {
        ...filesSource(settings, { zone, ...(tools !== undefined && { tools }) }),
        basis: JSON.stringify([program.version, zone, settings]),
      };
    case 'salesforce':
      return { ...salesforceSource(settings), basis: zone };
    case 'hubspot':
      return { ...hubspotSource(settings), basis: zone };
  }
}
