import { z } from 'zod';
import type { ErrorCode, ErrorParams } from '../errors.ts';
import { sourceSettings } from '../sources/index.ts';
import type { SyncReport } from '../sources/sync.ts';

/** With what a sync's thread starts. */
export const syncStart = z.object({
  store: z.string(),
  personKey: z.string().optional(),
  settings: sourceSettings,
  acceptDeletions: z.boolean(),
  rejectsFile: z.string().nullable(),
});
export type SyncStart = z.infer<typeof syncStart>;

/** To a sync's thread: end as soon as may be. */
export interface StopSync {
  readonly stop: { readonly code: ErrorCode; readonly params: ErrorParams };
}

export type FromSync =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly what: string }
  | { readonly kind: 'log'; readonly level: 'info' | 'warn'; readonly values: object; readonly message: string }
  | { readonly kind: 'done'; readonly report: SyncReport }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly params: ErrorParams; readonly cause: string | null }
  | { readonly kind: 'fault'; readonly text: string };
