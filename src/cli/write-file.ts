import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { notWritten } from '../errors.ts';

/** Writes one JSON object per line into a file that appears whole or not at all, 0600; the number of lines. Throws `file-not-writable`. */
export async function writeWhole(file: string, values: AsyncIterable<object>): Promise<number> {
  const partial = `${file}.partial-${process.pid}`;
  let count = 0;
  try {
    const stream = createWriteStream(partial, { mode: 0o600, flush: true });
    await once(stream, 'open');
    for await (const value of values) {
      count += 1;
      if (!stream.write(`${JSON.stringify(value)}\n`)) await once(stream, 'drain');
    }
    stream.end();
    await finished(stream);
    await rename(partial, file);
    return count;
  } catch (error) {
    await rm(partial, { force: true });
    throw notWritten(file, error);
  }
}
