/** Tells something at most once in `ms`; one that cannot be told is no failure of what it tells of. */
export function every<A extends readonly unknown[]>(
  ms: number,
  now: () => number,
  tell: (...values: A) => Promise<void>,
): (...values: A) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (...values) => {
    const passed = now() - toldAt;
    // Below zero: the clock was set back.
    if (passed >= 0 && passed < ms) return;
    toldAt = now();
    tell(...values).catch(() => undefined);
  };
}
