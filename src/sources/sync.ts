import { z } from 'zod';
import type { AnyRecord } from '../records/records.ts';
import type { PageEnd, PublishResult, Store } from '../store/store.ts';
import { clockWarning } from './clock.ts';
import { RejectsFile } from './rejects.ts';
import { type SyncReport, Tally } from './report.ts';
import type { Source, SourceContext } from './source.ts';
import { type Done, remembered, unchangedSince } from './unchanged.ts';

export type { SyncReport } from './report.ts';

/** The part of a logger that a sync needs. */
export interface SyncLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface SyncOptions {
  readonly source: Source;
  /** Opened as owner. */
  readonly store: Store;
  readonly now: () => number;
  /** Rule 7.2: go on even if more than half of a record type would be deleted. */
  readonly acceptDeletions: boolean;
  /** Read even if nothing has changed since the last sync. */
  readonly full?: boolean;
  /** Where the rejects go (see `defaultRejectsFile`); null: nowhere, they are only counted. */
  readonly rejectsFile: string | null;
  /** Names that a target may have; another one is a warning. Without the list nothing is checked. */
  readonly kpiNames?: readonly string[];
  readonly onProgress: (done: number, total: number, what: string) => void;
  readonly log: SyncLog;
  readonly signal: AbortSignal;
  /** What a source is told of the others whose rows name their records; and what it tells of names that it cannot find. */
  readonly others?: Pick<SourceContext, 'partners' | 'deals' | 'onUnmatched'>;
  /** Tells the partners, deals and aliases of other sources from any others: what their names mean depends on them. */
  readonly matchVersion?: () => Promise<string>;
}

/**
 * The one way from a source into a store: everything that the source has now replaces what the store has of it, in one
 * publication. What the last one read already is not read again. A sync that fails leaves store and earlier rejects file as they were.
 * Throws PulseError: what the source throws (`folder-missing`, `bad-file`), `too-many-deletions`, `file-not-writable`;
 * or the signal's reason.
 */
export async function syncSource(options: SyncOptions): Promise<SyncReport> {
  const startedAt = options.now();
  const seenAt = new Date(startedAt).toISOString();
  const clock = clockWarning(await options.store.sourceStates(), options.source.name, startedAt);
  const matchVersion = await matchVersionOf(options);
  const unchanged = options.full === true ? null : await unchangedSince({ ...options, matchVersion });
  const done =
    unchanged === null ? await readSource(options, seenAt, matchVersion) : await passOver(options, unchanged, seenAt);
  const { stale = [], outdated = [] } = options.source.condition?.(startedAt) ?? {};
  const warnings = [...(clock === null ? [] : [clock]), ...outdated, ...done.warnings];
  const durationMs = Math.max(0, options.now() - startedAt);
  const report = { ...done, warnings, durationMs, ...(stale.length > 0 && { stale }) };
  logReport(options.log, report);
  return report;
}

/** null where the records depend on no other source. Taken before the reading, so that what changes meanwhile is seen by the next one. */
async function matchVersionOf({ source, matchVersion }: SyncOptions): Promise<string | null> {
  return source.matches === true && matchVersion !== undefined ? matchVersion() : null;
}

/** The store holds what the source has: only the age of the data moves, unless a part of it could not be asked for. */
async function passOver(
  { source, store, rejectsFile, now }: SyncOptions,
  unchanged: Done,
  seenAt: string,
): Promise<Done> {
  const isCurrent = (source.condition?.(now()).outdated ?? []).length === 0;
  if (isCurrent) await store.noteUnchanged(source.name, seenAt);
  if (unchanged.rejectsFile === null && rejectsFile !== null) new RejectsFile(rejectsFile).commit();
  return unchanged;
}

async function readSource(options: SyncOptions, seenAt: string, matchVersion: string | null): Promise<Done> {
  const { source, store } = options;
  let fingerprint: string | null = null;
  const tally = new Tally();
  const rejects = options.rejectsFile === null ? null : new RejectsFile(options.rejectsFile);
  try {
    const continueAfter = await store.stagedCursor(source.name);
    const earlier = continueAfter === null ? null : placeIn(continueAfter);
    if (earlier !== null) tally.continueFrom(earlier);
    const records = source.records({
      name: source.name,
      cursor: earlier?.cursor ?? null,
      personHash: (id) => store.personHash(id),
      onReject: (reject) => {
        tally.reject(reject);
        rejects?.add(reject);
      },
      onWarning: (warning) => void tally.warnings.push(warning),
      onProgress: options.onProgress,
      signal: options.signal,
      now: options.now,
      ...options.others,
      onFingerprint: (read) => {
        fingerprint = read;
      },
    });
    const reportOf = (result: PublishResult): Done => ({
      source: source.name,
      result,
      rejectedRows: tally.rows,
      rejectedFields: tally.fields,
      perReason: tally.perReason(),
      first: tally.first,
      rejectsFile: tally.rows + tally.fields > 0 ? options.rejectsFile : null,
      warnings: tally.warnings,
      readAt: null,
    });
    const result = await store.publish({
      source: source.name,
      kind: source.kind,
      seenAt,
      records: withTargetsChecked(records, options.kpiNames, tally),
      continueAfter,
      acceptDeletions: options.acceptDeletions,
      rejected: () => {
        // Before anything is visible: what does not fit on the disk must not be found missing afterwards.
        rejects?.write();
        return { rows: tally.rows, fields: tally.fields };
      },
      remember: (published) => remembered({ source, fingerprint, matchVersion }, reportOf(published), seenAt),
    });
    rejects?.commit();
    return reportOf(result);
  } finally {
    rejects?.discard();
  }
}

const place = z.object({ cursor: z.string(), rows: z.number().int(), fields: z.number().int() });
/** Where a reading can be continued, with what had been rejected up to there. */
type Place = z.infer<typeof place>;
const placeIn = (text: string): Place => place.parse(JSON.parse(text));

/** Passes the records on and warns once about targets that no KPI will ever meet. */
async function* withTargetsChecked(
  records: AsyncIterable<AnyRecord | PageEnd>,
  kpiNames: readonly string[] | undefined,
  tally: Tally,
): AsyncGenerator<AnyRecord | PageEnd> {
  let unknown = 0;
  for await (const record of records) {
    if ('page' in record) {
      const { rows, fields } = tally;
      yield { page: JSON.stringify({ cursor: record.page, rows, fields } satisfies Place) };
      continue;
    }
    if (record.record === 'target' && kpiNames !== undefined && !kpiNames.includes(record.kpi)) unknown += 1;
    yield record;
  }
  if (unknown > 0) tally.warnings.push({ file: '', message: `targets for an unknown KPI: ${unknown}` });
}

function logReport(log: SyncLog, report: SyncReport): void {
  const { source, result, rejectedRows, rejectedFields, readAt, durationMs } = report;
  for (const { file, message } of report.warnings) log.warn({ source, file }, message);
  const { added, changed, deleted, unchanged } = result;
  const counts = { added, changed, deleted, unchanged, rejectedRows, rejectedFields };
  const since = readAt === null ? {} : { unchangedSince: readAt };
  log.info({ source, ...counts, ...since, durationMs }, 'sync done');
}
