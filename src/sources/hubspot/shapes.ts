import { z } from 'zod';
import { CrmFailure } from '../http/failure.ts';
import { isCursor, isId, isInstant } from './names.ts';
import { areTexts, areUsualLinks, areUsualProblems, areUsualRecords } from './usual.ts';

/** Two schemas of one answer: the first knows only the form in which nearly all of them come, and takes it as it is. */
interface Usually<T> {
  readonly usual: z.ZodType<T>;
  readonly any: z.ZodType<T>;
}

/** An answer in its documented form. Throws `crm-unexpected-answer` with the place that is not, never its value. */
export function shaped<T>(schema: z.ZodType<T> | Usually<T>, body: unknown, host: string): T {
  if ('usual' in schema) {
    const { data } = schema.usual.safeParse(body);
    return data === undefined ? shaped(schema.any, body, host) : data;
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const words = `${issue?.path.join('.') ?? ''} (${issue?.code ?? ''})`;
  throw new CrmFailure('crm-unexpected-answer', { host, why: 'shape', words });
}

const id = z.union([z.string(), z.number().int().transform(String)]).refine(isId, 'an id');
const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
const moment = z.string().refine((value) => isInstant(value) || !Number.isNaN(Date.parse(value)), 'a moment');
// The link beside it is not followed: it could lead anywhere.
const paging = z
  .looseObject({ next: z.looseObject({ after: z.string().refine(isCursor, 'a cursor') }).optional() })
  .nullish()
  .transform((value) => value?.next?.after ?? null);

const version = z.object({ value: text.nullish().transform((value) => value ?? ''), timestamp: moment });

const anyTexts = z.record(z.string(), text.nullable());
/** Properties come as texts, millions of them: only what is none of these is looked at one by one. */
const texts = z.unknown().transform((value, { issues }) => {
  if (areTexts(value)) return value;
  const { data, error } = anyTexts.safeParse(value);
  if (data !== undefined) return data;
  for (const { code, path, message } of error?.issues ?? [])
    issues.push(
      code === 'invalid_union'
        ? { code, path, message, errors: [], input: value }
        : { code: 'invalid_type', path, message, expected: 'record', input: value },
    );
  return z.NEVER;
});

const record = z.object({
  id,
  properties: texts,
  propertiesWithHistory: z.record(z.string(), z.array(version)).nullish(),
  createdAt: moment.optional(),
  updatedAt: moment.optional(),
  url: z.string().nullish(),
});
export type ApiRecord = z.infer<typeof record>;

const usualRecords = z.custom<ApiRecord[]>(areUsualRecords);
const records = z.array(record);
const total = z.number().int().nonnegative();

export const listAnswer = {
  usual: z.object({ results: usualRecords, paging }),
  any: z.object({ results: records, paging }),
};
export const searchAnswer = {
  usual: z.object({ total, results: usualRecords, paging }),
  any: z.object({ total, results: records, paging }),
};

const problem = z.looseObject({
  category: z.string().optional(),
  subCategory: z.unknown().optional(),
  context: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
});
export type BatchProblem = z.infer<typeof problem>;
const numErrors = z.number().optional();
const problems = { numErrors, errors: z.array(problem).default([]) };
const usualProblems = {
  numErrors,
  errors: z.custom<BatchProblem[] | undefined>(areUsualProblems).transform((all) => all ?? []),
};

export const batchAnswer = {
  usual: z.object({ results: usualRecords, ...usualProblems }),
  any: z.object({ results: records, ...problems }),
};

const kind = z.object({ category: z.string(), typeId: z.number().int(), label: z.string().nullish() });
const links = z.object({
  from: z.looseObject({ id }),
  to: z.array(z.object({ toObjectId: id, associationTypes: z.array(kind) })),
  paging,
});
/** Without `paging` all of them are there. */
type ApiLinks = Omit<z.infer<typeof links>, 'paging'> & { readonly paging?: string | null };

export const associationsAnswer = {
  usual: z.object({ results: z.custom<ApiLinks[]>(areUsualLinks), ...usualProblems }),
  any: z.object({ results: z.array(links), ...problems }),
};

export const labelsAnswer = z.object({ results: z.array(kind) });

export const propertiesAnswer = z.object({
  results: z.array(
    z.looseObject({
      name: z.string().min(1),
      label: z.string().catch(''),
      type: z.string(),
      fieldType: z.string().catch(''),
      options: z
        .array(z.looseObject({ value: z.string(), label: z.string().catch(''), hidden: z.boolean().catch(false) }))
        .catch([]),
      calculated: z.boolean().catch(false),
      hubspotDefined: z.boolean().catch(false),
      referencedObjectType: z.string().nullish(),
      showCurrencySymbol: z.boolean().nullish(),
      archived: z.boolean().catch(false),
    }),
  ),
});
export type ApiProperty = z.infer<typeof propertiesAnswer>['results'][number];

export const pipelinesAnswer = z.object({
  results: z.array(
    z.looseObject({
      id: z.string(),
      label: z.string(),
      displayOrder: z.number(),
      stages: z.array(
        z.looseObject({
          id: z.string(),
          label: z.string(),
          displayOrder: z.number(),
          metadata: z.record(z.string(), z.unknown()).catch({}),
        }),
      ),
    }),
  ),
});
export type ApiPipeline = z.infer<typeof pipelinesAnswer>['results'][number];

export const ownersAnswer = z.object({
  results: z.array(z.looseObject({ id: text, email: z.string().nullish(), userId: z.number().nullish() })),
  paging,
});

export const schemasAnswer = z.object({
  results: z.array(
    z.looseObject({
      objectTypeId: z.string(),
      name: z.string(),
      fullyQualifiedName: z.string(),
      labels: z.looseObject({ plural: z.string().nullish(), singular: z.string().nullish() }).catch({}),
      archived: z.boolean().catch(false),
    }),
  ),
});

export const accountAnswer = z.looseObject({
  portalId: z.number().int(),
  accountType: z.string().catch(''),
  timeZone: z.string().nullish(),
  companyCurrency: z.string().nullish(),
  uiDomain: z.string().nullish(),
});

export const usageAnswer = z.object({
  results: z.array(z.looseObject({ usageLimit: z.number(), currentUsage: z.number(), resetsAt: z.string().nullish() })),
});

const counted = z.array(z.looseObject({ objectTypeId: z.string(), usage: z.number() }));
export const countsAnswer = z.looseObject({
  hubspotDefinedObjectTypes: counted.catch([]),
  customObjectTypes: z.looseObject({ byObjectType: counted }).catch({ byObjectType: [] }),
});

export const ratesAnswer = z.object({
  results: z.array(
    z.looseObject({
      id: text,
      fromCurrencyCode: z.string(),
      toCurrencyCode: z.string(),
      conversionRate: z.union([z.number(), z.string()]),
      effectiveAt: z.string(),
      updatedAt: moment.optional(),
    }),
  ),
  paging,
});
export type ApiRate = z.infer<typeof ratesAnswer>['results'][number];

export const eventsAnswer = z.object({
  results: z.array(
    z.looseObject({
      id: z.string().min(1).max(200),
      eventType: z.string(),
      objectType: z.string(),
      objectId: text,
      occurredAt: moment,
      properties: z.record(z.string(), text.nullable()).catch({}),
    }),
  ),
  paging,
});
export type ApiEvent = z.infer<typeof eventsAnswer>['results'][number];
