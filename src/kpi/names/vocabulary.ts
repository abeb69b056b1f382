import { distance } from './distance.ts';
import type { Spelling } from './fold.ts';
import { Groups } from './groups.ts';
import { hasDigit, mostEdits } from './mistakes.ts';
import { PairIndex } from './pairs.ts';

/** A word that occurs in names, and how many letters it is away from the one asked for. */
export interface Neighbour {
  readonly word: number;
  readonly edits: number;
}

/** The words that occur in a list of names, and in which names each does. */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #words: readonly string[];
  readonly #pairs: PairIndex;
  readonly #names: Groups;

  constructor(names: readonly Spelling[]) {
    for (const { words } of names) {
      for (const word of words) if (!this.#ids.has(word)) this.#ids.set(word, this.#ids.size);
    }
    this.#words = [...this.#ids.keys()];
    this.#pairs = new PairIndex(this.#words);
    this.#names = new Groups(this.#words.length, (add) => {
      for (const [place, { words }] of names.entries()) {
        for (const word of words) add(this.#ids.get(word) ?? 0, place);
      }
    });
  }

  /** The names that have a word, each as its place in the list. */
  namesWith(word: number): Int32Array {
    return this.#names.of(word);
  }

  /** The names that have all of some words, in whatever order. */
  namesWithAll(words: readonly string[]): readonly number[] {
    const ids = words.map((word) => this.#ids.get(word));
    const lists = ids.flatMap((id) => (id === undefined ? [] : [new Set(this.#names.of(id))]));
    const [first, ...others] = lists;
    if (first === undefined || lists.length < words.length) return [];
    return [...first].filter((name) => others.every((list) => list.has(name)));
  }

  /** The words that may have been meant, the nearest first; a number means itself only. */
  near(typed: string): readonly Neighbour[] {
    const own = this.#ids.get(typed);
    const exact = own === undefined ? [] : [{ word: own, edits: 0 }];
    if (hasDigit(typed) || typed.length < 3) return exact;
    const most = mostEdits(typed);
    const shared = this.#pairs.shared(typed);
    // A mistake spoils two pairs of letters, or three where two letters changed places.
    const least = Math.max(1, typed.length - 2 * most);
    const found: Neighbour[] = exact;
    for (let word = 0; word < shared.length; word += 1) {
      if ((shared[word] ?? 0) < least || word === own) continue;
      const text = this.#words[word] ?? '';
      if (Math.abs(text.length - typed.length) > most || hasDigit(text)) continue;
      const edits = distance(typed, text, most);
      if (edits <= most) found.push({ word, edits });
    }
    return found.sort((a, b) => a.edits - b.edits);
  }
}
