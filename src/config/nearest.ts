/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other; letter case costs nothing. */
export function editDistance(one: string, other: string): number {
  const a = one.toLowerCase();
  const b = other.toLowerCase();
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const at = (line: readonly number[], column: number): number => line[column] ?? Number.POSITIVE_INFINITY;
      let best = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(beforeLast, j - 2) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The valid name that was probably meant: at most a third of its letters differ, or one begins with the other; else undefined. */
export function nearest(word: string, valid: readonly string[]): string | undefined {
  const fold = (text: string): string => text.toLowerCase().replace(/[-_\s]/g, '');
  const wanted = fold(word);
  if (wanted === '') return undefined;
  const ranked = valid
    .map((name) => ({ name, distance: editDistance(wanted, fold(name)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best && best.distance <= Math.max(1, Math.floor(best.name.length / 3))) return best.name;
  if (wanted.length < 3) return undefined;
  return valid.find((name) => fold(name).startsWith(wanted) || wanted.startsWith(fold(name)));
}
