const mark = /@(\w+)@/g;
const digits = 8;

interface Slot {
  readonly at: number;
  readonly name: string;
}

/** A piece of JSON with places for numbers of eight digits, `@name@`: to fill it costs next to nothing beside reading it. */
export class Template {
  readonly #bytes: Buffer;
  readonly #slots: readonly Slot[];

  constructor(text: string) {
    const slots: Slot[] = [];
    let grown = 0;
    const filled = text.replace(mark, (found, name: string, at: number) => {
      slots.push({ at: at + grown, name });
      grown += digits - found.length;
      return '0'.repeat(digits);
    });
    this.#bytes = Buffer.from(filled, 'latin1');
    this.#slots = slots;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Writes it behind `at`; the place behind it. */
  write(into: Buffer, at: number, values: Readonly<Record<string, number>>): number {
    this.#bytes.copy(into, at);
    for (const slot of this.#slots) {
      let rest = values[slot.name] ?? 0;
      for (let place = at + slot.at + digits - 1; rest > 0; place -= 1) {
        into[place] = 48 + (rest % 10);
        rest = Math.floor(rest / 10);
      }
    }
    return at + this.#bytes.length;
  }
}

/** One piece of a list: its form, and the numbers in it. */
export type Piece = readonly [Template, Readonly<Record<string, number>>];

/** An object of JSON: what stands before a list, the list, and what stands behind it. */
export function bodyOf(before: string, pieces: readonly Piece[], behind: string): Buffer {
  const commas = Math.max(0, pieces.length - 1);
  const length = pieces.reduce((sum, [template]) => sum + template.length, before.length + commas + behind.length);
  const body = Buffer.allocUnsafe(length);
  let at = body.write(before, 0, 'latin1');
  for (const [index, [template, values]] of pieces.entries()) {
    if (index > 0) at += body.write(',', at, 'latin1');
    at = template.write(body, at, values);
  }
  body.write(behind, at, 'latin1');
  return body;
}
