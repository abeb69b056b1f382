import { z } from 'zod';
import type { ErrorCode, ErrorParams } from '../errors.ts';
import { decision } from '../sources/decision.ts';
import { sourceSettings } from '../sources/settings.ts';
import type { SyncReport } from '../sources/sync.ts';

const syncWork = z.object({
  kind: z.literal('sync'),
  settings: sourceSettings,
  timeZone: z.string(),
  currency: z.string(),
  acceptDeletions: z.boolean(),
  full: z.boolean(),
  reconcile: z.union([z.boolean(), z.literal('by-job')]),
  rejectsFile: z.string().nullable(),
});
const refreshWork = z.object({
  kind: z.literal('refresh'),
  settings: sourceSettings,
  timeZone: z.string(),
  currency: z.string(),
  partners: z.array(z.string()).readonly(),
});
const decideWork = z.object({
  kind: z.literal('decide'),
  decision,
  sources: z.array(sourceSettings).readonly(),
  timeZone: z.string(),
});
const forgetWork = z.object({ kind: z.literal('forget'), source: z.string() });

/** What the thread needs of the world beyond the machine: secrets by source, the company's proxies, where files beside the store lie. */
const outside = z.object({
  beside: z.string(),
  secrets: z.record(z.string(), z.record(z.string(), z.string())),
  /** Secrets that sources name themselves. */
  named: z.record(z.string(), z.string()),
  proxy: z.object({ http: z.string(), https: z.string(), except: z.string() }).nullable(),
});
export type OutsideStart = z.infer<typeof outside>;

/** With what a writing thread starts. */
export const syncStart = z.object({
  store: z.string(),
  /** Named here, since the engine of the KPIs is not needed there. */
  kpiNames: z.array(z.string()).readonly(),
  personKey: z.string().optional(),
  retentionDays: z.number().nullable(),
  outside,
});
const syncingWork = z.discriminatedUnion('kind', [syncWork, refreshWork, decideWork, forgetWork]);
export type SyncingWork = z.infer<typeof syncingWork>;

/** To a writing thread: do this; end what you do; end. */
export const toSync = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('work'), work: syncingWork }),
  z.object({
    kind: z.literal('stop'),
    code: z.custom<ErrorCode>((code) => typeof code === 'string'),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  z.object({ kind: z.literal('end') }),
]);
export type ToSync = z.infer<typeof toSync>;
export type DecideWork = z.infer<typeof decideWork>;
export type RefreshWork = z.infer<typeof refreshWork>;
export type SyncWork = z.infer<typeof syncWork>;
export type SyncStart = z.infer<typeof syncStart>;

export type FromSync =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly what: string }
  | { readonly kind: 'log'; readonly level: 'info' | 'warn'; readonly values: object; readonly message: string }
  | { readonly kind: 'synced'; readonly report: SyncReport }
  | { readonly kind: 'refreshed'; readonly changed: number }
  | { readonly kind: 'decided'; readonly changed: number }
  | { readonly kind: 'forgotten'; readonly removed: number }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly params: ErrorParams; readonly cause: string | null }
  | { readonly kind: 'fault'; readonly text: string };
