import { z } from 'zod';
import { type Restated, restatementReasons } from './restated.ts';

const reasons = z.array(
  z.object({
    reason: z.enum(restatementReasons),
    count: z.number(),
    value: z.string().nullable(),
    records: z.array(
      z.object({ record: z.string(), id: z.string(), label: z.string().nullable(), url: z.string().nullable() }),
    ),
  }),
);

/** The reasons of a restatement as the ledger kept them; null where another version wrote them in another shape. */
export function readReasons(kept: unknown): Restated['reasons'] | null {
  const read = reasons.safeParse(kept);
  return read.success ? read.data : null;
}
