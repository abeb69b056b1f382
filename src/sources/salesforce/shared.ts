import { type Ask, type Page, type SalesforceClient, TOGETHER } from './client.ts';

interface Waiting {
  readonly query: string;
  readonly signal: AbortSignal;
  readonly resolve: (page: Page) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * First pages that are asked for at the same moment, five in a call that counts once: increments of objects that are read side by
 * side cost a fifth. One that is asked for alone goes alone.
 */
export class SharedPages {
  readonly #together: SalesforceClient['together'];
  readonly #alone: (query: string, signal: AbortSignal) => Promise<Page>;
  #waiting: Waiting[] = [];

  constructor(together: SalesforceClient['together'], alone: (query: string, signal: AbortSignal) => Promise<Page>) {
    this.#together = together;
    this.#alone = alone;
  }

  /** The first page of a query. */
  ask(query: string, signal: AbortSignal): Promise<Page> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ query, signal, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#send());
    });
  }

  #send(): void {
    const all = this.#waiting;
    this.#waiting = [];
    // Who stops waiting must not stop the others.
    for (const group of Map.groupBy(all, ({ signal }) => signal).values()) {
      for (let from = 0; from < group.length; from += TOGETHER.queries)
        void this.#call(group.slice(from, from + TOGETHER.queries));
    }
  }

  async #call(part: readonly Waiting[]): Promise<void> {
    const [first] = part;
    if (first === undefined) return;
    const { query, signal, resolve } = first;
    try {
      if (part.length === 1) {
        resolve(await this.#alone(query, signal));
        return;
      }
      const asks = part.map((one): Ask => ({ query: one.query }));
      const { answers } = await this.#together(asks, signal);
      for (const [index, one] of part.entries()) {
        const told = answers[index];
        if (told !== undefined && 'page' in told) one.resolve(told.page);
        else
          one.reject(told !== undefined && 'failure' in told ? told.failure : new Error('a query without an answer'));
      }
    } catch (error) {
      for (const { reject } of part) reject(error);
    }
  }
}
