// Associations as people make them: by label, seen from both sides, without any trace on the records' stamps.
import type { AssociationType } from '../types.ts';
import { AssociationTypes } from './association-types.ts';
import { type End, Links, type Target } from './links.ts';

export interface AssociateOptions {
  /** Names of labels in the direction from the first record to the second. */
  labels?: readonly string[];
  /** Makes the second record, a company, the one that counts most; another stops being it. */
  primary?: boolean;
}

export class Associations {
  readonly types = new AssociationTypes();
  readonly #links = new Links();

  /** Associates two records; the plain association stands beside every label. */
  associate(from: End, to: End, { labels = [], primary = false }: AssociateOptions = {}): void {
    this.#add(from, to, this.types.plain(from.type, to.type));
    for (const label of labels) this.#add(from, to, this.#label(from, to, label));
    if (!primary) return;
    const type = this.#label(from, to, 'Primary');
    for (const other of this.#links.from(from, to.type)) {
      if (other.typeIds.includes(type.typeId)) this.#remove(from, { type: to.type, id: other.id }, type);
    }
    this.#add(from, to, type);
  }

  /** Takes labels away, or the whole association when none is named. */
  dissociate(from: End, to: End, labels?: readonly string[]): void {
    const kinds = labels?.map((label) => this.#label(from, to, label)) ?? this.types.between(from.type, to.type);
    for (const type of kinds) this.#remove(from, to, type);
  }

  /** The records of a type that hang on a record, lowest id first, each with its kinds. */
  from(from: End, toType: string): { id: string; types: AssociationType[] }[] {
    const known = (target: Target): AssociationType[] =>
      target.typeIds.flatMap((id) => this.types.byId(from.type, toType, id) ?? []);
    return this.#links.from(from, toType).map((target) => ({ id: target.id, types: known(target) }));
  }

  /** Everything between two object types, for comparing with what a reader holds: plain ids and label names. */
  *all(fromType: string, toType: string): Generator<{ from: string; to: string; labels: string[] }> {
    for (const from of this.#links.sources(fromType, toType)) {
      for (const { id, types } of this.from({ type: fromType, id: from }, toType)) {
        yield { from, to: id, labels: types.flatMap(({ label }) => label ?? []) };
      }
    }
  }

  /** Hangs on one record what hung on others. */
  move(type: string, from: readonly string[], to: string): void {
    for (const toType of this.#links.typeNames()) {
      for (const id of from) {
        for (const target of this.#links.from({ type, id }, toType)) {
          for (const typeId of target.typeIds) {
            const kind = this.types.byId(type, toType, typeId);
            if (kind !== undefined) this.#add({ type, id: to }, { type: toType, id: target.id }, kind);
          }
        }
      }
    }
    for (const id of from) if (id !== to) this.removeAll({ type, id });
  }

  removeAll(end: End): void {
    this.#links.removeAll(end);
  }

  close(): void {
    this.#links.close();
  }

  #add(from: End, to: End, type: AssociationType): void {
    this.#links.add(from, to, type.typeId, type.inverse);
  }

  #remove(from: End, to: End, type: AssociationType): void {
    this.#links.remove(from, to, type.typeId, type.inverse);
  }

  #label(from: End, to: End, label: string): AssociationType {
    const found = this.types.labelled(from.type, to.type, label);
    if (found === undefined) throw new Error(`no label ${label} from ${from.type} to ${to.type}`);
    return found;
  }
}
