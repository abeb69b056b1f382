import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { notWritten } from '../errors.ts';

/** The secrets that a kind of source may have, by their names in the program. */
export const secretNames = {
  files: [],
  salesforce: ['clientSecret', 'privateKey', 'refreshToken'],
  hubspot: ['token', 'nextToken'],
} as const;
export type SourceSecretName = (typeof secretNames)[keyof typeof secretNames][number];

/** The secrets of one source as they were read at the start. */
export type SourceSecrets = Readonly<Partial<Record<SourceSecretName, string>>>;

/** The variable of the environment that holds a source's secret: `SALESFORCE_CLIENT_SECRET` of the source `salesforce`. */
export function secretVariable(source: string, name: SourceSecretName): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return `${source.toUpperCase().replaceAll('-', '_')}_${snake}`;
}

/** Where the secrets of one source are kept while the program runs. */
export interface SecretStore {
  read(name: SourceSecretName): Promise<string | undefined>;
  /** Keeps a new value in place of the old one: returns when it is on disk. Throws `file-not-writable`, `disk-full`. */
  write(name: SourceSecretName, value: string): Promise<void>;
  /** What the reader calls it, e.g. a variable of the environment. */
  label(name: SourceSecretName): string;
}

/**
 * Secrets as the start gave them. One that the service changes (a rotated refresh token) is kept in a 0600 file of its own beside
 * the store, which counts before the environment: the service has forgotten the one before. `file` null: it cannot be kept.
 */
export function secretStore(source: string, given: SourceSecrets, file: string | null): SecretStore {
  const kept = (name: SourceSecretName): string | null => (file === null ? null : `${file}.${name}`);
  const label = (name: SourceSecretName): string => secretVariable(source, name);
  return {
    label,
    read: (name) => {
      const path = kept(name);
      return Promise.resolve((path === null ? undefined : readKept(path)) ?? given[name]);
    },
    write: async (name, value) => {
      const path = kept(name);
      if (path === null) throw notWritten(label(name), new Error('no place for a secret that changes'));
      writeWhole(path, value);
    },
  };
}

function readKept(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A reader finds the old value or the new one, also after a power cut. */
function writeWhole(path: string, value: string): void {
  const partial = `${path}.partial`;
  try {
    const descriptor = openSync(partial, 'w', 0o600);
    try {
      writeSync(descriptor, value);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(partial, path);
  } catch (error) {
    throw notWritten(path, error);
  }
}
