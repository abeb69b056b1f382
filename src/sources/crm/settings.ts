import { z } from 'zod';
import { sourceName } from '../../records/records.ts';
import { type Crm, type Mapping, readMapping } from '../mapping/index.ts';

/**
 * A `mapping:` block as the file has it, checked: problems stand at their keys. It stays as it was written, since settings
 * travel between threads; whoever opens the source reads it.
 */
const checkedMapping = (crm: Crm) =>
  z
    .record(z.string(), z.unknown(), 'a map: record → object and fields, or {ready: NAME}')
    .superRefine((raw, context) => {
      for (const { path, message } of readMapping(crm, raw).problems ?? [])
        context.addIssue({ code: 'custom', path: [...path], message });
    });

/** Settings that every CRM has. */
export const crmSettings = <C extends Crm>(crm: C) => ({
  kind: z.literal(crm),
  name: sourceName.default(crm),
  /** Of the CRM's daily limit of calls, how many percent may be used. */
  dailyPercent: z.number().gt(0).max(100).default(5),
  /** A check of every record by its id: finds what left no trace. */
  reconcileEveryDays: z.number().gt(0).max(60).default(7),
  mapping: checkedMapping(crm),
});

/** The mapping of settings that were checked. */
export function mappingOf(crm: Crm, raw: unknown): Mapping {
  const { mapping } = readMapping(crm, raw);
  if (mapping === null) throw new TypeError('a mapping that was not checked');
  return mapping;
}
