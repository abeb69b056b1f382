import { z } from 'zod';
import { keyOf } from '../records/records.ts';

const by = z.string().min(1);
const key = z
  .string()
  .regex(/^[^/]+\/./)
  .transform((text) => keyOf(text.slice(0, text.indexOf('/')), text.slice(text.indexOf('/') + 1)));

/** What somebody decided here. People come by their hash: their ids stand nowhere on their way. */
export const decision = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('alias'),
    by,
    names: z.array(z.strictObject({ text: z.string().min(1), partner: key })).readonly(),
  }),
  z.strictObject({ kind: z.literal('refuse'), by, texts: z.array(z.string().min(1)).readonly() }),
  z.strictObject({ kind: z.literal('merge'), by, from: key, into: key }),
  z.strictObject({ kind: z.literal('unmerge'), by, from: key }),
  z.strictObject({
    kind: z.literal('purge'),
    by,
    hash: z.string().regex(/^[0-9a-f]{32}$/),
    sources: z.array(z.string()).readonly(),
  }),
]);
export type Decision = z.infer<typeof decision>;
