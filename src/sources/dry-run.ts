import { hash } from 'node:crypto';
import type { Store } from '../store/store.ts';
import type { CrmSource } from './crm/source.ts';
import { planCrm } from './crm/sync.ts';
import type { CallReport } from './report.ts';
import { Tally } from './report.ts';
import type { Source } from './source.ts';
import type { Outside, ReconcileAsked, SyncLog } from './sync-options.ts';

/** What a sync would do. */
export type DryReport = {
  readonly source: string;
} & (
  | {
      readonly kind: 'calls';
      readonly passes: readonly { readonly name: string; readonly calls: number }[];
      readonly calls: CallReport;
    }
  | { readonly kind: 'rows'; readonly rows: number; readonly rejectedRows: number; readonly rejectedFields: number }
);

export interface DryOptions {
  readonly source: Source | CrmSource;
  /** Opened for reading; null: there is none yet. */
  readonly store: Store | null;
  readonly outside: Outside;
  readonly full: boolean;
  readonly reconcile: ReconcileAsked;
  readonly now: () => number;
  readonly onProgress: (done: number, total: number, what: string) => void;
  readonly log: SyncLog;
  readonly signal: AbortSignal;
}

/**
 * Looks at what a sync would read. A CRM is asked for its description only; files are read whole, so that what would be rejected shows. Writes
 * nothing to the store. Throws what a sync throws before it reads.
 */
export async function dryRun(options: DryOptions): Promise<DryReport> {
  const { source } = options;
  if (!('records' in source)) return { source: source.name, kind: 'calls', ...(await planCrm({ ...options, source })) };
  const tally = new Tally();
  let rows = 0;
  const records = source.records({
    name: source.name,
    cursor: null,
    // Only whether there is a person matters here.
    personHash: (id) => hash('sha256', id).slice(0, 32),
    onReject: (reject) => tally.reject(reject),
    onWarning: (warning) => void tally.warnings.push(warning),
    onProgress: options.onProgress,
    signal: options.signal,
  });
  for await (const record of records) if (!('page' in record)) rows += 1;
  return { source: source.name, kind: 'rows', rows, rejectedRows: tally.rows, rejectedFields: tally.fields };
}
