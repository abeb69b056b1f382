import type { Condition } from './soql.ts';

/** A row that has been read: where to go on behind it. */
export interface Mark {
  /** Its stamp in milliseconds. */
  readonly at: number;
  readonly id: string;
}

export interface Window {
  /** The field that says when a row changed. */
  readonly field: string;
  /** The first moment that belongs to it; without one, all before `until`. */
  readonly from: number | null;
  /** The first moment that no longer belongs to it. */
  readonly until: number;
  /** Only rows behind this one. Rows of one bulk edit share their stamp, so the id decides among them. */
  readonly after?: Mark;
}

/** Rows that changed within a window. To be read in `windowOrder`. */
export function within({ field, from, until, after }: Window): Condition {
  const start: Condition[] = from === null ? [] : [{ field, is: '>=', value: { at: from } }];
  return {
    all: [...start, { field, is: '<', value: { at: until } }, ...(after === undefined ? [] : [behind(field, after)])],
  };
}

/** The order in which a `Mark` means all rows before it. */
export const windowOrder = (field: string): readonly string[] => [field, 'Id'];

/** Rows behind one, in `windowOrder`. */
export const behind = (field: string, { at, id }: Mark): Condition => ({
  any: [
    { field, is: '>', value: { at } },
    {
      all: [
        { field, is: '=', value: { at } },
        { field: 'Id', is: '>', value: id },
      ],
    },
  ],
});
