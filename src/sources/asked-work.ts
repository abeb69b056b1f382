import { z } from 'zod';
import { type ErrorCode, isErrorCode, type PulseError } from '../errors.ts';
import { sourceName } from '../records/records.ts';
import { decision } from './decision.ts';
import { syncReport } from './report-schema.ts';
import type { SyncReport } from './sync.ts';

const syncWork = z.strictObject({
  command: z.literal('sync'),
  /** null: all that the bot is configured with. */
  source: sourceName.nullable(),
  /** Read in the place of the source's own folder. */
  from: z.string().min(1).nullable(),
  rejects: z.string().min(1).nullable(),
  acceptDeletions: z.boolean(),
  full: z.boolean(),
  reconcile: z.boolean().default(false),
});
export type SyncWork = z.infer<typeof syncWork>;

const forgetWork = z.strictObject({ command: z.literal('forget'), source: sourceName });

const decideWork = z.strictObject({ command: z.literal('decide'), decision });

const runWork = z.strictObject({ command: z.literal('run'), job: z.string().min(1) });

/** What a writing command asks of a bot. Paths are absolute, on the machine of both. */
export const work = z.discriminatedUnion('command', [syncWork, forgetWork, decideWork, runWork]);
export type Work = z.infer<typeof work>;

/** How a run of a job ended that did not fail. */
export interface RanJob {
  readonly outcome: 'well' | 'skipped';
  /** Why there was nothing to do. */
  readonly code: string | null;
}

/** What came of it: the sources that went well, the records that were removed, then the failure that ended it. */
export interface WorkReport {
  readonly reports: readonly SyncReport[];
  readonly removed: number | null;
  /** What a decision changed. */
  readonly changed: number | null;
  /** How a job ended that was run. */
  readonly ran?: RanJob | null;
  readonly failure: { readonly code: ErrorCode; readonly params: PulseError['params'] } | null;
}

const code = z.string().transform((text, context): ErrorCode => {
  if (isErrorCode(text)) return text;
  context.addIssue(`unknown code ${text}`);
  return z.NEVER;
});

export const workReport: z.ZodType<WorkReport> = z.object({
  reports: z.array(syncReport),
  removed: z.number().int().nullable(),
  changed: z.number().int().nullable().default(null),
  ran: z
    .object({ outcome: z.enum(['well', 'skipped']), code: z.string().nullable() })
    .nullable()
    .default(null),
  failure: z.object({ code, params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
});

/** A failure as another process is told it. */
export const failureOf = (error: PulseError): NonNullable<WorkReport['failure']> => ({
  code: error.code,
  params: error.params,
});
