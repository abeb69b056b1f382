import type { SourceState } from '../records/records.ts';
import type { Warning } from './source.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function lengthOf(ms: number): string {
  if (ms < hour) return `${Math.round(ms / minute)} min`;
  return ms < 2 * day ? `${Math.round(ms / hour)} h` : `${Math.round(ms / day)} d`;
}

/** A source that was synced at a time that has not come yet: the clock was set back, or stood ahead before. */
export function clockWarning(states: readonly SourceState[], source: string, now: number): Warning | null {
  const last = states.find((state) => state.source === source);
  const behind = last === undefined ? 0 : Date.parse(last.dataAsOf) - now;
  // Clocks that follow a server go back by less.
  return behind < minute ? null : { file: '', message: `the clock is behind the last sync: ${lengthOf(behind)}` };
}
