import type { AssociationType, FoundLink } from './client.ts';

/** Associations with the one company that counts most have these numbers, there and back. */
const primary: readonly (readonly [number, number])[] = [
  [1, 2],
  [5, 6],
  [25, 26],
];

const inverseOf = (typeId: number): number | undefined => {
  for (const [there, back] of primary) {
    if (typeId === there) return back;
    if (typeId === back) return there;
  }
  return undefined;
};

const labelsIn = (types: readonly AssociationType[]): string[] => types.flatMap(({ label }) => label ?? []);

/** The labels of a link in the direction in which it was read. */
export const plainLabels = ({ types }: FoundLink): readonly string[] => [...new Set(labelsIn(types))].sort();

/**
 * Names of labels differ between the two directions, and HubSpot does not say which belong together. This knows those that are
 * certain, and learns the others from links that were read from both sides.
 */
export class LabelPairs {
  readonly #forth: readonly AssociationType[];
  /** Number of a label seen from the other side → its name in this direction. */
  readonly #known = new Map<number, string>();
  readonly #candidates = new Map<number, Set<string>>();

  /** `forth`: kinds from the row to the partner; `back`: from the partner to the row. */
  constructor(forth: readonly AssociationType[], back: readonly AssociationType[]) {
    this.#forth = forth.filter(({ label }) => label !== null);
    const named = back.filter(({ label }) => label !== null);
    for (const { typeId, label, category } of named) {
      const inverse = category === 'HUBSPOT_DEFINED' ? inverseOf(typeId) : undefined;
      const same = this.#forth.filter(
        (kind) => kind.typeId === inverse || (inverse === undefined && kind.label === label),
      );
      if (same.length === 1 && same[0]?.label != null) this.#known.set(typeId, same[0].label);
    }
    const [open, ...more] = named.filter(({ typeId }) => !this.#known.has(typeId));
    const left = this.#open();
    const [only] = left;
    if (open !== undefined && more.length === 0 && left.length === 1 && only !== undefined)
      this.#known.set(open.typeId, only);
  }

  /** Labels of a link that was read from the partner’s side; null where one of them is not certain. */
  translated({ types }: FoundLink): readonly string[] | null {
    const labels = new Set<string>();
    for (const { typeId, label } of types) {
      if (label === null) continue;
      const known = this.#known.get(typeId);
      if (known === undefined) return null;
      labels.add(known);
    }
    return [...labels].sort();
  }

  /** Learns from one link read from both sides. */
  learn(back: FoundLink, forth: FoundLink): void {
    const seen = new Set(labelsIn(forth.types));
    const here = new Set(back.types.map(({ typeId }) => typeId));
    for (const { typeId, label } of back.types) {
      if (label === null || this.#known.has(typeId)) continue;
      const before = this.#candidates.get(typeId) ?? new Set(this.#open());
      this.#candidates.set(typeId, new Set([...before].filter((name) => seen.has(name))));
    }
    for (const [typeId, names] of this.#candidates) {
      if (!here.has(typeId)) for (const name of seen) names.delete(name);
    }
    this.#conclude();
  }

  #conclude(): void {
    for (const [typeId, names] of this.#candidates) {
      const [name] = names;
      // None is left where somebody changed the link between the two readings.
      if (name === undefined) this.#candidates.delete(typeId);
      if (names.size !== 1 || name === undefined) continue;
      this.#known.set(typeId, name);
      this.#candidates.delete(typeId);
      for (const others of this.#candidates.values()) others.delete(name);
    }
  }

  #open(): string[] {
    const taken = new Set(this.#known.values());
    return labelsIn(this.#forth).filter((label) => !taken.has(label));
  }
}
