import { isUtf8 } from 'node:buffer';

const newline = 0x0a;

/** Checks a byte stream for valid UTF-8 chunk by chunk; a sequence cut by a chunk's end waits for the next one. */
export class Utf8Check {
  #tail = Buffer.alloc(0);
  #line = 1;

  /** Takes the next chunk. Returns the physical line (1-based) of the first invalid byte, or null. */
  push(chunk: Buffer): number | null {
    const bytes = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    const complete = completeLength(bytes);
    this.#tail = Buffer.from(bytes.subarray(complete));
    return this.#check(bytes.subarray(0, complete));
  }

  /** The file is over: a sequence that is still waiting is invalid. */
  end(): number | null {
    return this.#tail.length === 0 ? null : this.#line;
  }

  #check(bytes: Buffer): number | null {
    const valid = isUtf8(bytes);
    let start = 0;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, start)) {
      if (!valid && !isUtf8(bytes.subarray(start, at))) return this.#line;
      start = at + 1;
      this.#line += 1;
    }
    return valid ? null : this.#line;
  }
}

/** Length without an unfinished sequence at the end, which is at most three bytes long. */
function completeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (!isContinuation) return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}
