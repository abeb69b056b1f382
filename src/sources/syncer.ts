import type { SourceSettings } from './index.ts';
import type { SyncReport } from './sync.ts';

/** One sync as a bot is asked for it. */
export interface SyncAsked {
  readonly settings: SourceSettings;
  /** Rule 7.2. */
  readonly acceptDeletions: boolean;
  /** null: nowhere. */
  readonly rejectsFile: string | null;
  readonly onProgress: (done: number, total: number, what: string) => void;
  readonly signal: AbortSignal;
}

/** Carries out syncs one after the other, whoever asks. Throws what `syncSource` throws. */
export type Syncer = (asked: SyncAsked) => Promise<SyncReport>;
