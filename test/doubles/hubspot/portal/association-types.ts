// The kinds of association between two object types, each known by another number from either side.
import type { ObjectType } from '../object-types.ts';
import type { AssociationType } from '../types.ts';

/** [from, to, there, back] of the plain association, as the service numbers it. */
const plain: readonly (readonly [string, string, number, number])[] = [
  ['contacts', 'companies', 279, 280],
  ['deals', 'contacts', 3, 4],
  ['deals', 'companies', 341, 342],
  ['tickets', 'contacts', 16, 15],
  ['tickets', 'companies', 339, 340],
  ['tickets', 'deals', 28, 27],
  ['calls', 'contacts', 194, 193],
  ['calls', 'companies', 182, 181],
  ['calls', 'deals', 206, 205],
  ['emails', 'contacts', 198, 197],
  ['emails', 'companies', 186, 185],
  ['emails', 'deals', 210, 209],
  ['meetings', 'contacts', 200, 199],
  ['meetings', 'companies', 188, 187],
  ['meetings', 'deals', 212, 211],
  ['tasks', 'contacts', 204, 203],
  ['tasks', 'companies', 192, 191],
  ['communications', 'contacts', 81, 82],
  ['communications', 'companies', 87, 88],
  ['leads', 'contacts', 578, 579],
  ['leads', 'companies', 610, 611],
];

/** [from, there, back] of the association with the one company that counts most. */
const primary: readonly (readonly [string, number, number])[] = [
  ['contacts', 1, 2],
  ['deals', 5, 6],
  ['tickets', 26, 25],
];

export class AssociationTypes {
  readonly #all: AssociationType[] = [];
  #next = 1;

  constructor() {
    for (const [from, to, there, back] of plain) this.#pair(from, to, [there, back], [null, null]);
    for (const [from, there, back] of primary) {
      this.#pair(from, 'companies', [there, back], ['Primary', `${from.slice(0, -1)} with primary company`]);
    }
  }

  /** All kinds from one type to another, the plain one first. */
  between(from: string, to: string): AssociationType[] {
    this.plain(from, to);
    return this.#all.filter((one) => one.from === from && one.to === to);
  }

  /** The association without a label; numbered when first asked for where the service has no fixed number. */
  plain(from: string, to: string): AssociationType {
    const found = this.#all.find((one) => one.from === from && one.to === to && one.label === null);
    if (found !== undefined) return found;
    const there = this.#fresh();
    return this.#pair(from, to, [there, from === to ? there : this.#fresh()], [null, null]);
  }

  /** The label of that name in this direction, or undefined. */
  labelled(from: string, to: string, label: string): AssociationType | undefined {
    return this.#all.find((one) => one.from === from && one.to === to && one.label === label);
  }

  byId(from: string, to: string, typeId: number): AssociationType | undefined {
    return this.#all.find((one) => one.from === from && one.to === to && one.typeId === typeId);
  }

  /** Adds a label; seen from the other side it is called `back`, by default the same. */
  define(from: ObjectType, to: ObjectType, label: string, back: string = label): AssociationType {
    if (this.labelled(from.name, to.name, label) !== undefined) throw new Error(`the label ${label} exists`);
    this.plain(from.name, to.name);
    const there = this.#fresh();
    const same = from.name === to.name && back === label;
    return this.#pair(from.name, to.name, [there, same ? there : this.#fresh()], [label, back]);
  }

  /** Renames a label in one direction. */
  rename(from: string, to: string, label: string, renamed: string): void {
    const found = this.labelled(from, to, label);
    if (found === undefined) throw new Error(`no label ${label} from ${from} to ${to}`);
    found.label = renamed;
  }

  #fresh(): number {
    const taken = this.#next;
    this.#next += 1;
    // Numbers of an account's own labels do not collide with the service's here, though they may there.
    return 10_000 + taken;
  }

  #pair(from: string, to: string, ids: readonly [number, number], labels: readonly [string | null, string | null]) {
    const own = (label: string | null, typeId: number) =>
      label === null || typeId < 10_000 ? ('HUBSPOT_DEFINED' as const) : ('USER_DEFINED' as const);
    const name = (a: string, b: string, label: string | null, typeId: number): string => {
      if (own(label, typeId) === 'USER_DEFINED') return String(label).toLowerCase().replaceAll(/\W+/g, '_');
      const base = `${a.slice(0, -1)}_to_${b.slice(0, -1)}`.replaceAll('companie', 'company');
      return label === null ? `${base}_unlabeled` : base;
    };
    const make = (a: string, b: string, side: 0 | 1): AssociationType => ({
      typeId: ids[side],
      inverse: ids[side === 0 ? 1 : 0],
      category: own(labels[side], ids[side]),
      label: labels[side],
      name: name(a, b, labels[side], ids[side]),
      from: a,
      to: b,
    });
    const there = make(from, to, 0);
    this.#all.push(there);
    if (ids[0] !== ids[1]) this.#all.push(make(to, from, 1));
    return there;
  }
}
