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
  const measured = new Map(
    active.map((p) => [p, { now: signalsOf(program, p, now), before: signalsOf(program, p, before) }]),
  );
  const byTier = Map.groupBy(active, (p) => segmentValue(program, p, 'tier', asOf));
  return active.map((partner) => {
    const tier = segmentValue(program, partner, 'tier', asOf);
    const peers = byTier.get(tier) ?? [];
    const group = peers.length < MIN_GROUP ? active : peers;
    const move = <T extends number | bigint>(of: (signals: Signals) => T): SignalMove => {
      const rank = (when: 'now' | 'before') =>
        percentileRank(
          group.flatMap((p) => measured.get(p) ?? []).map((m) => of(m[when])),
          measured.get(partner)?.[when],
          of,
        );
      return { now: rank('now'), before: rank('before') };
    };
    const signals = {
      group: group === active ? 'program' : tier,
      partners: group.length,
      registrations: move((s) => s.registrations),
      engagement: move((s) => s.engagement),
      pipeline: move((s) => s.pipeline),
    };
    return { partner, movement: verdict([signals.registrations, signals.engagement, signals.pipeline]), signals };
  });
}

/** 100 × (below + half of those equal, itself included) ÷ partners. */
function percentileRank<T extends number | bigint>(
  values: readonly T[],
  own: Signals | undefined,
  of: (signals: Signals) => T,
): number {
  if (own === undefined || values.length === 0) return 0;
  const value = of(own);
  const below = values.filter((v) => v < value).length;
  const equal = values.filter((v) => v === value).length;
  return (100 * (below + equal / 2)) / values.length;
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
