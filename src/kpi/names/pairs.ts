import { Groups } from './groups.ts';

/** Texts by the pairs of letters that they have, each counted once per text. */
export class PairIndex {
  readonly #ids = new Map<number, number>();
  readonly #groups: Groups;
  /** How many pairs each text has. */
  readonly #counts: Uint16Array;

  constructor(texts: readonly string[]) {
    this.#counts = new Uint16Array(texts.length);
    const lists = texts.map((text, place) => {
      const list = this.#known(text, true);
      this.#counts[place] = list.length;
      return list;
    });
    this.#groups = new Groups(this.#ids.size, (add) => {
      for (const [place, list] of lists.entries()) for (const pair of list) add(pair, place);
    });
  }

  /** How many pairs each text shares with this one. */
  shared(text: string): Uint16Array {
    const shared = new Uint16Array(this.#counts.length);
    for (const pair of this.#known(text, false)) {
      for (const place of this.#groups.of(pair)) shared[place] = (shared[place] ?? 0) + 1;
    }
    return shared;
  }

  /** Dice's coefficient of a text and each of these, from 0 to 1. */
  likeness(text: string): Float32Array {
    const shared = this.shared(text);
    const own = pairsOf(text).size;
    const likeness = new Float32Array(shared.length);
    for (let place = 0; place < shared.length; place += 1) {
      const both = shared[place] ?? 0;
      if (both > 0) likeness[place] = (2 * both) / (own + (this.#counts[place] ?? 0));
    }
    return likeness;
  }

  #known(text: string, learn: boolean): readonly number[] {
    const known: number[] = [];
    for (const pair of pairsOf(text)) {
      const id = this.#ids.get(pair) ?? (learn ? this.#ids.size : undefined);
      if (id === undefined) continue;
      if (learn) this.#ids.set(pair, id);
      known.push(id);
    }
    return known;
  }
}

/** Each pair of letters as one number; beginning and end of the text count as blanks. */
function pairsOf(text: string): ReadonlySet<number> {
  const pairs = new Set<number>();
  let before = 32;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    pairs.add(before * 65_536 + letter);
    before = letter;
  }
  return text === '' ? pairs : pairs.add(before * 65_536 + 32);
}
