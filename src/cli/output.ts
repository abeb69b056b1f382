import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Lines to a stream, no faster than the stream takes them. */
export interface Output {
  line(text: string): Promise<void>;
  json(value: unknown): Promise<void>;
}

export function createOutput(stream: Writable): Output {
  const line = async (text: string): Promise<void> => {
    if (!stream.write(`${text}\n`)) await once(stream, 'drain');
  };
  return { line, json: (value) => line(JSON.stringify(value)) };
}
