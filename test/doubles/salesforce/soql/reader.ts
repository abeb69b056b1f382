// A place in a list of tokens, and what the grammar asks of it.
import type { Literal, Path } from './ast.ts';
import { unexpected } from './errors.ts';
import { type Token, tokenise } from './tokens.ts';

const DATE_LITERAL =
  /^(YESTERDAY|TODAY|TOMORROW|(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)|(LAST|NEXT)_90_DAYS|(LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS)|N_DAYS_AGO)$/i;

export class Reader {
  readonly text: string;
  readonly #tokens: Token[];
  #position = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokenise(text);
  }

  get next(): Token {
    return this.ahead(0);
  }

  ahead(by: number): Token {
    return this.#tokens[this.#position + by] ?? { kind: 'end', text: '', at: this.text.length };
  }

  take(): Token {
    const token = this.next;
    this.#position += 1;
    return token;
  }

  fail(token: Token = this.next): Error {
    return unexpected(this.text, token.at, token.text);
  }

  /** Whether the next tokens are these words or signs. */
  sees(...words: string[]): boolean {
    return words.every((word, i) => {
      const token = this.ahead(i);
      return (token.kind === 'name' || token.kind === 'sign') && token.text.toUpperCase() === word;
    });
  }

  /** Takes these words if they come next. */
  accept(...words: string[]): boolean {
    if (!this.sees(...words)) return false;
    this.#position += words.length;
    return true;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw this.fail();
  }

  path(): Path {
    if (this.next.kind !== 'name') throw this.fail();
    const token = this.take();
    return { names: token.text.split('.'), at: token.at };
  }

  wholeNumber(): number {
    const token = this.take();
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw this.fail(token);
    return Number(token.text);
  }

  literal(): Literal {
    const token = this.take();
    if (token.kind === 'string') return { kind: 'string', raw: token.text, at: token.at };
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text), at: token.at };
    if (token.kind === 'date') return { kind: 'date', value: token.text, at: token.at };
    if (token.kind === 'datetime') {
      const value = Date.parse(token.text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
      if (Number.isNaN(value)) throw this.fail(token);
      return { kind: 'datetime', value, at: token.at };
    }
    const word = token.text.toUpperCase();
    if (token.kind !== 'name') throw this.fail(token);
    if (word === 'NULL') return { kind: 'null', at: token.at };
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE', at: token.at };
    if (!DATE_LITERAL.test(word)) throw this.fail(token);
    const counted = /_N_|^N_/.test(word);
    if (counted) this.expect(':');
    return { kind: 'dateLiteral', name: word, count: counted ? this.wholeNumber() : 1, at: token.at };
  }
}
