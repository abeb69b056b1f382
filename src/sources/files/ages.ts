import { dayOfDate, type Zone } from '../../records/zone.ts';
import type { StaleFile } from '../source.ts';
import type { TableFile } from './folder.ts';
import { dateInName } from './pattern.ts';

/** Of when a file is, in ms: when it was last changed; if its name holds an earlier day, the end of that day. */
function ageOf({ file, changedAt }: TableFile, zone: Zone): number {
  const date = dateInName(file);
  return date === null ? changedAt : Math.min(changedAt, zone.startOf(dayOfDate(date) + 1) - 1);
}

/** The files that are older at `now` (ms) than their settings allow. */
export function staleFiles(files: readonly TableFile[], now: number, zone: Zone): readonly StaleFile[] {
  return files.flatMap((file) => {
    if (file.maxAgeMs === null) return [];
    const since = ageOf(file, zone);
    if (now - since <= file.maxAgeMs) return [];
    return [
      { file: file.file, record: file.table.record, since: new Date(since).toISOString(), maxAge: file.maxAgeMs },
    ];
  });
}
