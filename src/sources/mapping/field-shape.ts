import { z } from 'zod';
import { property } from './filter-schema.ts';
import { isAssociationPath } from './names.ts';

const pathPhrase = 'an associated object such as companies, or contacts.companies for the companies of its contacts';
const listOfValues = z.array(
  z
    .union([z.string(), z.number(), z.boolean()], 'a value of the CRM')
    .transform(String)
    .refine((value) => value.trim() !== '', 'a value: an empty one is unknown, whatever a map says'),
  'a list of values of the CRM',
);
const valueMap = z.record(z.string(), listOfValues, 'a map: our word → list of the CRM’s values');

export const matchWords = ['id', 'name', 'alias', 'domain', 'email-domain'] as const;
export const units = ['ms', 's', 'min', 'h'] as const;

/** Where a value comes from; exactly one of these keys. */
export const originKeys = [
  'field',
  'firstOf',
  'earliest',
  'latest',
  'since',
  'constant',
  'owner',
  'self',
  'stage',
  'association',
  'label',
] as const;

/** The keys of a field's map, each by itself; which go together is checked apart. */
export const fieldShape = z.strictObject(
  {
    field: property.optional(),
    firstOf: z.array(property, 'a list of properties').min(1, 'at least one property').optional(),
    earliest: z.array(property, 'a list of properties').min(1, 'at least one property').optional(),
    latest: z.array(property, 'a list of properties').min(1, 'at least one property').optional(),
    since: property.optional(),
    constant: z.union([z.string(), z.number(), z.boolean()], 'a text, a number, true or false').optional(),
    owner: property.optional(),
    self: z.literal(true, 'true').optional(),
    stage: property.optional(),
    pipeline: property.optional(),
    stages: z
      .union(
        [z.literal('auto'), z.record(z.string(), valueMap)],
        'auto, or a map: pipeline → our word → list of stages',
      )
      .optional(),
    association: z.string(pathPhrase).refine(isAssociationPath, pathPhrase).optional(),
    labels: z.array(z.string('a label'), 'a list of labels').min(1, 'at least one label').optional(),
    read: property.optional(),
    pick: z.enum(['earliest', 'latest', 'only'], 'earliest, latest or only').optional(),
    label: z.literal('partner', 'partner').optional(),
    values: valueMap.optional(),
    unmapped: z.enum(['reject', 'skip', 'keep'], 'reject, skip or keep').optional(),
    skip: listOfValues.optional(),
    match: z.enum(matchWords, `one of ${matchWords.join(', ')}`).optional(),
    matchProperty: property.optional(),
    split: z.string('a separator such as ;').min(1, 'a separator such as ;').max(3, 'a separator such as ;').optional(),
    midnight: z.literal('date', 'date').optional(),
    inverse: z.boolean('true or false').optional(),
    optional: z.boolean('true or false').optional(),
    unit: z.enum(units, `one of ${units.join(', ')}`).optional(),
  },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'a property, or a map such as {field: …} or {constant: …}' : undefined,
  },
);

export type RawField = z.infer<typeof fieldShape>;

/** A text is a property; the text `self` the row itself. */
export function longForm(raw: unknown): unknown {
  if (raw === 'self') return { self: true };
  return typeof raw === 'string' ? { field: raw } : raw;
}
