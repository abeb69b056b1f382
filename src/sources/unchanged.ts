import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { LastSync, PublishResult, Store } from '../store/store.ts';
import { hasUnplacedRejects } from './rejects.ts';
import type { SyncReport } from './report.ts';
import type { Source } from './source.ts';

/** A report before it is known how long it took. */
export type Done = Omit<SyncReport, 'durationMs'>;

const count = z.number();
/** What a report says again when nothing has changed. It names files, lines and reasons, never a cell. */
const kept = z.object({
  readAt: z.string(),
  perType: z.record(z.string(), z.object({ rows: count })),
  rejectedRows: count,
  rejectedFields: count,
  perReason: z.array(z.object({ file: z.string(), reason: z.string(), effect: z.enum(['row', 'field']), count })),
  first: z.array(
    z.object({
      file: z.string(),
      line: z.union([count, z.string()]),
      column: z.string(),
      reason: z.string(),
      effect: z.enum(['row', 'field']),
    }),
  ),
  unmatched: count.default(0),
  warnings: z.array(z.object({ file: z.string(), message: z.string() })),
  rejectsFile: z.string().nullable(),
});

/** The hash of everything that the records of a sync depend on. */
const whole = (basis: string, fingerprint: string, matchVersion: string | null): string =>
  hash('sha256', JSON.stringify([basis, fingerprint, ...(matchVersion === null ? [] : [matchVersion])]));

/** What a sync read, and what its names were looked up in; `fingerprint` is null for a source that cannot tell. */
interface WhatWasRead {
  readonly source: Source;
  readonly fingerprint: string | null;
  readonly matchVersion: string | null;
}

/** What the store is to remember of a sync; null where another one could not be compared with it. */
export function remembered(
  { source, fingerprint, matchVersion }: WhatWasRead,
  report: Done,
  readAt: string,
): LastSync | null {
  if (source.basis === undefined || fingerprint === null) return null;
  if (isMatching(source) && matchVersion === null) return null;
  const { result, ...rest } = report;
  return {
    fingerprint: whole(source.basis, fingerprint, matchVersion),
    report: JSON.stringify({ ...rest, perType: result.perType, readAt }),
  };
}

const unchangedResult = (rowsOf: Readonly<Record<string, { readonly rows: number }>>): PublishResult => {
  const perType = Object.fromEntries(Object.entries(rowsOf).map(([type, { rows }]) => [type, { rows, deleted: 0 }]));
  const unchanged = Object.values(rowsOf).reduce((sum, { rows }) => sum + rows, 0);
  return { added: 0, changed: 0, deleted: 0, unchanged, perType };
};

/**
 * The report of the last sync, if another one would give the same: same data, settings, zone and program, and its
 * rejects still stand where they are wanted; for a source that names records of others, these too. Otherwise null.
 */
export async function unchangedSince(look: {
  readonly source: Source;
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly rejectsFile: string | null;
  /** null where it is not known: a source that depends on others is then read. */
  readonly matchVersion: string | null;
}): Promise<Done | null> {
  const { source, store, signal, rejectsFile, matchVersion } = look;
  if (source.basis === undefined || source.fingerprint === undefined) return null;
  if (isMatching(source) && matchVersion === null) return null;
  const last = await store.lastSync(source.name);
  if (last === undefined) return null;
  if (whole(source.basis, await source.fingerprint(signal), matchVersion) !== last.fingerprint) return null;
  const { perType, ...report } = kept.parse(JSON.parse(last.report));
  const hasRejects = report.rejectedRows + report.rejectedFields > 0;
  const isListed = rejectsFile !== null && rejectsFile === report.rejectsFile && existsSync(rejectsFile);
  if (rejectsFile !== null && hasUnplacedRejects(rejectsFile)) return null;
  if (hasRejects && rejectsFile !== null && !isListed) return null;
  return {
    ...report,
    source: source.name,
    result: unchangedResult(perType),
    rejectsFile: hasRejects ? rejectsFile : null,
    calls: null,
  };
}

const isMatching = ({ matches = false }: Source): boolean => matches !== false;
