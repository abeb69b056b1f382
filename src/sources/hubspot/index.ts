export { type HubSpotAdapterOptions, hubspotAdapter } from './adapter.ts';
export type { HubSpotClient } from './client.ts';
export { connectHubSpot, type Surroundings } from './connect.ts';
export { hubspotInspector } from './inspector.ts';
export { type ScopeNeed, scopesNeeded } from './scopes.ts';
export {
  type ConnectionSettings,
  connectionSettings,
  HUBSPOT_API_VERSION,
  type HubSpotSettings,
  hubspotSettings,
  type SecretName,
  type Secrets,
} from './settings.ts';
