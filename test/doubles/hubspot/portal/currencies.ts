// Exchange rates as the account's administrators set them, each from a day on.
import { type Clock, iso } from '../clock.ts';
import type { ExchangeRate, PortalInfo } from '../types.ts';

export class Currencies {
  readonly rates: ExchangeRate[] = [];
  readonly #info: PortalInfo;
  readonly #clock: Clock;

  constructor(info: PortalInfo, clock: Clock) {
    this.#info = info;
    this.#clock = clock;
  }

  /** Sets what one unit of `from` is worth in the account's currency, from `effectiveAt` on. */
  setRate(from: string, conversionRate: number, effectiveAt: string = iso(this.#clock.now())): ExchangeRate {
    const at = iso(this.#clock.now());
    const rate: ExchangeRate = {
      id: String(500_000 + this.rates.length + 1),
      fromCurrencyCode: from,
      toCurrencyCode: this.#info.companyCurrency,
      conversionRate,
      effectiveAt,
      visibleInUI: true,
      createdAt: at,
      updatedAt: at,
    };
    this.rates.push(rate);
    if (!this.#info.additionalCurrencies.includes(from)) this.#info.additionalCurrencies.push(from);
    return rate;
  }

  /** The newest rate of each currency that holds at a moment. */
  current(at: number = this.#clock.now()): ExchangeRate[] {
    const newest = new Map<string, ExchangeRate>();
    for (const rate of this.rates) {
      const known = newest.get(rate.fromCurrencyCode);
      const begins = Date.parse(rate.effectiveAt);
      if (begins <= at && (known === undefined || Date.parse(known.effectiveAt) <= begins)) {
        newest.set(rate.fromCurrencyCode, rate);
      }
    }
    return [...newest.values()];
  }

  /** What one unit is worth; 1 for the account's own currency and for one without a rate. */
  rate(currency: string | undefined, at: number): number {
    if (currency === undefined || currency === this.#info.companyCurrency) return 1;
    return this.current(at).find((rate) => rate.fromCurrencyCode === currency)?.conversionRate ?? 1;
  }
}
