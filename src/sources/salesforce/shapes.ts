import { z } from 'zod';
import { CrmFailure } from '../http/failure.ts';

/** An answer in its documented form. Throws `crm-unexpected-answer` with the place that is not, never its value. */
export function shaped<T>(schema: z.ZodType<T>, body: unknown, host: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const words = `${issue?.path.join('.') ?? ''} (${issue?.code ?? ''})`;
  throw new CrmFailure('crm-unexpected-answer', { host, why: 'shape', words });
}

const name = z.string().min(1);

export const pageAnswer = z.looseObject({
  totalSize: z.number().int().nonnegative(),
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
  records: z.array(z.looseObject({})),
});

/** The one row of an aggregate query. */
export const sumAnswer = z.looseObject({ found: z.number().int().nonnegative(), total: z.number().nullable() });
/** What somebody may do with an object, by one of the permission sets. */
export const permissionAnswer = z.looseObject({ SobjectType: name, PermissionsViewAllRecords: z.boolean() });

export const versionsAnswer = z.array(z.looseObject({ version: z.string() }));

const allowance = z.looseObject({ Max: z.number(), Remaining: z.number() });
export const limitsAnswer = z.looseObject({
  DailyApiRequests: allowance,
  DailyBulkV2QueryJobs: allowance.optional(),
});

export const identityAnswer = z.looseObject({
  user_id: name,
  organization_id: name,
  preferred_username: name,
  zoneinfo: z.string().optional(),
});

const headShape = {
  name,
  label: z.string(),
  keyPrefix: z.string().nullish(),
  custom: z.boolean(),
  queryable: z.boolean(),
  replicateable: z.boolean(),
  createable: z.boolean(),
  updateable: z.boolean(),
  deletable: z.boolean(),
};

const field = z.object({
  name,
  label: z.string(),
  type: name,
  length: z.number(),
  calculated: z.boolean(),
  custom: z.boolean(),
  nillable: z.boolean(),
  filterable: z.boolean(),
  createable: z.boolean(),
  updateable: z.boolean(),
  referenceTo: z.array(z.string()),
  relationshipName: z.string().nullish(),
  picklistValues: z.array(z.object({ active: z.boolean(), label: z.string().nullish(), value: z.string() })),
});

const recordType = z.object({ recordTypeId: name, name, developerName: z.string(), active: z.boolean() });

export const objectsAnswer = z.looseObject({ sobjects: z.array(z.object(headShape)) });
export const describeAnswer = z.object({
  ...headShape,
  fields: z.array(field),
  recordTypeInfos: z.array(recordType),
});

export type ObjectHead = z.infer<typeof objectsAnswer>['sobjects'][number];
export type ObjectDescription = z.infer<typeof describeAnswer>;
export type FieldDescription = ObjectDescription['fields'][number];
