import { z } from 'zod';
import { type ErrorCode, errorKinds, type PulseError } from '../errors.ts';
import { sourceName } from '../records/records.ts';
import { syncReport } from './report-schema.ts';
import type { SyncReport } from './sync.ts';

/** What `pulse sync` asks of a bot. Paths are absolute, on the machine of both. */
export const syncArguments = z.strictObject({
  /** null: all that the bot is configured with. */
  source: sourceName.nullable(),
  /** Read in the place of the source's own folder. */
  from: z.string().min(1).nullable(),
  rejects: z.string().min(1).nullable(),
  acceptDeletions: z.boolean(),
});
export type SyncArguments = z.infer<typeof syncArguments>;

/** What came of it: the sources that went well, then the failure that ended it. */
export interface AskedSyncReport {
  readonly reports: readonly SyncReport[];
  readonly failure: { readonly code: ErrorCode; readonly params: PulseError['params'] } | null;
}

const code = z.string().transform((text, context): ErrorCode => {
  if (isCode(text)) return text;
  context.addIssue(`unknown code ${text}`);
  return z.NEVER;
});
const isCode = (text: string): text is ErrorCode => Object.hasOwn(errorKinds, text);

export const askedSyncReport: z.ZodType<AskedSyncReport> = z.object({
  reports: z.array(syncReport),
  failure: z.object({ code, params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
});

/** A failure as another process is told it. */
export const failureOf = (error: PulseError): NonNullable<AskedSyncReport['failure']> => ({
  code: error.code,
  params: error.params,
});
