import { z } from 'zod';
import { type Entry, entrySchema } from './entry-schema.ts';
import { mergeMapping } from './merge.ts';
import type { Crm } from './names.ts';
import { type MappingProblem, problemsOf } from './problems.ts';
import { readyMapping, readyNames } from './ready/index.ts';
import { type MappedType, mappedTypes } from './record-fields.ts';
import { wholeProblems } from './whole.ts';

/** A source's mapping, ready to be applied: every entry in the order of loading. */
export interface Mapping {
  readonly crm: Crm;
  readonly entries: readonly Entry[];
}

export type MappingRead =
  | { readonly mapping: Mapping; readonly problems: null }
  | { readonly mapping: null; readonly problems: readonly MappingProblem[] };

/**
 * Reads a `mapping:` block as it comes from the file. `{ready: NAME, …}` takes a ready mapping and lays the rest over it.
 * Never throws: mistakes name the key and what was expected there.
 */
export function readMapping(crm: Crm, raw: unknown): MappingRead {
  const block = blockSchema.safeParse(raw);
  if (!block.success) return { mapping: null, problems: problemsOf(block.error, raw) };
  const { ready, ...own } = block.data;
  const base = ready === undefined ? {} : readyMapping(crm, ready);
  if (base === null) {
    const message = `one of ${readyNames(crm).join(', ')}`;
    return { mapping: null, problems: [{ path: ['ready'], message }] };
  }
  const merged = mergeMapping(base, own);
  const parsed = schemaFor(crm).safeParse(merged);
  if (!parsed.success) return { mapping: null, problems: problemsOf(parsed.error, merged) };
  const entries = mappedTypes.flatMap((record) => (parsed.data[record] ?? []).map((make, index) => make(index)));
  const problems = wholeProblems(crm, entries, merged);
  return problems.length > 0 ? { mapping: null, problems } : { mapping: { crm, entries }, problems: null };
}

/** The block as a zod schema for the configuration: problems stand at their keys. */
export const mappingSetting = (crm: Crm) =>
  z.record(z.string(), z.unknown(), blockPhrase).transform((raw, context): Mapping => {
    const { mapping, problems } = readMapping(crm, raw);
    for (const { path, message } of problems ?? []) context.addIssue({ code: 'custom', path: [...path], message });
    return mapping ?? z.NEVER;
  });

const blockPhrase = 'a map: record → object and fields, or {ready: NAME}';
const blockSchema = z.looseObject({ ready: z.string('the name of a ready mapping').optional() }, blockPhrase);

type Entries = ReturnType<typeof entriesOf>;

const entriesOf = (crm: Crm, record: MappedType) =>
  z.preprocess(
    (raw) => (Array.isArray(raw) ? raw : [raw]),
    z.array(entrySchema(crm, record)).min(1, 'at least one entry'),
  );

const schemaOf = (crm: Crm) => {
  const shape = Object.fromEntries(mappedTypes.map((record) => [record, entriesOf(crm, record).optional()]));
  return z.strictObject<Record<string, z.ZodOptional<Entries>>>(shape);
};

const schemas = new Map<Crm, ReturnType<typeof schemaOf>>();

/** Made when a mapping is first read: most programs have one CRM or none, and a schema of all records takes its room. */
function schemaFor(crm: Crm): ReturnType<typeof schemaOf> {
  const schema = schemas.get(crm) ?? schemaOf(crm);
  schemas.set(crm, schema);
  return schema;
}
