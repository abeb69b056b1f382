import type { Cells, Linked, RawRow } from '../mapping/index.ts';
import type { RowCodec } from './cells.ts';
import type { Links } from './links.ts';
import type { Path, Plan } from './plan.ts';
import type { Rows, Stored } from './rows.ts';

/** A row as the mapping reads it, with its links or without; null for one that there is not. */
export type RawRowOf = (object: string, id: string, withLinks: boolean) => RawRow | null;

const nothing: Cells = {};

/** Puts rows and their links together again. */
export class Assembly {
  readonly #plan: Plan;
  readonly #rows: Rows;
  readonly #codec: RowCodec;
  readonly #links: Links;

  constructor(parts: { plan: Plan; rows: Rows; codec: RowCodec; links: Links }) {
    this.#plan = parts.plan;
    this.#rows = parts.rows;
    this.#codec = parts.codec;
    this.#links = parts.links;
  }

  find(object: string, id: string, withLinks: boolean): RawRow | null {
    const stored = this.#rows.find(object, id);
    if (stored === undefined) return null;
    return withLinks ? this.row(object, stored) : this.#codec.read(stored.id, stored);
  }

  row(object: string, stored: Stored): RawRow {
    const row = this.#codec.read(stored.id, stored);
    const paths = this.#plan.paths.get(object);
    if (paths === undefined) return row;
    return { ...row, linked: (path) => this.#linked(paths, path, stored.id) };
  }

  #linked(paths: readonly Path[], name: string, id: string): readonly Linked[] {
    const path = paths.find((one) => one.path === name);
    if (path === undefined) return [];
    const end = path.properties.length === 0 ? null : (path.objects.at(-1) ?? null);
    return this.#links.follow(path, id).map((link) => ({
      id: link.id,
      labels: link.labels,
      values: end === null ? nothing : this.#valuesOf(end, link.id),
    }));
  }

  #valuesOf(object: string, id: string): Cells {
    const stored = this.#rows.find(object, id);
    return stored === undefined ? nothing : this.#codec.values(stored);
  }
}
