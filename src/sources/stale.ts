import type { Notice, Store } from '../store/store.ts';
import type { StaleFile } from './source.ts';

/** A file that is older than its settings allow, as a reader of its figures is told. */
export interface StaleData {
  readonly source: string;
  readonly file: string;
  /** The type of its records. */
  readonly record: string;
  /** UTC instant of which the file is. */
  readonly since: string;
}

const code = 'stale-file';
const idOf = (source: string, file: string): string => `${code}/${source}/${file}`;

/** Raises a notice for each file that is too old, and ends those of files that no longer are. */
export async function noteStale(store: Store, source: string, stale: readonly StaleFile[], at: string): Promise<void> {
  const held = new Set(stale.map(({ file }) => idOf(source, file)));
  for (const notice of await store.notices.open())
    if (notice.source === source && notice.code === code && !held.has(notice.id))
      await store.notices.end(notice.id, at);
  for (const { file, record, since, maxAge } of stale) {
    const params = { file, record, since, hours: Math.round(maxAge / 3_600_000) };
    await store.notices.raise({ id: idOf(source, file), source, code, params, at });
  }
}

/** The files that are too old, as the open notices have them. */
export const staleData = (notices: readonly Notice[]): readonly StaleData[] =>
  notices
    .filter((notice) => notice.code === code)
    .map(({ source, params: { file = '', record = '', since = '' } }) => ({
      source: source ?? '',
      file: String(file),
      record: String(record),
      since: String(since),
    }));
