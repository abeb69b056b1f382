export type { Surroundings } from './connect.ts';
export { salesforceInspector } from './inspector.ts';
export { type ConnectionSettings, connectionSettings, type SecretName, type Secrets } from './settings.ts';
