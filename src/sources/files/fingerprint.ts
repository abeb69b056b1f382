import { createHash, type Hash, hash } from 'node:crypto';
import { readBytes } from './csv.ts';
import type { Folder, TableFile } from './folder.ts';

/**
 * Tells one folder's content from another's by the bytes themselves: sizes and times stay the same when a copy keeps
 * them or two exports fall into one tick of the clock, and hashing costs a second for half a gigabyte.
 */
export class ContentHash {
  readonly #files: readonly { readonly name: string; readonly content: Hash }[];
  readonly #warnings: readonly unknown[];

  constructor({ files, warnings }: Folder) {
    this.#files = files.map(({ file }) => ({ name: file, content: createHash('sha256') }));
    this.#warnings = warnings;
  }

  /** Takes the next bytes of a file. */
  add({ order }: TableFile, bytes: Buffer): void {
    this.#files[order]?.content.update(bytes);
  }

  digest(): string {
    const files = this.#files.map(({ name, content }) => [name, content.digest('hex')]);
    return hash('sha256', JSON.stringify([files, this.#warnings]));
  }
}

/** The hash of all that a folder holds now. Throws PulseError `bad-file` for a file that cannot be read. */
export async function fingerprint(folder: Folder, signal: AbortSignal): Promise<string> {
  const content = new ContentHash(folder);
  for (const file of folder.files) {
    for await (const bytes of readBytes(file, signal)) content.add(file, bytes);
  }
  return content.digest();
}
