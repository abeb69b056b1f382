import { z } from 'zod';
import { type ErrorCode, errorKinds } from '../errors.ts';
import { type RecordType, recordSchemas } from '../records/records.ts';
import type { SyncReport } from './sync.ts';

const count = z.number().int();
const failure = z.object({
  code: z.custom<ErrorCode>((value) => typeof value === 'string' && Object.hasOwn(errorKinds, value)),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
const record = z.custom<RecordType>((value) => typeof value === 'string' && Object.hasOwn(recordSchemas, value));
const effect = z.enum(['row', 'field']);

/** A report that another process wrote. */
export const syncReport: z.ZodType<SyncReport> = z.object({
  source: z.string(),
  result: z.object({
    added: count,
    changed: count,
    deleted: count,
    unchanged: count,
    perType: z.record(z.string(), z.object({ rows: count, deleted: count })),
  }),
  rejectedRows: count,
  rejectedFields: count,
  perReason: z.array(z.object({ file: z.string(), reason: z.string(), effect, count })),
  first: z.array(
    z.object({ file: z.string(), line: z.union([count, z.string()]), column: z.string(), reason: z.string(), effect }),
  ),
  rejectsFile: z.string().nullable(),
  unmatched: count.default(0),
  warnings: z.array(z.object({ file: z.string(), message: z.string(), failure: failure.optional() })),
  readAt: z.string().nullable(),
  calls: z
    .object({
      predicted: count,
      used: count,
      usedToday: count,
      allowed: count.nullable(),
      limit: z.number().nullable(),
    })
    .nullable(),
  durationMs: z.number(),
  stale: z.array(z.object({ file: z.string(), record, since: z.string(), maxAge: z.number() })).optional(),
});
