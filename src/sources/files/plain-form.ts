import type { Parse } from './cells.ts';
import type { Encoding } from './encodings.ts';

/** How the bytes of a file become rows. */
export interface Layout {
  readonly delimiter: string;
  readonly encoding: Encoding;
  /** Physical lines before the header line. */
  readonly skipRows: number;
}

/** What a file has in another way than rule 7.1 says. Its cells are put into the plain form, so that one reader serves all. */
export interface Form {
  readonly layout: Layout;
  /** The file's own name of a column. */
  readonly theirs: (column: string) => string;
  /** Columns that the settings name: what else stands in the file is known to be of no interest. */
  readonly named: ReadonlySet<string> | null;
  /** Values in the plain form, in the place of a column. */
  readonly constants: ReadonlyMap<string, string>;
  /** Columns whose cells have another form; gives the plain one. */
  readonly readers: ReadonlyMap<string, Parse<string>>;
}

/** Rule 7.1 as it stands. */
export const plainForm: Form = {
  layout: { delimiter: ',', encoding: 'utf-8', skipRows: 0 },
  theirs: (column) => column,
  named: null,
  constants: new Map(),
  readers: new Map(),
};
