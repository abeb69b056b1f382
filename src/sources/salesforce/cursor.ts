import { z } from 'zod';
import { sweepShape } from './sweep.ts';
import { placeShape } from './walk.ts';

/** Where a sweep of a pass goes on, and when the pass began by the org's clock. */
const sweepCursor = z.strictObject({ at: z.string(), sweep: sweepShape });

/** Windows of changes that are still to be read, the first one from a place on; moments are milliseconds of the org's clock. */
const changesCursor = z.strictObject({
  until: z.number(),
  windows: z.array(z.strictObject({ from: z.number(), until: z.number() })).min(1),
  place: placeShape.nullable(),
});

export type SweepCursor = z.infer<typeof sweepCursor>;
export type ChangesCursor = z.infer<typeof changesCursor>;

/** A kept cursor; null for none, and for one that this version did not write: then the pass begins anew. */
export const readSweepCursor = (text: string | null): SweepCursor | null => read(sweepCursor, text);
export const readChangesCursor = (text: string | null): ChangesCursor | null => read(changesCursor, text);

function read<T>(shape: z.ZodType<T>, text: string | null): T | null {
  if (text === null) return null;
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
