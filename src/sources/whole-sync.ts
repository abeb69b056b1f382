import { z } from 'zod';
import type { AnyRecord } from '../records/records.ts';
import type { PageEnd, PublishResult, UnmatchedName } from '../store/store.ts';
import { type Others, othersOf } from './others.ts';
import { RejectsFile } from './rejects.ts';
import { sumOf, Tally } from './report.ts';
import { keepFromOf } from './retention.ts';
import type { Source } from './source.ts';
import type { SyncOptions } from './sync-options.ts';
import { type Done, remembered, unchangedSince } from './unchanged.ts';

type WholeOptions = SyncOptions & { readonly source: Source };

/** Reads a source that gives all of its records at once, unless the last sync read the same. Throws as `syncSource`. */
export async function syncWhole(given: WholeOptions, seenAt: string): Promise<Done> {
  const options = withRetention(given);
  const { store, source } = options;
  const { matches = false } = source;
  const others = matches === false ? null : await othersOf(store, source.name, matches);
  const matchVersion = others?.version ?? null;
  const unchanged = options.full === true ? null : await unchangedSince({ ...options, matchVersion });
  return unchanged === null ? await readSource(options, seenAt, others) : await passOver(options, unchanged, seenAt);
}

/** Time alone changes what is kept of it: the day stands in what its records depend on. */
function withRetention(options: WholeOptions): WholeOptions {
  const { source, retentionDays, now } = options;
  const keepFrom = keepFromOf(retentionDays, now());
  if (keepFrom === null || source.basis === undefined) return options;
  return { ...options, source: { ...source, basis: JSON.stringify([source.basis, keepFrom]) } };
}

/** The store holds what the source has: only the age of the data moves, unless a part of it could not be asked for. */
async function passOver(
  { source, store, rejectsFile, now }: WholeOptions,
  unchanged: Done,
  seenAt: string,
): Promise<Done> {
  const isCurrent = (source.condition?.(now()).outdated ?? []).length === 0;
  if (isCurrent) await store.noteUnchanged(source.name, seenAt);
  if (unchanged.rejectsFile === null && rejectsFile !== null) new RejectsFile(rejectsFile).commit();
  return unchanged;
}

async function readSource(options: WholeOptions, seenAt: string, others: Others | null): Promise<Done> {
  const { source, store } = options;
  let fingerprint: string | null = null;
  const tally = new Tally();
  const unmatched: UnmatchedName[] = [];
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
      ...(others !== null && { partners: others.partners, deals: others.deals }),
      onUnmatched: (text, record, count) => void unmatched.push({ text, record, count }),
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
      unmatched: sumOf(unmatched),
      warnings: tally.warnings,
      readAt: null,
      calls: null,
    });
    const result = await store.publish({
      source: source.name,
      kind: source.kind,
      seenAt,
      records: withTargetsChecked(records, options.kpiNames, tally),
      continueAfter,
      acceptDeletions: options.acceptDeletions,
      keepFrom: keepFromOf(options.retentionDays, options.now()),
      beside: { unmatched: () => unmatched },
      rejected: () => {
        // Before anything is visible: what does not fit on the disk must not be found missing afterwards.
        rejects?.write();
        return { rows: tally.rows, fields: tally.fields };
      },
      remember: (published) =>
        remembered({ source, fingerprint, matchVersion: others?.version ?? null }, reportOf(published), seenAt),
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
