import { createHash, type Hash, hash } from 'node:crypto';
import { readBytes } from './csv.ts';
import { type Folder, openFolder } from './folder.ts';

/**
 * Tells one folder's content from another's by the bytes themselves: sizes and times stay the same when a copy keeps
 * them or two exports fall into one tick of the clock, and hashing costs a second for half a gigabyte.
 */
export class ContentHash {
  readonly #files = new Map<string, Hash>();
  readonly #warnings: readonly unknown[];

  constructor({ files, warnings }: Folder) {
    for (const { file } of files) this.#files.set(file, createHash('sha256'));
    this.#warnings = warnings;
  }

  /** Takes the next bytes of a file. */
  add(file: string, bytes: Buffer): void {
    this.#files.get(file)?.update(bytes);
  }

  digest(): string {
    const files = [...this.#files].map(([file, content]) => [file, content.digest('hex')]);
    return hash('sha256', JSON.stringify([files, this.#warnings]));
  }
}

/** The hash of all that a folder holds now. Throws as the reading of its records does. */
export async function fingerprint(path: string, signal: AbortSignal): Promise<string> {
  const folder = await openFolder(path);
  const content = new ContentHash(folder);
  for (const file of folder.files) {
    for await (const bytes of readBytes(file, signal)) content.add(file.file, bytes);
  }
  return content.digest();
}
