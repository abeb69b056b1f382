import { CrmFailure } from './failure.ts';

/** What a budget is told at the start. */
export interface BudgetOptions {
  readonly host: string;
  /** The share of the service's daily limit that this program may use, 0 to 1. */
  readonly share: number;
  /** Calls that this program made in the day so far, before this run. */
  readonly usedBefore?: number;
  /** The daily limit, as far as it is known before the first answer. */
  readonly limit?: number;
}

/** What is shown of a budget. */
export interface BudgetState {
  readonly predicted: number;
  /** Calls of this program in the day, this run's included. */
  readonly used: number;
  /** Calls of this run. */
  readonly usedNow: number;
  /** The service's daily limit; null until an answer told it. */
  readonly limit: number | null;
  /** Calls that all programs together have used, as the service last said; null until it did. */
  readonly usedByAll: number | null;
  /** What the share allows; null while the limit is unknown. */
  readonly allowed: number | null;
}

/** Counts the calls of one source against its share of the service's daily limit. */
export class Budget {
  readonly #options: BudgetOptions;
  #usedBefore: number;
  #usedNow = 0;
  #predicted = 0;
  #limit: number | null;
  #usedByAll: number | null = null;
  #onSpent: (usedNow: number) => void = () => undefined;

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.#limit = options.limit ?? null;
    this.#usedBefore = options.usedBefore ?? 0;
  }

  /** Begins another run; `usedBefore`: calls in the day so far. `onSpent` is told of each call, with those of the run so far. */
  begin(usedBefore: number, onSpent: (usedNow: number) => void = () => undefined): void {
    this.#onSpent = onSpent;
    this.#usedBefore = usedBefore;
    this.#usedNow = 0;
    this.#predicted = 0;
  }

  get state(): BudgetState {
    return {
      predicted: this.#predicted,
      used: this.#usedBefore + this.#usedNow,
      usedNow: this.#usedNow,
      limit: this.#limit,
      usedByAll: this.#usedByAll,
      allowed: this.#limit === null ? null : Math.floor(this.#limit * this.#options.share),
    };
  }

  /** What the service says of its limit. */
  learn(limit: number, usedByAll?: number): void {
    this.#limit = limit;
    if (usedByAll !== undefined) this.#usedByAll = usedByAll;
  }

  /** Notes what a run will need beyond the calls that it has made. Throws `crm-budget`, before anything is asked, if that would pass the share. */
  predict(calls: number): void {
    this.#predicted = this.#usedNow + calls;
    this.#demand(calls);
  }

  /** Counts one call that is about to be made. Throws `crm-budget` instead if it would pass the share. */
  spend(): void {
    this.#demand(1);
    this.#usedNow += 1;
    this.#onSpent(this.#usedNow);
  }

  #demand(calls: number): void {
    const { used, allowed, limit, usedByAll } = this.state;
    if (allowed === null || limit === null) return;
    const passesShare = used + calls > allowed;
    const passesLimit = usedByAll !== null && usedByAll + calls > limit;
    if (passesShare || passesLimit)
      throw new CrmFailure('crm-budget', {
        host: this.#options.host,
        predicted: calls,
        used: passesShare ? used : (usedByAll ?? used),
        allowed: passesShare ? allowed : limit,
        limit,
      });
  }
}
