// What compiling a query needs to know.
import type { Schema } from '../schema/schema.ts';
import { daysOf } from './date-literals.ts';

export interface CompileOptions {
  schema: Schema;
  /** The SOQL text, for error messages. */
  text: string;
  now: number;
  timeZone: string;
  /** queryAll: rows of the recycle bin too. */
  includeDeleted: boolean;
}

export class CompileContext {
  readonly schema: Schema;
  readonly text: string;
  readonly now: number;
  readonly timeZone: string;
  readonly includeDeleted: boolean;
  /** The present day in the user's zone. */
  readonly today: string;
  #aliases = 0;

  constructor(options: CompileOptions) {
    this.schema = options.schema;
    this.text = options.text;
    this.now = options.now;
    this.timeZone = options.timeZone;
    this.includeDeleted = options.includeDeleted;
    this.today = daysOf('TODAY', 1, options.now, options.timeZone).from;
  }

  newAlias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }
}
