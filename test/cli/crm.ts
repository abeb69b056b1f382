import { onTestFinished } from 'vitest';
import { put, temporaryFolder } from '../config/folder.ts';
import { type HubSpotStandIn, seedPartnerProgram, startHubSpot, systemClock } from '../doubles/hubspot/index.ts';
import { type SalesforceOptions, type SalesforceStandIn, startSalesforce } from '../doubles/salesforce/index.ts';

/** A folder whose configuration reads a stand-in, and the environment with its secret. */
export interface CrmFolder {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A stand-in org with the small partner program, which ends with the test. */
export async function org(options: SalesforceOptions = {}): Promise<SalesforceStandIn> {
  const salesforce = await startSalesforce(options);
  onTestFinished(() => salesforce.close());
  return salesforce;
}

/** A stand-in account with the small partner program, which ends with the test. */
export async function account(): Promise<HubSpotStandIn> {
  const hubspot = await startHubSpot({ seed: seedPartnerProgram, clock: systemClock, lag: 0 });
  onTestFinished(() => hubspot.close());
  return hubspot;
}

/** A configuration of an org with a mapping, in flow style. */
export function salesforceFolder(salesforce: SalesforceStandIn, mapping: string, rest = ''): CrmFolder {
  const cwd = temporaryFolder();
  const login = `{flow: client-credentials, clientId: ${salesforce.app.clientId}}`;
  put(
    cwd,
    'partner-pulse.yaml',
    `program: {timeZone: UTC, currency: USD}
sources:
  - {kind: salesforce, name: crm, loginUrl: "${salesforce.url}", login: ${login}, mapping: ${mapping}}
${rest}`,
  );
  return { cwd, env: { CRM_CLIENT_SECRET: salesforce.app.clientSecret } };
}

/** The same of a HubSpot account. */
export function hubspotFolder(hubspot: HubSpotStandIn, mapping: string): CrmFolder {
  const cwd = temporaryFolder();
  put(
    cwd,
    'partner-pulse.yaml',
    `program: {timeZone: America/New_York}
sources:
  - {kind: hubspot, name: crm, baseUrl: "${hubspot.url}", mapping: ${mapping}}
`,
  );
  return { cwd, env: { CRM_TOKEN: hubspot.token } };
}
