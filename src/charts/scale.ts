/**
 * The unit (a power of ten, at least 1) in which `values` come nearest to the height of `beside`, so that a count and a
 * sum of money can share one axis without either lying flat. 1 where there is nothing to compare with.
 */
export function sharedUnit(values: readonly number[], beside: readonly number[]): number {
  const top = Math.max(0, ...values.map(Math.abs));
  const other = Math.max(1, ...beside.map(Math.abs));
  if (top === 0) return 1;
  return 10 ** Math.max(0, Math.round(Math.log10(top / other)));
}
