// A Salesforce org on the loopback: OAuth, REST queries, descriptions, Bulk 2.0 query jobs, and the people who change it.
import { type SalesforceOptions, SalesforceStandIn } from './stand-in.ts';

export type { JobState } from './bulk/jobs.ts';
export { ServiceClock } from './clock.ts';
export { OrgError } from './errors.ts';
export type { Fault } from './faults.ts';
export { normaliseId, toId18 } from './ids.ts';
export { type AppSettings, defaultApp } from './oauth/app.ts';
export { Org, type OrgOptions } from './org/org.ts';
export type { OrgTransaction } from './org/transaction.ts';
export type { FieldDefinition, FieldType, FieldValue, ObjectDefinition, Row } from './schema/definitions.ts';
export { seedProgram } from './seed.ts';
export { defineProgram } from './seed-schema.ts';
export { type SalesforceOptions, SalesforceStandIn } from './stand-in.ts';
export type { RecordedCall } from './types.ts';

/** Starts a stand-in org on 127.0.0.1. */
export async function startSalesforce(options: SalesforceOptions = {}): Promise<SalesforceStandIn> {
  const salesforce = new SalesforceStandIn(options);
  await salesforce.listen(options.port ?? 0);
  return salesforce;
}
