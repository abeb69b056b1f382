/** Compares two texts in Unicode code-point order (JavaScript's own `<` compares UTF-16 units, which differs beyond U+FFFF). */
export function compareCodePoints(a: string, b: string): number {
  const left = a[Symbol.iterator]();
  const right = b[Symbol.iterator]();
  for (;;) {
    const x = left.next();
    const y = right.next();
    if (x.done || y.done) return x.done ? (y.done ? 0 : -1) : 1;
    const difference = (x.value.codePointAt(0) ?? 0) - (y.value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
}

/** Index of the first element whose `at` is >= the moment, in a list sorted by `at`. */
export function firstAtOrAfter(list: readonly { readonly at: number }[], moment: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = list[middle];
    if (item !== undefined && item.at < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
