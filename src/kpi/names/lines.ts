/** Where a text was found: in which line, and at which letter of it. */
export interface Place {
  readonly line: number;
  readonly at: number;
}

/** Many short texts as one, in which the engine's own search is faster and smaller than any index of ours. */
export class Lines {
  readonly #text: string;
  readonly #starts: Int32Array;

  constructor(lines: readonly string[]) {
    this.#text = `\n${lines.join('\n')}\n`;
    this.#starts = new Int32Array(lines.length);
    let start = 1;
    for (const [line, text] of lines.entries()) {
      this.#starts[line] = start;
      start += text.length + 1;
    }
  }

  /** Lines that are the text. */
  equal(text: string): readonly Place[] {
    return this.#find(`\n${text}\n`, 1);
  }

  /** Lines that begin with the text. */
  starting(text: string): readonly Place[] {
    return this.#find(`\n${text}`, 1);
  }

  /** Lines with a word behind the first that begins with the text. */
  inLaterWord(text: string): readonly Place[] {
    return this.#find(` ${text}`, 1);
  }

  /** Lines with the text anywhere. */
  containing(text: string): readonly Place[] {
    return this.#find(text, 0);
  }

  /** What stands behind the text in a line where it was found. */
  after({ line, at }: Place, text: string): string {
    const next = this.#text[(this.#starts[line] ?? 0) + at + text.length] ?? '';
    return next === '\n' ? '' : next;
  }

  /** The first place in each line. */
  #find(needle: string, skipped: number): readonly Place[] {
    const places: Place[] = [];
    for (let from = this.#text.indexOf(needle); from >= 0; ) {
      const line = this.#lineAt(from + skipped);
      places.push({ line, at: from + skipped - (this.#starts[line] ?? 0) });
      const next = this.#starts[line + 1];
      from = next === undefined ? -1 : this.#text.indexOf(needle, next - 1);
    }
    return places;
  }

  #lineAt(position: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
