import { type Key, keyOf } from '../../records/records.ts';
import { Bad, type Parse } from './cells.ts';

export type Referred = 'partner' | 'deal' | 'registration' | 'asset';

export const isReferred = (record: string): record is Referred =>
  record === 'partner' || record === 'deal' || record === 'registration' || record === 'asset';

/** A text of its own: one that was cut out of a line would keep the whole line in memory. */
export const detached = (text: string): string => Buffer.from(text).toString();

/** The ids of the rows that stay, each with its row's place; found in a first pass, because deals and registrations point at each other. */
export class References {
  readonly #source: string;
  readonly #places: Readonly<Record<Referred, Map<string, number>>> = {
    partner: new Map(),
    deal: new Map(),
    registration: new Map(),
    asset: new Map(),
  };
  readonly #mergedInto = new Map<string, string>();
  #endless: ReadonlySet<string> = new Set();

  constructor(source: string) {
    this.#source = source;
  }

  /** Notes the row of an id; the first one stays (rule 7.3). */
  add(record: Referred, id: string, place: number): void {
    if (!this.#places[record].has(id)) this.#places[record].set(detached(id), place);
  }

  /** Whether the row at this place is the one that stays under its id. */
  stays(record: Referred, id: string, place: number): boolean {
    return this.#places[record].get(id) === place;
  }

  /** Reads a reference to a record of this source. */
  to(record: Referred): Parse<Key> {
    const places = this.#places[record];
    return (cell) => (places.has(cell) ? keyOf(this.#source, cell) : new Bad(`unknown ${record}`));
  }

  /** Reads an id as a key, whether or not there is a record (an asset without assets.csv is its id). */
  readonly anyKey: Parse<Key> = (cell) =>
    cell.includes('\u0000') ? new Bad('unusable character') : keyOf(this.#source, cell);

  addMerge(id: string, into: string): void {
    if (!this.#mergedInto.has(id)) this.#mergedInto.set(id, into);
  }

  /** Rule 1.3: partners whose chain of mergers never ends. Call `findCycles` once all merges are known. */
  mergesEndlessly(id: string): boolean {
    return this.#endless.has(id);
  }

  findCycles(): void {
    const endless = new Set<string>();
    const ends = new Set<string>();
    for (const start of this.#mergedInto.keys()) {
      const chain = new Set<string>();
      let here: string | undefined = start;
      while (here !== undefined && !chain.has(here) && !ends.has(here) && !endless.has(here)) {
        chain.add(here);
        here = this.#mergedInto.get(here);
      }
      const isEndless = here !== undefined && !ends.has(here);
      for (const id of chain) (isEndless ? endless : ends).add(id);
    }
    this.#endless = endless;
  }
}
