import type { Config } from '../config/config.ts';
import type { Args, OptionSpecs } from './arguments.ts';
import type { Host } from './host.ts';
import type { Output } from './output.ts';
import type { CliKey, Words } from './words.ts';

/** Exit codes of every command (rule 8). */
export const exits = { well: 0, failed: 1, badInput: 2, rejected: 3 } as const;
export type Exit = (typeof exits)[keyof typeof exits];

export interface Context {
  readonly args: Args;
  readonly words: Words;
  readonly host: Host;
  /** Results; everything else goes to `note`. */
  readonly out: Output;
  /** Columns of a line of text on stdout. */
  readonly width: number;
  /** One line on stderr. */
  readonly note: (line: string) => void;
  /** The caller's folder: flags with paths are relative to it. */
  readonly folder: string;
  /** The instant at which the command began: "now" for all that it computes. */
  readonly now: number;
  /** Reads the configuration on first use; `store` replaces --store where a command has its own reading of it. */
  readonly config: () => Config;
}

export interface Command {
  readonly name: string;
  readonly summary: CliKey;
  /** After the name, e.g. `NAME`; null: none. */
  readonly positionals: string | null;
  /** How many positionals at least and at most. */
  readonly arity: readonly [number, number];
  readonly options: OptionSpecs;
  readonly examples: readonly string[];
  /** More paragraphs of help. */
  readonly notes?: readonly CliKey[];
  run(context: Context): Promise<Exit>;
}

/** Options of every command. */
export const commonOptions = {
  config: { type: 'string', value: 'FILE', help: 'option.config' },
  store: { type: 'string', value: 'FILE', help: 'option.store' },
  lang: { type: 'string', value: 'en|de', help: 'option.lang' },
  help: { type: 'boolean', help: 'option.help' },
  version: { type: 'boolean', help: 'option.version' },
} as const satisfies OptionSpecs;
