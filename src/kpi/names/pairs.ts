import { Groups } from './groups.ts';

/** Texts by the pairs of letters that they have, each counted once per text. */
export class PairIndex {
  readonly #ids = new Map<number, number>();
  readonly #texts: Groups;
  /** How many pairs each text has. */
  readonly #counts: Uint16Array;

  constructor(texts: readonly string[]) {
    this.#counts = new Uint16Array(texts.length);
    const pairs: number[] = [];
    const seenIn: number[] = [];
    for (const [place, text] of texts.entries()) {
      const before = pairs.length;
      eachPair(text, (pair) => {
        const id = this.#ids.get(pair) ?? this.#ids.size;
        if (seenIn[id] === place) return;
        if (seenIn[id] === undefined) this.#ids.set(pair, id);
        seenIn[id] = place;
        pairs.push(id);
      });
      this.#counts[place] = pairs.length - before;
    }
    this.#texts = new Groups(this.#ids.size, (add) => {
      let next = 0;
      for (const [place, count] of this.#counts.entries()) {
        for (const end = next + count; next < end; next += 1) add(pairs[next] ?? 0, place);
      }
    });
  }

  /** How many pairs each text shares with this one. */
  shared(text: string): Uint16Array {
    const shared = new Uint16Array(this.#counts.length);
    for (const pair of pairsOf(text)) {
      const id = this.#ids.get(pair);
      if (id === undefined) continue;
      for (const place of this.#texts.of(id)) shared[place] = (shared[place] ?? 0) + 1;
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
}

function pairsOf(text: string): ReadonlySet<number> {
  const pairs = new Set<number>();
  eachPair(text, (pair) => pairs.add(pair));
  return pairs;
}

const BLANK = 32;

/** Each pair of letters as one number; beginning and end of the text count as blanks. */
function eachPair(text: string, tell: (pair: number) => void): void {
  if (text === '') return;
  let before = BLANK;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    tell(before * 65_536 + letter);
    before = letter;
  }
  tell(before * 65_536 + BLANK);
}
