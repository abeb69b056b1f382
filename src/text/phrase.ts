import { IntlMessageFormat } from 'intl-messageformat';

/** How a medium writes what a message marks: escaping of values and the two kinds of emphasis. */
export interface Markup {
  /** Makes any text harmless in the medium; applied to every value and to the catalogue's own words. */
  readonly escape: (raw: string) => string;
  readonly bold: (inner: string) => string;
  readonly code: (inner: string) => string;
}

export type Value = string | number | Phrase;

const bare: Markup = { escape: (raw) => raw, bold: (inner) => inner, code: (inner) => inner };

/** Words for a reader, not yet written in any medium: plain with `text`, or in a medium's own markup with `as`. */
export class Phrase {
  readonly #render: (markup: Markup) => string;

  constructor(render: (markup: Markup) => string) {
    this.#render = render;
  }

  /** Without any markup: for terminals, notifications, screen readers. */
  get text(): string {
    return this.#render(bare);
  }

  as(markup: Markup): string {
    return this.#render(markup);
  }

  toString(): string {
    return this.text;
  }
}

/** Text that stands for itself, e.g. a partner's name. */
export const verbatim = (raw: string): Phrase => new Phrase((markup) => markup.escape(raw));

/** Emphasised text. */
export const strong = (inner: Value): Phrase => new Phrase((markup) => markup.bold(valueAs(inner, markup)));

/** Phrases one after the other, with a separator of ours between them; empty ones are left out. */
export function joined(parts: readonly Value[], separator: string): Phrase {
  return new Phrase((markup) =>
    parts
      .map((part) => valueAs(part, markup))
      .filter((part) => part !== '')
      .join(separator),
  );
}

function valueAs(value: Value, markup: Markup): string {
  if (value instanceof Phrase) return value.as(markup);
  return markup.escape(String(value));
}

/** One ICU message of the catalogue; `<b>` and `<code>` are its only tags. Compiled at first use. */
export class Message {
  readonly #source: string;
  readonly #language: string;
  #format: IntlMessageFormat | null = null;

  constructor(source: string, language: string) {
    this.#source = source;
    this.#language = language;
  }

  get format(): IntlMessageFormat {
    this.#format ??= new IntlMessageFormat(this.#source, this.#language);
    return this.#format;
  }

  say(values: Readonly<Record<string, Value>>): Phrase {
    return new Phrase((markup) => {
      const tags = {
        b: (chunks: readonly unknown[]) => markup.bold(chunks.join('')),
        code: (chunks: readonly unknown[]) => markup.code(chunks.join('')),
      };
      const filled = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          // Numbers stay numbers: they choose between one and other.
          typeof value === 'number' ? value : valueAs(value, markup),
        ]),
      );
      const written = this.format.format({ ...tags, ...filled });
      return Array.isArray(written) ? written.join('') : String(written);
    });
  }
}
