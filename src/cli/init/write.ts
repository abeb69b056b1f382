import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { notWritten, PulseError, systemCode } from '../../errors.ts';

/** Files by their path in a folder. */
export type Files = ReadonlyMap<string, string>;

/** Writes a text file, with the folders on its way; one that is there stays unless `force`. Throws `file-exists`, `file-not-writable`. */
export async function writeNew(file: string, text: string, force: boolean): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw new PulseError('file-exists', { file }, error);
    throw notWritten(file, error);
  }
}
