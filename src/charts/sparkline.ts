const bars = '▁▂▃▄▅▆▇█';

/**
 * A line of small bars, one for each value, from 0 (or the smallest, if negative) to the largest; unknown is a space.
 * `[0, 1, 2]` → `▁▅█`.
 */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const low = Math.min(0, ...known);
  const span = Math.max(0, ...known) - low;
  return values
    .map((value) => {
      if (value === null) return ' ';
      const step = span === 0 ? 0 : Math.round(((value - low) / span) * (bars.length - 1));
      return bars.charAt(step);
    })
    .join('');
}
