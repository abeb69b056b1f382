import type { SeenValue } from './reading.ts';
import type { MappedType } from './record-fields.ts';
import type { Mapping } from './schema.ts';

export interface CountedValue {
  readonly record: MappedType;
  readonly object: string;
  readonly field: string;
  readonly value: string;
  readonly count: number;
}

export interface UnusedValue {
  readonly record: MappedType;
  readonly object: string;
  readonly field: string;
  /** As the mapping spells it. */
  readonly value: string;
  readonly target: string;
}

/** Distinct values kept for each field: a wrongly mapped property may have as many as the CRM has rows. */
const mostValues = 1000;
const others = '(others)';

/** Counts what met the value maps over many rows, both ways; the order of rows does not matter, but for which are `(others)`. */
export class ValueTally {
  readonly #unmapped = new Map<string, Map<string, number>>();
  readonly #used = new Set<string>();
  readonly #fields = new Map<string, Pick<CountedValue, 'record' | 'object' | 'field'>>();

  /** Adds the values of one row. */
  add(values: readonly SeenValue[]): void {
    for (const { record, index, object, field, value, target } of values) {
      if (target !== null) {
        this.#used.add(JSON.stringify([record, index, field, value]));
        continue;
      }
      const key = JSON.stringify([record, object, field]);
      this.#fields.set(key, { record, object, field });
      const counts = this.#unmapped.get(key) ?? new Map<string, number>();
      this.#unmapped.set(key, counts);
      const name = counts.has(value) || counts.size < mostValues ? value : others;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }

  /** Values that no map knows, by record and field, the most frequent first. */
  unmapped(): readonly CountedValue[] {
    return [...this.#unmapped.keys()].sort().flatMap((key) => {
      const field = this.#fields.get(key);
      const counts = [...(this.#unmapped.get(key) ?? [])].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
      return field === undefined ? [] : counts.map(([value, count]) => ({ ...field, value, count }));
    });
  }

  /** Values that the mapping names and no row had, in the order of the mapping. */
  unused({ entries }: Mapping): readonly UnusedValue[] {
    return entries.flatMap(({ record, index, object, fields }) =>
      [...fields].flatMap(([field, { values, stages }]) => {
        const maps = [
          ...(values === null ? [] : [values]),
          ...(stages === null || stages === 'auto' ? [] : stages.values()),
        ];
        return maps
          .flatMap((map) => [...map.values()])
          .filter(({ value }) => !this.#used.has(JSON.stringify([record, index, field, value])))
          .map(({ value, target }) => ({ record, object, field, value, target }));
      }),
    );
  }
}
