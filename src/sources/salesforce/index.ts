export { type SalesforceAdapterOptions, salesforceAdapter } from './adapter.ts';
export type { Surroundings } from './connect.ts';
export { salesforceInspector } from './inspector.ts';
export { type PermissionSetOptions, permissionSetFor, permissionSetXml } from './permission-set.ts';
export {
  type ConnectionSettings,
  connectionSettings,
  type ReadingSettings,
  readingSettings,
  type SecretName,
  type Secrets,
} from './settings.ts';
