import { PulseError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import type { SyncLog } from '../sync-options.ts';

/** A process that is killed forgets fewer calls than this; a write to the disk for every single one would be waste. */
const TOGETHER = 5;

export interface CountedOptions {
  readonly source: string;
  /** null: nobody counts. */
  readonly store: Pick<Store, 'calls'> | null;
  /** Days are UTC's: the CRMs' own differ, and our share is far below what a shifted day could matter for. */
  readonly day: string;
  readonly log: SyncLog;
}

/** Keeps the count of a run's calls while they are made, so that a run that is killed has counted them as well. */
export class CountedCalls {
  readonly #options: CountedOptions;
  #kept = 0;
  #spent = 0;
  #isWriting = false;
  #isLost = false;
  #writing: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;

  constructor(options: CountedOptions) {
    this.#options = options;
  }

  /** Calls of the day so far; 0 where the ledger does not tell. */
  async before(): Promise<number> {
    const { store, source, day } = this.#options;
    let before = 0;
    await this.#unlessLost(async () => {
      before = (await store?.calls.of(source, day)) ?? 0;
    });
    return before;
  }

  /** So many calls were made in this run. */
  spent(calls: number): void {
    this.#spent = calls;
    const isDue = calls === 1 || calls - this.#kept >= TOGETHER;
    if (isDue && !this.#isWriting && !this.#isLost) this.#writing = this.#keep();
  }

  /** Keeps what is not kept yet. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#keep();
    if (this.#failure !== null) throw this.#failure.error;
  }

  async #keep(): Promise<void> {
    const { store, source, day } = this.#options;
    const calls = this.#spent - this.#kept;
    if (store === null || calls === 0) return;
    this.#isWriting = true;
    await this.#unlessLost(async () => {
      await store.calls.add(source, day, calls);
      this.#kept += calls;
    });
    this.#isWriting = false;
  }

  /** A damaged ledger keeps nobody from the records; the CRM itself says what is left of its limit. */
  async #unlessLost(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // Told when the run ends: nobody waits for what is written meanwhile.
      if (!(error instanceof PulseError)) this.#failure ??= { error };
      else if (!this.#isLost) {
        const { log, source } = this.#options;
        log.warn({ source, code: error.code }, 'calls to the CRM could not be counted');
      }
      this.#isLost = true;
    }
  }
}
