/**
 * How many letters are wrong, left out, too many, or have changed places with their neighbour (optimal string
 * alignment); `most + 1` where it is more than `most`, which is meant to be small: each mistake is tried in each way.
 */
export function distance(a: string, b: string, most: number): number {
  return Math.abs(a.length - b.length) > most ? most + 1 : from(a, 0, b, 0, most);
}

/** The distance from these places on. */
function from(a: string, inA: number, b: string, inB: number, most: number): number {
  let i = inA;
  let j = inB;
  while (i < a.length && j < b.length && a.charCodeAt(i) === b.charCodeAt(j)) {
    i += 1;
    j += 1;
  }
  const left = a.length - i;
  const right = b.length - j;
  if (left === 0 || right === 0) return Math.min(most + 1, left + right);
  if (most === 0 || Math.abs(left - right) > most) return most + 1;
  let best = most;
  const next = (di: number, dj: number): void => {
    best = Math.min(best, from(a, i + di, b, j + dj, best - 1));
  };
  next(1, 1);
  next(1, 0);
  next(0, 1);
  if (a.charCodeAt(i) === b.charCodeAt(j + 1) && a.charCodeAt(i + 1) === b.charCodeAt(j)) next(2, 2);
  return best + 1;
}
