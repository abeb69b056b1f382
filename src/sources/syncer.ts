import type { Decision } from './decision.ts';
import type { SourceSettings } from './settings.ts';
import type { SyncReport } from './sync.ts';
import type { ReconcileAsked } from './sync-options.ts';

export type { ReconcileAsked } from './sync-options.ts';

/** One sync as a bot is asked for it. */
export interface SyncAsked {
  readonly settings: SourceSettings;
  /** Rule 7.2. */
  readonly acceptDeletions: boolean;
  /** Read even if nothing has changed since the last sync. */
  readonly full: boolean;
  readonly reconcile: ReconcileAsked;
  /** null: nowhere. */
  readonly rejectsFile: string | null;
  readonly onProgress: (done: number, total: number, what: string) => void;
  readonly signal: AbortSignal;
}

/** Carries out what changes the records, one after the other, whoever asks. */
export interface Syncer {
  /** Throws what `syncSource` throws. */
  sync(asked: SyncAsked): Promise<SyncReport>;
  /** Reads these partners of a CRM (by id) with their deals and registrations anew; how many records changed. Throws as `sync`. */
  refresh(settings: SourceSettings, partners: readonly string[], signal: AbortSignal): Promise<number>;
  /** Carries out what was decided here: what it changed. Throws as `decide`. */
  decide(decision: Decision, sources: readonly SourceSettings[], signal: AbortSignal): Promise<number>;
  /** Removes a source with all of its records; how many they were. */
  forget(source: string, signal: AbortSignal): Promise<number>;
}
