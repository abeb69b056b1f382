// Owners: the people (and queues) to whom records belong, those who left included.
import { type Clock, iso } from '../clock.ts';
import type { Owner } from '../types.ts';

export type OwnerInput = Pick<Owner, 'email'> & Partial<Omit<Owner, 'email'>>;

export class Owners {
  readonly #owners: Owner[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Adds an owner. Owner id and user id are different numbers. */
  define(input: OwnerInput): Owner {
    const place = this.#owners.length + 1;
    const at = iso(this.#clock.now());
    const userId = input.userId === undefined ? 9_000_000 + place : input.userId;
    const owner: Owner = {
      id: String(70_000_000 + place),
      firstName: '',
      lastName: '',
      type: 'PERSON',
      userIdIncludingInactive: userId,
      createdAt: at,
      updatedAt: at,
      archived: false,
      ...input,
      userId,
    };
    this.#owners.push(owner);
    return owner;
  }

  /** The person leaves: only the archived list has her from now on, without a user id. */
  archive(id: string): void {
    const owner = this.find(id);
    if (owner === undefined) throw new Error(`no owner ${id}`);
    owner.archived = true;
    owner.userId = null;
    owner.updatedAt = iso(this.#clock.now());
  }

  edit(id: string, change: Partial<Pick<Owner, 'email' | 'firstName' | 'lastName' | 'teams'>>): void {
    const owner = this.find(id);
    if (owner === undefined) throw new Error(`no owner ${id}`);
    Object.assign(owner, change, { updatedAt: iso(this.#clock.now()) });
  }

  find(id: string): Owner | undefined {
    return this.#owners.find((owner) => owner.id === id);
  }

  list(archived = false): Owner[] {
    return this.#owners.filter((owner) => owner.archived === archived);
  }
}
