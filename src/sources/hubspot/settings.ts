import { z } from 'zod';
import { sourceName } from '../../records/records.ts';

/** The API's version: HubSpot answers each for eighteen months. With a new one, run the tests against its description. */
export const HUBSPOT_API_VERSION = '2026-09';

/** Where the account is and how gently it is asked. The token stands elsewhere. */
export const connectionSettings = z.strictObject({
  baseUrl: z.string().default('https://api.hubapi.com'),
  /** HubSpot allows five; the rest is for other programs of the account. */
  searchPerSecond: z.number().min(1).max(20).default(4),
});

export type ConnectionSettings = z.infer<typeof connectionSettings>;

/** Settings of a HubSpot account as a source. */
export const hubspotSettings = z.strictObject({
  kind: z.literal('hubspot'),
  name: sourceName.default('hubspot'),
  ...connectionSettings.shape,
  /** How far behind its last reading an increment begins: search may be that late. */
  overlapMinutes: z.number().int().min(5).max(1440).default(60),
});

export type HubSpotSettings = z.infer<typeof hubspotSettings>;

/** `nextToken` is the one that takes over when a token is rotated. */
export type SecretName = 'token' | 'nextToken';

/** Where the secrets of one source are kept. */
export interface Secrets {
  read(name: SecretName): Promise<string | undefined>;
  /** What the reader calls it, e.g. a variable of the environment. */
  label(name: SecretName): string;
}
