import program from '../../package.json' with { type: 'json' };
import type { CrmSource } from './crm/source.ts';
import { type FilesSettings, type FilesTools, filesSource } from './files/files.ts';
import { hubspotSource } from './hubspot/source.ts';
import { salesforceSource } from './salesforce/source.ts';
import type { SourceSettings } from './settings.ts';
import type { Source } from './source.ts';

export { type SourceSettings, sourceSettings } from './settings.ts';

/** What sources need of the world outside; one that only reads a folder needs nothing. */
export type SourceTools = FilesTools;

/** Opens a source (a new kind is a line in `settings.ts` and its case here, which the compiler demands) whose bare dates are of the reporting zone. */
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
