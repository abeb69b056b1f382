const bits = 25;

/**
 * Remembers which names were noted, in four megabytes, however many they are: of one that was not noted it mostly knows so for certain, of
 * one that was it never says that.
 */
export class Noted {
  readonly #bits = new Uint32Array(2 ** (bits - 5));

  note(space: number, name: string): void {
    const [first, second] = placesOf(space, name);
    this.#set(first);
    this.#set(second);
  }

  mayHave(space: number, name: string): boolean {
    const [first, second] = placesOf(space, name);
    return this.#has(first) && this.#has(second);
  }

  #set(place: number): void {
    this.#bits[place >>> 5] = (this.#bits[place >>> 5] ?? 0) | (1 << (place & 31));
  }

  #has(place: number): boolean {
    return ((this.#bits[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
  }
}

/** Two places from one pass over the name (FNV-1a, and its bits stirred). */
function placesOf(space: number, name: string): readonly [number, number] {
  let hash = 0x811c9dc5 ^ space;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  let stirred = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  stirred = Math.imul(stirred ^ (stirred >>> 12), 0x297a2d39);
  stirred ^= stirred >>> 15;
  return [stirred >>> (32 - bits), Math.imul(stirred, 0x9e3779b1) >>> (32 - bits)];
}
