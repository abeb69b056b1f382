import { Utf8Check } from './utf8.ts';

/** Encodings of files, as the settings name them. */
export const encodings = ['utf-8', 'utf-16le', 'windows-1252', 'iso-8859-1'] as const;
export type Encoding = (typeof encodings)[number];

/** Bytes that their encoding does not have (rule 7.2). */
export class InvalidText {
  /** Physical line, 1-based. */
  readonly line: number;
  readonly reason: string;

  constructor(line: number, reason: string) {
    this.line = line;
    this.reason = reason;
  }
}

/** Turns the bytes of one file, piece by piece, into UTF-8. */
export interface Decoder {
  push(bytes: Buffer): Buffer | InvalidText;
  /** The file is over. */
  end(): InvalidText | null;
}

export function decoderOf(encoding: Encoding): Decoder {
  if (encoding === 'utf-8') return new Utf8();
  return encoding === 'utf-16le' ? new Utf16() : new SingleByte(encoding);
}

class Utf8 implements Decoder {
  readonly #check = new Utf8Check();

  push(bytes: Buffer): Buffer | InvalidText {
    const line = this.#check.push(bytes);
    return line === null ? bytes : new InvalidText(line, 'invalid UTF-8');
  }

  end(): InvalidText | null {
    const line = this.#check.end();
    return line === null ? null : new InvalidText(line, 'invalid UTF-8');
  }
}

/** What Windows has at 0x80–0x9f, where Latin 1 has control characters; a space where it has nothing. */
const windowsExtras = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * By a table of our own: the platform's decoder takes Latin 1 for Windows' encoding and lets bytes pass that neither has,
 * which in practice are the sign that the encoding is another one.
 */
class SingleByte implements Decoder {
  readonly #encoding: 'windows-1252' | 'iso-8859-1';
  #line = 1;

  constructor(encoding: 'windows-1252' | 'iso-8859-1') {
    this.#encoding = encoding;
  }

  push(bytes: Buffer): Buffer | InvalidText {
    let text = '';
    let start = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === 0x0a) this.#line += 1;
      if (byte < 0x80 || byte > 0x9f) continue;
      const extra = this.#encoding === 'windows-1252' ? windowsExtras[byte - 0x80] : ' ';
      if (extra === undefined || extra === ' ') return new InvalidText(this.#line, this.#reason());
      text += bytes.toString('latin1', start, at) + extra;
      start = at + 1;
    }
    return Buffer.from(text + bytes.toString('latin1', start));
  }

  end(): null {
    return null;
  }

  #reason(): string {
    return `invalid ${this.#encoding}${this.#encoding === 'iso-8859-1' ? ', perhaps windows-1252' : ''}`;
  }
}

const noMark = 'no byte-order mark of UTF-16LE';

class Utf16 implements Decoder {
  #rest = Buffer.alloc(0);
  #line = 1;
  #isOpen = false;

  push(bytes: Buffer): Buffer | InvalidText {
    let all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    if (!this.#isOpen) {
      if (all.length < 2) {
        this.#rest = Buffer.from(all);
        return Buffer.alloc(0);
      }
      if (all.readUInt16LE(0) !== 0xfeff) return new InvalidText(1, noMark);
      this.#isOpen = true;
      all = all.subarray(2);
    }
    const length = completeLength(all);
    this.#rest = Buffer.from(all.subarray(length));
    const text = all.toString('utf16le', 0, length);
    if (!text.isWellFormed()) return this.#invalid(text);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#line += 1;
    return Buffer.from(text);
  }

  end(): InvalidText | null {
    // A file without a single byte is an empty one, whatever its encoding.
    return this.#rest.length === 0 ? null : new InvalidText(this.#line, this.#isOpen ? 'invalid UTF-16LE' : noMark);
  }

  #invalid(text: string): InvalidText {
    const before = text.split('\n').findIndex((line) => !line.isWellFormed());
    return new InvalidText(this.#line + before, 'invalid UTF-16LE');
  }
}

/** Length without half a unit, and without the first half of a pair, at the end. */
function completeLength(bytes: Buffer): number {
  const even = bytes.length - (bytes.length % 2);
  const last = even < 2 ? 0 : bytes.readUInt16LE(even - 2);
  return last >= 0xd800 && last <= 0xdbff ? even - 2 : even;
}
