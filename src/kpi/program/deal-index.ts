import { hasNoCloseDate } from './build-deals.ts';
import type { DealFacts } from './facts.ts';

/** A list sorted by one stamp of its items, to be read by windows of time. */
export class Sorted<T> {
  readonly #items: readonly T[];
  readonly #stamps: Float64Array;

  /** Items without the stamp are not in the list; equal stamps keep their order. */
  constructor(items: readonly T[], stampOf: (item: T) => number | null) {
    const stamped = items.flatMap((item) => {
      const at = stampOf(item);
      return at === null ? [] : [{ at, item }];
    });
    stamped.sort((a, b) => a.at - b.at);
    this.#items = stamped.map(({ item }) => item);
    this.#stamps = Float64Array.from(stamped, ({ at }) => at);
  }

  /** The items with start <= stamp < until, in order of their stamps. */
  between(start: number, until: number): readonly T[] {
    return this.#items.slice(this.#first(start), this.#first(until));
  }

  #first(moment: number): number {
    let low = 0;
    let high = this.#stamps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#stamps[middle] ?? 0) < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Deals by what is asked of them, so that a question reads only the deals that can be in it. */
export interface DealIndex {
  readonly byClose: Sorted<DealFacts>;
  readonly byCreation: Sorted<DealFacts>;
  /** Recorded as open: they never close (rule 1.6). */
  readonly open: readonly DealFacts[];
  /** Won or lost without a close date (rule 1.6). */
  readonly undated: readonly DealFacts[];
}

export function indexDeals(deals: readonly DealFacts[]): DealIndex {
  return {
    byClose: new Sorted(deals, (deal) => deal.closedAt),
    byCreation: new Sorted(deals, (deal) => deal.createdAt),
    open: deals.filter((deal) => deal.status === 'open'),
    undated: deals.filter(hasNoCloseDate),
  };
}

/** Every deal that may be open at an instant: the open ones, and those that close later. */
export const mayBeOpen = (index: DealIndex, asOf: number): readonly DealFacts[] => [
  ...index.open,
  ...index.byClose.between(asOf + 1, Number.POSITIVE_INFINITY),
];
