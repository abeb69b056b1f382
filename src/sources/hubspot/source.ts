import { z } from 'zod';
import { crmSettings } from '../crm/settings.ts';

/** Settings of a HubSpot account as a source. */
export const hubspotSettings = z.strictObject({
  ...crmSettings('hubspot'),
  baseUrl: z.string().default('https://api.hubapi.com'),
  /** How far each reading reaches back into the one before: HubSpot's search lags behind its records. */
  overlapMinutes: z.number().min(1).max(1440).default(60),
  searchPerSecond: z.number().gt(0).max(20).default(4),
});
export type HubSpotSettings = z.infer<typeof hubspotSettings>;
