import { PulseError } from '../errors.ts';

/** What a value should have been; its words stand in the message catalogue. */
export type Expectation =
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'integer'; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'number' | 'text' | 'boolean' | 'list' | 'map' }
  /** Of our own checks: an English phrase of the schema, e.g. "a duration such as 15m". */
  | { readonly kind: 'phrase'; readonly text: string };

export type ProblemCode =
  | 'unknown-key'
  | 'bad-value'
  | 'missing-key'
  | 'duplicate-key'
  | 'secret-in-file'
  | 'bad-yaml'
  | 'bad-secret';

/** One thing that is wrong with the configuration. Values of secrets never stand here. */
export interface ConfigProblem {
  readonly code: ProblemCode;
  /** 1-based; null for what does not stand in the file (environment). */
  readonly line: number | null;
  /** Path of the key, e.g. `sources[0].folder`; the variable's name for the environment. */
  readonly key: string;
  readonly value: string | null;
  readonly expected: Expectation | null;
  readonly nearest: string | null;
}

/** All that is wrong with one configuration, in the order of its lines. */
export class BadConfig extends PulseError {
  readonly file: string;
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    super('bad-config', { file, count: problems.length });
    this.file = file;
    this.problems = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  }
}
