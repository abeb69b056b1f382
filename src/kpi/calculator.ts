import type { Window } from '../records/window.ts';
import type { BenchmarkGroup, Pairing } from './answer.ts';
import type { Kpi, Outcome } from './definition.ts';
import type { Figures } from './figures.ts';
import { Memo } from './memo.ts';
import { type Moved, movements } from './movement.ts';
import { pairedOutcome } from './pairing.ts';
import type { Program } from './program/program.ts';
import type { Scope } from './program/scope.ts';
import { nextChange } from './program/stamps.ts';
import { segmentKeys } from './segment.ts';

/** A benchmark's group, whatever the KPI. */
export type GroupFacts = Omit<BenchmarkGroup, 'figures' | 'asOf'>;

/** Enough for every KPI, period and group that the people of a program look at in a day. */
const MOST_KEPT = 4_000;

/**
 * Computes figures of one program and keeps them as long as nothing that they rest on can have changed, so that a
 * question asked again, by anybody, costs next to nothing.
 */
export class Calculator {
  readonly program: Program;
  readonly #outcomes: Memo<Outcome>;
  readonly #states: Memo<Figures | null>;
  readonly #pairings: Memo<Pairing>;
  readonly #movements: Memo<readonly Moved[]>;
  readonly #groups: Memo<GroupFacts>;

  constructor(program: Program) {
    this.program = program;
    const change = (asOf: number) => nextChange(program, asOf);
    this.#outcomes = new Memo(change, MOST_KEPT);
    this.#states = new Memo(change, MOST_KEPT);
    this.#pairings = new Memo(change, MOST_KEPT);
    this.#movements = new Memo(change, 4);
    this.#groups = new Memo(change, MOST_KEPT);
  }

  outcome(kpi: Kpi, scope: Scope, window: Window): Outcome {
    const { program } = this;
    return this.#outcomes.at(slot(kpi, scope, window), window.asOf, () => kpi.compute({ program, scope, window }));
  }

  /** The partner's state (rule 3.10); null where the scope is no partner or the KPI has none. */
  partnerState(kpi: Kpi, scope: Scope, window: Window): Figures | null {
    if (scope.partner === null || kpi.partnerState === null) return null;
    const compute = kpi.partnerState;
    const { program } = this;
    return this.#states.at(slot(kpi, scope, window), window.asOf, () => compute({ program, scope, window }));
  }

  paired(scope: Scope, window: Window): Pairing {
    return this.#pairings.at(slot(null, scope, window), window.asOf, () => pairedOutcome(this.program, scope, window));
  }

  movements(asOf: number): readonly Moved[] {
    return this.#movements.at('', asOf, () => movements(this.program, asOf));
  }

  /** What is known of a benchmark's group whatever the KPI, made by `compute` where it is not kept. */
  group(scope: Scope, window: Window, compute: () => GroupFacts): GroupFacts {
    return this.#groups.at(slot(null, scope, window), window.asOf, compute);
  }
}

/** What a value is of; the instant as of which it was computed is kept beside it. */
function slot(kpi: Kpi | null, scope: Scope, { period, start, end }: Window): string {
  const segment = segmentKeys.map((key) => scope.segment[key] ?? null);
  return JSON.stringify([
    kpi?.id,
    scope.partner?.index,
    scope.cohort,
    scope.among?.key,
    segment,
    period.kind === 'all' ? 'all' : [start, end],
  ]);
}
