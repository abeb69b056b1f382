import { dayOfDate, type Zone } from '../../records/zone.ts';
import type { StaleFile } from '../source.ts';
import type { TableFile } from './folder.ts';
import { dateInName } from './pattern.ts';
import type { FileSettings } from './settings.ts';

/** Of when a file is, in ms: when it was last changed; if its name holds an earlier day, the end of that day. */
function ageOf({ file, changedAt }: TableFile, zone: Zone): number {
  const date = dateInName(file);
  return date === null ? changedAt : Math.min(changedAt, zone.startOf(dayOfDate(date) + 1) - 1);
}

const hourMs = 3_600_000;
const durationOf = (text: string): number => Number(text.slice(0, -1)) * (text.endsWith('d') ? 24 : 1) * hourMs;

/** The files that are older at `now` (ms) than their settings allow; of those that are read together the newest counts. */
export function staleFiles(files: readonly TableFile[], now: number, zone: Zone): readonly StaleFile[] {
  const newest = new Map<FileSettings, { readonly file: TableFile; readonly since: number }>();
  for (const file of files) {
    const since = ageOf(file, zone);
    if (file.listed === null || (newest.get(file.listed)?.since ?? Number.NEGATIVE_INFINITY) > since) continue;
    newest.set(file.listed, { file, since });
  }
  return [...newest].flatMap(([{ maxAge }, { file, since }]) => {
    const allowed = maxAge === undefined ? Number.POSITIVE_INFINITY : durationOf(maxAge);
    if (now - since <= allowed) return [];
    const { record } = file.table;
    return [{ file: file.file, record, since: new Date(since).toISOString(), maxAge: allowed }];
  });
}
