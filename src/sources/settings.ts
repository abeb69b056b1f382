import { z } from 'zod';
import { filesSettings } from './files/settings.ts';
import { hubspotSettings } from './hubspot/source-settings.ts';
import { salesforceSettings } from './salesforce/source-settings.ts';

export { othersNamed } from './files/settings.ts';

/** Settings of one source, by its kind. They stand apart from what opens it: whoever only reads a configuration need not load every adapter. */
export const sourceSettings = z.discriminatedUnion('kind', [filesSettings, salesforceSettings, hubspotSettings]);
export type SourceSettings = z.infer<typeof sourceSettings>;
