import { z } from 'zod';
import type { ErrorCode, ErrorParams } from '../errors.ts';
import { sourceSettings } from '../sources/index.ts';
import type { SyncReport } from '../sources/sync.ts';

const syncWork = z.object({
  kind: z.literal('sync'),
  settings: sourceSettings,
  timeZone: z.string(),
  acceptDeletions: z.boolean(),
  full: z.boolean(),
  rejectsFile: z.string().nullable(),
});
const forgetWork = z.object({ kind: z.literal('forget'), source: z.string() });

/** With what a writing thread starts. */
export const syncStart = z.object({
  store: z.string(),
  personKey: z.string().optional(),
  work: z.discriminatedUnion('kind', [syncWork, forgetWork]),
});
export type SyncWork = z.infer<typeof syncWork>;
export type SyncStart = z.infer<typeof syncStart>;

/** To a writing thread: end as soon as may be. */
export interface StopSync {
  readonly stop: { readonly code: ErrorCode; readonly params: ErrorParams };
}

export type FromSync =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly what: string }
  | { readonly kind: 'log'; readonly level: 'info' | 'warn'; readonly values: object; readonly message: string }
  | { readonly kind: 'synced'; readonly report: SyncReport }
  | { readonly kind: 'forgotten'; readonly removed: number }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly params: ErrorParams; readonly cause: string | null }
  | { readonly kind: 'fault'; readonly text: string };
