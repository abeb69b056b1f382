import { z } from 'zod';
import { crmSettings } from '../crm/settings.ts';
import { connectionSettings, readingSettings } from './settings.ts';

/** Settings of a Salesforce org as a source. */
export const salesforceSettings = z.strictObject({
  ...crmSettings('salesforce'),
  ...connectionSettings.shape,
  ...readingSettings.shape,
});
export type SalesforceSettings = z.infer<typeof salesforceSettings>;
