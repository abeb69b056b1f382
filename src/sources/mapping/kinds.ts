import * as cells from './cells.ts';
import { Bad, type CellOptions } from './cells.ts';
import type { Kind } from './record-fields.ts';

/** What a cell of a field is read as, but for references and people, which need the world around. */
export type Value = string | number | boolean | string[];

/** Reads a trimmed, non-empty cell as what its field holds. Bad where it cannot be that. */
export function parse(kind: Kind, cell: string, options: CellOptions): Value | Bad {
  switch (kind.type) {
    case 'text':
    case 'person':
    case 'reference':
      return cells.text(cell);
    case 'list': {
      const value = cells.text(cell);
      return value instanceof Bad ? value : [value];
    }
    case 'email':
      return cells.email(cell);
    case 'stamp':
      return cells.stamp(cell, options);
    case 'date':
      return cells.date(cell);
    case 'decimal':
      return cells.decimal(cell);
    case 'rate':
      return cells.rate(cell, options);
    case 'number':
      return cells.number(cell);
    case 'not-negative':
      return cells.notNegative(cell, options);
    case 'score':
      return cells.score(cell);
    case 'boolean':
      return cells.boolean(cell);
    case 'currency':
      return cells.currency(cell);
    case 'words':
      return kind.words.includes(cell) ? cell : cells.oneOf(kind.words)(cell);
  }
}
