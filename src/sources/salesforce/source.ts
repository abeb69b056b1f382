import { z } from 'zod';
import { crmSettings } from '../crm/settings.ts';
import { connectionSettings } from './settings.ts';

const fieldName = /^[A-Za-z]\w*$/;

/** Settings of a Salesforce org as a source. */
export const salesforceSettings = z.strictObject({
  ...crmSettings('salesforce'),
  ...connectionSettings.shape,
  /** How far each reading reaches back into the one before: rows may become visible after their stamp. */
  overlapMinutes: z.number().min(1).max(1440).default(10),
  /** Rows of an object from which on they are read by a Bulk query job. */
  bulkAbove: z.int().min(1).default(20_000),
  /** Properties beside the calculated ones whose values change without a stamp, by object. */
  refreshFields: z
    .record(
      z.string().regex(fieldName, 'the API name of an object'),
      z.array(z.string().regex(fieldName, 'the API name of a field')),
    )
    .default({}),
});
export type SalesforceSettings = z.infer<typeof salesforceSettings>;
