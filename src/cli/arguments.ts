import { parseArgs } from 'node:util';
import { nearest } from '../config/nearest.ts';
import type { CliKey } from './words.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** Placeholder of the value in help, e.g. `FILE`. */
  readonly value?: string;
  readonly help: CliKey;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** A mistake in the arguments themselves; `key` and `params` pick its words. */
export class UsageError extends Error {
  readonly key: CliKey;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(key: CliKey, params: Readonly<Record<string, string | number>> = {}) {
    super(`${key} ${JSON.stringify(params)}`);
    this.name = 'UsageError';
    this.key = key;
    this.params = params;
  }
}

type UnknownName = 'usage.unknown-kpi' | 'usage.unknown-source' | 'usage.unknown-query-key';

/** A name that is none of those known: asks whether the nearest was meant, or lists them all where none is near. */
export function unknownName(
  key: UnknownName,
  params: Readonly<Record<string, string>>,
  name: string,
  known: readonly string[],
): UsageError {
  const meant = nearest(name, known);
  return meant === undefined
    ? new UsageError(key, { ...params, known: known.join(', ') })
    : new UsageError(`${key}-near`, { ...params, nearest: meant });
}

/** Parsed arguments of one command. Asking for an undeclared option is a mistake of ours and throws RangeError. */
export class Args {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #specs: OptionSpecs;

  constructor(specs: OptionSpecs, values: ReadonlyMap<string, readonly string[]>, positionals: readonly string[]) {
    this.#specs = specs;
    this.#values = values;
    this.positionals = positionals;
  }

  flag(name: string): boolean {
    return this.#of(name).length > 0;
  }

  /** The last value given. */
  text(name: string): string | undefined {
    return this.#of(name).at(-1);
  }

  list(name: string): readonly string[] {
    return this.#of(name);
  }

  #of(name: string): readonly string[] {
    if (!Object.hasOwn(this.#specs, name)) throw new RangeError(`option --${name} is not declared`);
    return this.#values.get(name) ?? [];
  }
}

/** Reads arguments against the declared options; `-h` is `--help`. Throws UsageError with the nearest valid name. */
export function readArguments(argv: readonly string[], specs: OptionSpecs): Args {
  const { tokens } = parseArgs({
    args: [...argv],
    options: {
      ...Object.fromEntries(Object.entries(specs).map(([name, { type }]) => [name, { type, multiple: true }])),
      help: { type: 'boolean', multiple: true, short: 'h' },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (!spec) throw unknownOption(token.rawName, Object.keys(specs));
    values.set(token.name, [...(values.get(token.name) ?? []), readValue(token, spec)]);
  }
  return new Args(specs, values, positionals);
}

function unknownOption(given: string, known: readonly string[]): UsageError {
  const meant = nearest(given.replace(/^-+/, ''), known);
  if (meant === undefined) return new UsageError('usage.unknown-option', { option: given });
  return new UsageError('usage.unknown-option-near', { option: given, nearest: `--${meant}` });
}

function readValue(
  token: { readonly rawName: string; readonly value?: string | undefined; readonly inlineValue?: boolean | undefined },
  spec: OptionSpec,
): string {
  if (spec.type === 'boolean') {
    if (token.value !== undefined) throw new UsageError('usage.no-value-wanted', { option: token.rawName });
    return 'true';
  }
  const option = `${token.rawName} ${spec.value ?? 'VALUE'}`;
  if (token.value === undefined || token.value === '') throw new UsageError('usage.value-missing', { option });
  if (!token.inlineValue && token.value.startsWith('-') && token.value.length > 1) {
    throw new UsageError('usage.value-missing', { option });
  }
  return token.value;
}
