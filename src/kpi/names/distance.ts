/**
 * How many letters are wrong, left out, too many, or have changed places with their neighbour (optimal string
 * alignment); `most + 1` where it is more than `most`.
 */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let start = 0;
  const least = Math.min(a.length, b.length);
  while (start < least && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return between(a.slice(start, a.length - end), b.slice(start, b.length - end), most);
}

function between(a: string, b: string, most: number): number {
  if (a.length === 0 || b.length === 0) return Math.min(most + 1, Math.max(a.length, b.length));
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min((old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (old[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      best = Math.min(best, cost);
    }
    // A transposition looks back two rows, and costs one more than what it finds there.
    if (best > most && Math.min(...old) >= most) return most + 1;
    older = old;
    old = row;
  }
  return Math.min(most + 1, old[b.length] ?? 0);
}
