/** One subject: `time` until the event, or until it was last seen without one. */
export interface Survival {
  readonly time: number;
  readonly event: boolean;
}

export interface KaplanMeierStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  /** S(t) just after `time`, 1 at the start. */
  readonly survival: number;
}

/**
 * Kaplan–Meier (product-limit) estimate: S(t) = ∏ (1 − d/n) over the event times up to t; at equal times events come
 * before censorings. One step per event time, ascending.
 * Source: Kaplan & Meier, J. Am. Stat. Assoc. 53 (1958) 457–481.
 * S is kept as the exact product while nobody is censored in between, so that ½ is met exactly where it is.
 */
export function kaplanMeier(subjects: readonly Survival[]): KaplanMeierStep[] {
  const sorted = [...subjects].sort((a, b) => a.time - b.time);
  const steps: KaplanMeierStep[] = [];
  // S = kept · survivors/base: the telescoping product stays one fraction until a censoring breaks it.
  let kept = 1;
  let base = sorted.length;
  let index = 0;
  while (index < sorted.length) {
    const time = sorted[index]?.time ?? 0;
    const atRisk = sorted.length - index;
    let events = 0;
    let gone = 0;
    for (; index < sorted.length && sorted[index]?.time === time; index++, gone++) if (sorted[index]?.event) events++;
    const after = atRisk - events;
    if (events > 0) steps.push({ time, atRisk, events, survival: (kept * after) / base });
    if (gone > events) {
      kept = (kept * after) / base;
      base = sorted.length - index;
      if (base === 0) break;
    }
  }
  return steps;
}

/** Smallest t with S(t) ≤ ½; null when it is not reached. Ties in floating point are settled in favour of ½. */
export function survivalMedian(steps: readonly KaplanMeierStep[]): number | null {
  return steps.find((step) => step.survival <= 0.5 + 1e-12)?.time ?? null;
}

/** S(t): the estimate at a time, 1 before the first event. */
export function survivalAt(steps: readonly KaplanMeierStep[], time: number): number {
  let survival = 1;
  for (const step of steps) {
    if (step.time > time) break;
    survival = step.survival;
  }
  return survival;
}
