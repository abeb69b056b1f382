import { sharesOf, sourcingInScope } from './money.ts';
import { byCodePoint } from './numbers.ts';
import { isActive } from './partner-state.ts';
import { inPeriod, type Period, previousPeriod, resolvePeriod } from './period.ts';
import type { Partner } from './records.ts';
import type { Ms } from './time.ts';
import { existingDeals, fieldAt, sourcing, type View } from './view.ts';

const ENOUGH = 10;
const MOVED = 10;

export interface Movement {
  readonly partner: string;
  readonly movement: 'up' | 'down' | 'none' | null;
  /** Percentile points by which each signal moved. */
  readonly signals: { readonly registrations: number; readonly engagement: number; readonly pipeline: number } | null;
}

/** Rule 3.12: the movement of one partner. */
export function movementOf(view: View, partner: Partner): Movement {
  const unranked: Movement = { partner: partner.id, movement: null, signals: null };
  const active = view.world.partners.filter((other) => isActive(view, other, view.asOf));
  if (!active.some((other) => other.id === partner.id)) return unranked;
  const tierOf = (other: Partner): string | null => fieldAt(view, other, 'tier', view.asOf);
  const sameTier = active.filter((other) => tierOf(other) === tierOf(partner));
  const peers = sameTier.length >= ENOUGH ? sameTier : active;
  if (peers.length < ENOUGH) return unranked;

  const now = resolvePeriod(view.settings, 'last-90-days', view.asOf);
  const before = previousPeriod(view.settings, now);
  if (before === null) return unranked;
  const earlier: Period = { ...before, asOf: view.asOf };
  const moved = (signal: (view: View, partner: string, period: Period) => bigint): number => {
    const rank = (period: Period): number =>
      percentile(
        peers.map((peer) => signal(view, peer.id, period)),
        signal(view, partner.id, period),
      );
    return rank(now) - rank(earlier);
  };
  const signals = { registrations: moved(registrations), engagement: moved(engagement), pipeline: moved(pipeline) };
  const steps = Object.values(signals);
  // A tolerance, because 10 points may come out of the division as 9.999….
  const ups = steps.filter((step) => step >= MOVED - 1e-9).length;
  const downs = steps.filter((step) => step <= -MOVED + 1e-9).length;
  const movement = ups >= 2 && downs === 0 ? 'up' : downs >= 2 && ups === 0 ? 'down' : 'none';
  return { partner: partner.id, movement, signals };
}

/** The movements of all ranked partners, in code-point order of their ids. */
export function moversAt(view: View): Movement[] {
  return view.world.partners
    .map((partner) => movementOf(view, partner))
    .filter((one) => one.movement !== null)
    .sort((a, b) => byCodePoint(a.partner, b.partner));
}

function percentile(all: readonly bigint[], own: bigint): number {
  const below = all.filter((value) => value < own).length;
  const equal = all.filter((value) => value === own).length;
  return (100 * (below + equal / 2)) / all.length;
}

function registrations(view: View, partner: string, period: Period): bigint {
  return count(
    period,
    view.world.registrations.filter((one) => one.partner === partner).map((one) => one.submittedAt),
  );
}

function engagement(view: View, partner: string, period: Period): bigint {
  const { sessions, contentEvents, touches } = view.world;
  const events = [...sessions.filter((session) => !session.failed), ...contentEvents, ...touches];
  return count(
    period,
    events.filter((event) => event.partner === partner).map((event) => event.at),
  );
}

function pipeline(view: View, partner: string, period: Period): bigint {
  return existingDeals(view)
    .filter((deal) => sourcing(view, deal).includes(partner) && inPeriod(period, deal.createdAt))
    .reduce(
      (sum, deal) => sum + sharesOf(view, deal, sourcingInScope(view, { partner, segment: {} }, deal, view.asOf)),
      0n,
    );
}

function count(period: Period, stamps: readonly Ms[]): bigint {
  return BigInt(stamps.filter((at) => inPeriod(period, at)).length);
}
