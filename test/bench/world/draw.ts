/** A number in [0, 1) for the `slot`-th draw about the `index`-th thing of a stream: stateless, so that any row can be made alone. */
export function draw(stream: number, index: number, slot: number): number {
  let x = Math.imul(index + 1, 0x9e37_79b1) ^ Math.imul(stream * 64 + slot + 1, 0x85eb_ca6b);
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb_352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846c_a68b);
  x ^= x >>> 16;
  return (x >>> 0) / 2 ** 32;
}

/** One of the list, by a draw; a list that is empty is a mistake of the caller. */
export function pick<V>(list: readonly V[], drawn: number): V {
  const value = list[Math.floor(drawn * list.length)];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}

/** Draws of one stream: `draws(index, slot)`. */
export type Draws = (index: number, slot: number) => number;

export const stream =
  (number: number): Draws =>
  (index, slot) =>
    draw(number, index, slot);
