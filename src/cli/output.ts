import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Lines to a stream, no faster than the stream takes them. */
export interface Output {
  line(text: string): Promise<void>;
  json(value: unknown): Promise<void>;
  /** As they are, e.g. a picture. */
  bytes(content: Uint8Array): Promise<void>;
}

export function createOutput(stream: Writable): Output {
  const write = async (content: string | Uint8Array): Promise<void> => {
    if (!stream.write(content)) await once(stream, 'drain');
  };
  const line = (text: string): Promise<void> => write(`${text}\n`);
  return { line, json: (value) => line(JSON.stringify(value)), bytes: write };
}
