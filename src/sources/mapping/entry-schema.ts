import { z } from 'zod';
import { historyFields } from '../../records/records.ts';
import { type FieldSpec, fieldSpec } from './field-schema.ts';
import { type Filter, filters, names } from './filter-schema.ts';
import { type Crm, dealTypeProperty, isObject, pipelineProperty } from './names.ts';
import { type MappedType, recordFields } from './record-fields.ts';

const objectPhrase =
  'the API name of an object, such as Account, Deal_Registration__c, companies, p_registration or event:pe123_viewed';
const stampRule = { kind: { type: 'stamp' }, required: false } as const;

/** One step of an onboarding whose steps stand side by side in one row. */
const step = z.strictObject(
  {
    step: z.string('the name of the step').trim().min(1, 'the name of the step'),
    startedAt: fieldSpec('startedAt', stampRule).optional(),
    completedAt: fieldSpec('completedAt', stampRule).optional(),
  },
  { error: (issue) => (issue.code === 'invalid_type' ? 'a step {step, startedAt, completedAt}' : undefined) },
);

export interface Step {
  readonly step: string;
  readonly fields: ReadonlyMap<string, FieldSpec>;
}

/** Where one record type comes from: one object of the CRM, the rows that count, and a property for each field. */
export interface Entry {
  readonly record: MappedType;
  /** Its place among the entries of its record type. */
  readonly index: number;
  readonly object: string;
  readonly conditions: readonly Filter[];
  readonly fields: ReadonlyMap<string, FieldSpec>;
  /** Empty where each step has a row of its own. */
  readonly steps: readonly Step[];
  /** The CRM may lack the object: then there are none of these records. */
  readonly optional: boolean;
  /** Fields of a partner whose history the CRM keeps. */
  readonly history: readonly string[];
  /** What becomes of a row that names no partner of the program. */
  readonly unmatched: 'reject' | 'ignore';
}

/** Most activities of a CRM are with customers, so those without a partner are no mistake. */
const ignoredByDefault: ReadonlySet<MappedType> = new Set(['touch']);

/** Schema of one entry of a record type; the second argument tells how to write it where it stands in the list. */
export function entrySchema(crm: Crm, record: MappedType) {
  const rules = recordFields[record];
  const fields = z.strictObject(
    Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, fieldSpec(name, rule).optional()])),
    {
      error: (issue) =>
        issue.code === 'invalid_type' ? 'a map: field of the record → property of the CRM' : undefined,
    },
  );
  return z
    .strictObject(
      {
        object: z.string(objectPhrase).refine(isObject, objectPhrase),
        where: filters.default([]),
        exclude: filters.default([]),
        pipelines: names.optional(),
        recordTypes: names.optional(),
        dealTypes: names.optional(),
        fields,
        steps: z.array(step, 'a list of steps').min(1, 'at least one step').optional(),
        history: z.array(z.enum(historyFields, `one of ${historyFields.join(', ')}`), 'a list of fields').optional(),
        optional: z.boolean('true or false').default(false),
        unmatched: z.enum(['reject', 'ignore'], 'reject or ignore').optional(),
      },
      {
        error: (issue) =>
          issue.code === 'invalid_type' ? 'a map with object, fields and where; query text is refused' : undefined,
      },
    )
    .superRefine((raw, context) => {
      const only = (key: keyof typeof raw, holds: boolean, message: string): void => {
        if (raw[key] !== undefined && !holds) context.addIssue({ code: 'custom', path: [key], message });
      };
      only('pipelines', crm === 'hubspot', 'not in Salesforce: use recordTypes, or a filter in where');
      only('recordTypes', crm === 'salesforce', 'not in HubSpot: use pipelines, or a filter in where');
      only('dealTypes', record === 'deal' || record === 'registration', 'only for deals and registrations');
      only('steps', record === 'onboarding-step', 'only for onboarding-step');
      only('history', record === 'partner', 'only for partner');
      const given = raw.steps === undefined ? [] : ['step', 'order'];
      for (const [name, { required }] of Object.entries(rules)) {
        const spec = raw.fields[name];
        if (spec !== undefined && given.includes(name)) {
          context.addIssue({ code: 'custom', path: ['fields', name], message: 'not beside steps, which name it' });
        }
        if (spec === undefined && required && !given.includes(name)) {
          context.addIssue({
            code: 'custom',
            path: ['fields', name],
            message: 'a property: no record is complete without it',
          });
        }
      }
      for (const name of record === 'partner' ? (raw.history ?? []) : []) {
        const spec = raw.fields[name];
        if (spec?.field === undefined && spec?.owner === undefined) {
          context.addIssue({
            code: 'custom',
            path: ['history'],
            message: `${name} mapped to one property, whose history is read`,
          });
        }
      }
    })
    .transform(
      (raw) =>
        (index: number): Entry => ({
          record,
          index,
          object: raw.object,
          conditions: [
            ...raw.where.map((filter) => ({ ...filter, negated: false })),
            ...raw.exclude.map((filter) => ({ ...filter, negated: true })),
            ...anyOf(pipelineProperty(raw.object), raw.pipelines),
            ...anyOf('RecordType.DeveloperName', raw.recordTypes),
            ...anyOf(dealTypeProperty(crm), raw.dealTypes),
          ],
          fields: specsOf(raw.fields),
          steps: (raw.steps ?? []).map(({ step: name, ...moments }) => ({ step: name, fields: specsOf(moments) })),
          history: historyFields.filter((name) => raw.history?.includes(name)),
          optional: raw.optional,
          unmatched: raw.unmatched ?? (ignoredByDefault.has(record) ? 'ignore' : 'reject'),
        }),
    );
}

const anyOf = (field: string, values: readonly string[] | undefined): Filter[] =>
  values === undefined ? [] : [{ field, op: 'in', values, negated: false }];

/** In the order of the file, which is the order of the report. */
const specsOf = (fields: Readonly<Record<string, FieldSpec | undefined>>): ReadonlyMap<string, FieldSpec> =>
  new Map(Object.entries(fields).flatMap(([name, spec]) => (spec === undefined ? [] : [[name, spec] as const])));
