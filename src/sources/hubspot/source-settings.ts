import { z } from 'zod';
import { crmSettings } from '../crm/settings.ts';
import { connectionSettings } from './settings.ts';

/** Settings of a HubSpot account as a source. */
export const hubspotSettings = z.strictObject({
  ...crmSettings('hubspot'),
  ...connectionSettings.shape,
  /** How far each reading reaches back into the one before: HubSpot's search lags behind its records. */
  overlapMinutes: z.int().min(5).max(1440).default(60),
  /** Calls that a run may take for all links of calls, meetings and the like to partners; where it is more, they are read once a day. */
  activitySweepCalls: z.int().min(0).max(10_000).default(20),
});
export type HubSpotSettings = z.infer<typeof hubspotSettings>;
