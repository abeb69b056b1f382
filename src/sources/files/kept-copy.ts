import { createHash } from 'node:crypto';
import { access, chmod, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { notWritten, PulseError } from '../../errors.ts';
import { isSystemError } from './csv.ts';

const ownOnly = 0o600;

const facts = z.object({
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  /** When the copy came, in ms. */
  fetchedAt: z.number(),
});
/** What is known of a copy: what the service said of its version, and when it came. */
export type CopyFacts = z.infer<typeof facts>;

/** The last good copy of one address, in a folder of the source's own. Files are its owner's only: exports name people. */
export class KeptCopy {
  readonly path: string;
  readonly #factsPath: string;
  readonly #folder: string;

  constructor(folder: string, url: string) {
    this.#folder = folder;
    this.path = join(folder, `${nameOf(url)}.csv`);
    this.#factsPath = join(folder, `${nameOf(url)}.json`);
  }

  /** null without a copy. Throws `file-not-readable`. */
  async facts(): Promise<CopyFacts | null> {
    try {
      await access(this.path);
      const read = facts.safeParse(JSON.parse(await readFile(this.#factsPath, 'utf8')));
      return read.success ? read.data : null;
    } catch (error) {
      // A file that a crash cut short says nothing; the copy is fetched again.
      if (error instanceof SyntaxError) return null;
      if (!isSystemError(error)) throw error;
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw new PulseError('file-not-readable', { file: this.#factsPath, reason: error.code ?? '' }, error);
    }
  }

  /**
   * Replaces the copy by these bytes, at once and only when they have all come; else it stays as it was. Throws what the
   * pieces throw, `disk-full`, `file-not-writable`.
   */
  async replace(pieces: AsyncIterable<Uint8Array>, known: CopyFacts): Promise<void> {
    const partial = `${this.path}.part`;
    try {
      await this.#prepare();
      await rm(partial, { force: true });
      await write(partial, pieces);
      // Without facts the next sync asks for all of it: never old facts beside a new copy.
      await rm(this.#factsPath, { force: true });
      await rename(partial, this.path);
      await writeFile(`${this.#factsPath}.part`, JSON.stringify(known), { mode: ownOnly });
      await rename(`${this.#factsPath}.part`, this.#factsPath);
    } catch (error) {
      // What hindered the writing may hinder this as well, and is what must be told.
      await rm(partial, { force: true }).catch(() => undefined);
      throw isSystemError(error) ? notWritten(this.path, error) : error;
    }
  }

  async #prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await chmod(this.#folder, 0o700);
  }
}

async function write(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', ownOnly);
  try {
    for await (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

const nameOf = (url: string): string => createHash('sha256').update(url).digest('hex').slice(0, 16);

/** Removes copies of addresses that are no longer among these: they hold what nobody asks for any more. */
export async function removeOthers(folder: string, urls: readonly string[]): Promise<void> {
  const wanted = new Set(urls.map(nameOf));
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return;
    throw error;
  }
  for (const name of names) {
    if (/^[0-9a-f]{16}\.(csv|json)(\.part)?$/.test(name) && !wanted.has(name.slice(0, 16))) {
      await rm(join(folder, name), { force: true });
    }
  }
}
