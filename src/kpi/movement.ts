import type { Minor } from '../records/money.ts';
import { parsePeriod } from '../records/period.ts';
import { previousWindow, type Window, windowOf } from '../records/window.ts';
import type { Movement, MovementSignals, SignalMove } from './answer.ts';
import { isActive } from './program/activity.ts';
import type { PartnerFacts } from './program/facts.ts';
import type { Program } from './program/program.ts';
import { segmentValue } from './program/scope.ts';
import { engagementCount, registrationsIn } from './program/windows.ts';
import { sourcedPipelineCreated } from './revenue.ts';

const MIN_GROUP = 10;
const MOVED = 10;

export interface Moved {
  readonly partner: PartnerFacts;
  readonly movement: Movement;
  readonly signals: MovementSignals | null;
}

interface Signals {
  readonly registrations: number;
  readonly engagement: number;
  readonly pipeline: Minor;
}

/** Rule 3.12: catching up and falling behind, for every partner that is active at as-of. */
export function movements(program: Program, asOf: number): readonly Moved[] {
  const active = program.partners.filter((p) => isActive(program, p, asOf));
  if (active.length < MIN_GROUP) return active.map((partner) => ({ partner, movement: null, signals: null }));
  const now = windowOf(parsePeriod('last-90-days', program.calendar, asOf), program.calendar, asOf);
  const earlier = previousWindow(now, program.calendar);
  const before = earlier === null ? now : { ...earlier, asOf };
  const measured: readonly Measured[] = active.map((partner) => ({
    partner,
    tier: segmentValue(program, partner, 'tier', asOf),
    now: signalsOf(program, partner, now),
    before: signalsOf(program, partner, before),
  }));
  const everybody = new Ranking('program', measured);
  const tiers = new Map<string, Ranking>();
  for (const [tier, members] of Map.groupBy(measured, (m) => m.tier)) {
    tiers.set(tier, members.length < MIN_GROUP ? everybody : new Ranking(tier, members));
  }
  return measured.map((own) => {
    const signals = (tiers.get(own.tier) ?? everybody).signals(own);
    return {
      partner: own.partner,
      movement: verdict([signals.registrations, signals.engagement, signals.pipeline]),
      signals,
    };
  });
}

interface Measured {
  readonly partner: PartnerFacts;
  readonly tier: string;
  readonly now: Signals;
  readonly before: Signals;
}

/** The percentile ranks within one group of partners, the same for both windows (rule 3.12). */
class Ranking {
  readonly #group: string;
  readonly #size: number;
  readonly #sorted: { readonly [When in 'now' | 'before']: { readonly [S in keyof Signals]: readonly Signals[S][] } };

  constructor(group: string, members: readonly Measured[]) {
    this.#group = group;
    this.#size = members.length;
    const columns = (when: 'now' | 'before') => ({
      registrations: ascending(members.map((m) => m[when].registrations)),
      engagement: ascending(members.map((m) => m[when].engagement)),
      pipeline: ascending(members.map((m) => m[when].pipeline)),
    });
    this.#sorted = { now: columns('now'), before: columns('before') };
  }

  signals(own: Measured): MovementSignals {
    const move = (signal: keyof Signals): SignalMove => ({
      now: percentileRank(this.#sorted.now[signal], own.now[signal]),
      before: percentileRank(this.#sorted.before[signal], own.before[signal]),
    });
    return {
      group: this.#group,
      partners: this.#size,
      registrations: move('registrations'),
      engagement: move('engagement'),
      pipeline: move('pipeline'),
    };
  }
}

const ascending = <T extends number | bigint>(values: T[]): readonly T[] =>
  values.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** 100 × (below + half of those equal, itself included) ÷ partners. */
function percentileRank(sorted: readonly (number | bigint)[], value: number | bigint): number {
  const below = countWhile(sorted, (other) => other < value);
  const upTo = countWhile(sorted, (other) => other <= value);
  return (100 * (below + (upTo - below) / 2)) / sorted.length;
}

/** How many of the first values of an ascending list hold (by bisection). */
function countWhile<T>(sorted: readonly T[], holds: (value: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle];
    if (value !== undefined && holds(value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** At least two of three moved 10 points or more the same way and none the other. */
function verdict(signals: readonly SignalMove[]): Movement {
  const moves = signals.map((s) => s.now - s.before);
  // Ranks are halves of hundredths; the tolerance keeps 10 from becoming 9.999999999999998.
  const up = moves.filter((m) => m >= MOVED - 1e-9).length;
  const down = moves.filter((m) => m <= -MOVED + 1e-9).length;
  if (up >= 2 && down === 0) return 'up';
  return down >= 2 && up === 0 ? 'down' : 'none';
}

function signalsOf(program: Program, partner: PartnerFacts, window: Window): Signals {
  const { start, until } = window;
  return {
    registrations: registrationsIn(program, { partner, segment: {} }, window).length,
    engagement: engagementCount(program, partner, start, until),
    pipeline: sourcedPipelineCreated(program, { partner, segment: {} }, window).total,
  };
}
