import { z } from 'zod';
import program from '../../package.json' with { type: 'json' };
import { type FilesTools, filesSettings, filesSource } from './files/files.ts';
import type { Source } from './source.ts';

export { othersNamed } from './files/settings.ts';

/** Settings of one source, by its kind. A new kind of source is a line here and its case below, which the compiler demands. */
export const sourceSettings = z.discriminatedUnion('kind', [filesSettings]);
export type SourceSettings = z.infer<typeof sourceSettings>;

/** What sources need of the world outside; one that only reads a folder needs nothing. */
export type SourceTools = FilesTools;

/** Opens a source whose bare dates are of the reporting zone. */
export function openSource(settings: SourceSettings, zone: string, tools?: SourceTools): Source {
  return { ...sourceOf(settings, zone, tools), basis: JSON.stringify([program.version, zone, settings]) };
}

function sourceOf(settings: SourceSettings, zone: string, tools: SourceTools | undefined): Source {
  switch (settings.kind) {
    case 'files':
      return filesSource(settings, { zone, ...(tools !== undefined && { tools }) });
  }
}
