import { createInterface, type Interface } from 'node:readline/promises';
import { UsageError } from '../arguments.ts';
import type { Context } from '../command.ts';
import type { CliKey } from '../words.ts';

/** One question: what its flag is, its words, and what an answer must be. */
export interface Question {
  /** null: its flag says yes by being there. */
  readonly flag: string | null;
  readonly words: CliKey;
  /** null: there is none, somebody must say. */
  readonly usual: string | null;
  readonly isValid?: (answer: string) => boolean;
  readonly expected?: string;
}

/** Takes answers from flags, else from whoever sits at the terminal, else the usual ones. */
export class Asker {
  readonly #context: Context;
  readonly #isAsking: boolean;
  #lines: Interface | undefined;

  constructor(context: Context) {
    this.#context = context;
    this.#isAsking = context.host.stdin.isTTY === true && !context.args.flag('yes');
  }

  /** The answer to a question. Throws UsageError for a flag with a bad value, or where nobody can be asked and nothing is usual. */
  async ask({ flag, words: key, usual, isValid = () => true, expected = '' }: Question): Promise<string> {
    const { args, words, note } = this.#context;
    const given = flag === null ? undefined : args.text(flag);
    if (given !== undefined) {
      if (isValid(given)) return given;
      throw new UsageError('usage.init-bad', { option: `--${flag}`, value: given, expected });
    }
    if (!this.#isAsking) {
      if (usual !== null) return usual;
      throw new UsageError('usage.init-missing', { option: `--${flag ?? ''}` });
    }
    const hint = usual === null ? '' : ` [${usual === '' ? words('init.nobody') : usual}]`;
    for (;;) {
      const typed = await this.#line(`${words(key)}${hint}: `);
      // The terminal was closed: nobody will answer.
      if (typed === null) throw new UsageError('usage.init-missing', { option: `--${flag ?? ''}` });
      const answer = typed.trim() || usual;
      if (answer !== null && isValid(answer)) return answer;
      note(words('init.again', { expected: expected || words(key) }));
    }
  }

  close(): void {
    this.#lines?.close();
  }

  async #line(prompt: string): Promise<string | null> {
    const { stdin, stderr } = this.#context.host;
    this.#lines ??= createInterface({ input: stdin, terminal: false });
    stderr.write(prompt);
    this.#pending ??= this.#lines[Symbol.asyncIterator]();
    const { value, done } = await this.#pending.next();
    return done === true ? null : value;
  }

  #pending: AsyncIterator<string> | undefined;
}
