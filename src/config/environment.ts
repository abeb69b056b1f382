import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { PulseError } from '../errors.ts';
import { Secret } from './secret.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment over `.env` beside the configuration; an empty value counts as absent. */
export function readEnvironment(env: Environment, folder: string): Environment {
  const merged = { ...parseEnv(textOf(environmentFile(folder)) ?? ''), ...filled(env) };
  return filled(merged);
}

const environmentFile = (folder: string): string => resolve(folder, '.env');

/** The `.env` of a folder if others than its owner can read it; null otherwise. */
export function openEnvironmentFile(folder: string): string | null {
  const file = environmentFile(folder);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true && isOpen(file) ? file : null;
}

const modeOf = (file: string): number => statSync(file).mode & 0o777;
/** Windows has no such rights. */
const isOpen = (file: string): boolean => process.platform !== 'win32' && (modeOf(file) & 0o077) !== 0;

const filled = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new PulseError('file-not-readable', { file, reason: codeOf(error) }, error);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

/**
 * The secret NAME: its own value, else the content of the file that NAME_FILE points to (relative to the configuration's folder).
 * Throws `file-not-readable`, and `secret-file-open` for a file that others may read.
 */
export function readSecret(env: Environment, name: string, folder: string): Secret | undefined {
  const own = env[name];
  if (own !== undefined) return new Secret(own.trim());
  const pointer = env[`${name}_FILE`];
  if (pointer === undefined) return undefined;
  const file = resolve(folder, pointer);
  const text = textOf(file);
  if (text === null) throw new PulseError('file-not-readable', { file, reason: 'ENOENT' });
  if (isOpen(file)) throw new PulseError('secret-file-open', { file, mode: modeOf(file).toString(8).padStart(4, '0') });
  return text.trim() === '' ? undefined : new Secret(text.trim());
}
