/** A partner field over time (rule 1.4). */
export interface Timeline {
  /** The value at a moment; null = unknown. */
  at(moment: number): string | null;
  /** When the first known value began; null where only the current field is known. */
  readonly since: number | null;
  /** The moments at which the value can change, sorted. */
  readonly changes: readonly number[];
  /** Every known value that it ever had. */
  readonly values: readonly string[];
}

export interface TimelineRow {
  readonly from: number;
  readonly value: string | null;
}

/**
 * Rule 1.4: the last value with valid-from ≤ the moment; before the first known value, that one; without any, the
 * current value. Rows come in source order: at equal valid-from the later row wins.
 */
export function timeline(rows: readonly TimelineRow[], current: string | null): Timeline {
  const ordered = [...rows].sort((a, b) => a.from - b.from);
  const sorted = ordered.filter((row, index) => ordered[index + 1]?.from !== row.from);
  const firstKnown = sorted.findIndex((row) => row.value !== null);
  const first = sorted[firstKnown];
  if (first === undefined) {
    return { at: () => current, since: null, changes: [], values: current === null ? [] : [current] };
  }
  const known = sorted.slice(firstKnown);
  return {
    at(moment) {
      let low = 0;
      let high = known.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((known[middle]?.from ?? 0) <= moment) low = middle + 1;
        else high = middle;
      }
      return (low === 0 ? first : known[low - 1])?.value ?? null;
    },
    since: first.from,
    changes: known.map((row) => row.from),
    values: [...new Set(known.flatMap((row) => (row.value === null ? [] : [row.value])))],
  };
}
