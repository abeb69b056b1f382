import { z } from 'zod';
import { crmSettings } from '../crm/settings.ts';
import { connectionSettings } from './settings.ts';

/** Settings of a HubSpot account as a source. */
export const hubspotSettings = z.strictObject({
  ...crmSettings('hubspot'),
  ...connectionSettings.shape,
  /** How far each reading reaches back into the one before: HubSpot's search lags behind its records. */
  overlapMinutes: z.int().min(5).max(1440).default(60),
});
export type HubSpotSettings = z.infer<typeof hubspotSettings>;
