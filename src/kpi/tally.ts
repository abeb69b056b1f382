export const leftOutReasons = [
  'no-amount',
  'unconverted',
  'no-closed-date',
  'closed-before-created',
  'no-required-module',
  'required-unknown',
  'earlier-deal',
  'no-publication-date',
  'no-person',
  'not-followed',
  'merged-cycle',
  'certification-observed',
  'influenced-no-amount',
  'influenced-unconverted',
  'influenced-no-closed-date',
  'influenced-closed-before-created',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** Counts what was left out of a figure, by reason (rule 1.1: missing is not zero). */
export class Tally {
  readonly #counts = new Map<LeftOutReason, number>();

  add(reason: LeftOutReason, count = 1): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
  }

  /** The reasons that occurred, in the order of the list, with others that are known elsewhere. */
  list(
    others: { readonly [R in LeftOutReason]?: number } = {},
  ): { readonly reason: LeftOutReason; readonly count: number }[] {
    return leftOutReasons.flatMap((reason) => {
      const count = (this.#counts.get(reason) ?? 0) + (others[reason] ?? 0);
      return count > 0 ? [{ reason, count }] : [];
    });
  }
}
