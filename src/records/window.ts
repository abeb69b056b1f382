import { type Calendar, type Period, periodOf, rangeOf } from './period.ts';
import { addMonths, type Day, yearEarlier } from './zone.ts';

/** A period as seen at one instant: which stamps count in it, and as of when it is computed (rules 1.6, 2.4). */
export interface Window {
  readonly period: Period;
  /** ms; -Infinity for `all`. */
  readonly start: number;
  /** Exclusive ms: a stamp t counts iff start <= t < until. A running window includes its as-of instant. */
  readonly until: number;
  /** The nominal end in ms, also of a running period; as-of for `all`. */
  readonly end: number;
  /** The instant as of which everything in the window is computed. */
  readonly asOf: number;
  readonly running: boolean;
  /** "At the end of the period (or as-of, if earlier)": the last instant before the end, or as-of (rule 1.9). */
  readonly last: number;
  /** The local day of `last`. */
  readonly lastDay: Day;
  /** The local day from which distances to the end are counted: that of the exclusive end, or of as-of if earlier (rules 1.5, 3.5, 3.6). */
  readonly endDay: Day;
}

/** The window of a period as of an instant. */
export function windowOf(period: Period, calendar: Calendar, asOf: number): Window {
  if (!isBounded(period)) {
    return {
      period,
      start: Number.NEGATIVE_INFINITY,
      until: asOf + 1,
      end: asOf,
      asOf,
      running: true,
      last: asOf,
      lastDay: calendar.zone.dayOf(asOf),
      endDay: calendar.zone.dayOf(asOf),
    };
  }
  const end = calendar.zone.startOf(period.end);
  const running = asOf < end;
  const last = running ? asOf : end - 1;
  return {
    period,
    start: calendar.zone.startOf(period.start),
    until: last + 1,
    end,
    asOf,
    running,
    last,
    lastDay: calendar.zone.dayOf(last),
    endDay: running ? calendar.zone.dayOf(asOf) : period.end,
  };
}

/** The period of equal kind before, at equal age (rule 2.4); null for `all`. */
export function previousWindow(window: Window, calendar: Calendar): Window | null {
  const earlier = previousPeriod(window.period, calendar);
  return earlier === null ? null : windowAtEqualAge(window, earlier, calendar);
}

/** The same period a year before, at equal age (rule 2.4); null for `all`. */
export function yearBeforeWindow(window: Window, calendar: Calendar): Window | null {
  const earlier = yearBeforePeriod(window.period, calendar);
  return earlier === null ? null : windowAtEqualAge(window, earlier, calendar);
}

/**
 * An earlier period at the age that `window` has: as long after its end, or cut at the same local time on the same
 * ordinal day (rule 2.4). Several steps back go from the original window, since a short month forgets the ordinal day.
 */
export function windowAtEqualAge(window: Window, earlier: Period, calendar: Calendar): Window {
  return windowOf(earlier, calendar, equalAge(window, earlier, calendar));
}

/** The period of equal kind directly before: for ranges the equal number of days; null for `all`. */
export function previousPeriod(period: Period, calendar: Calendar): Period | null {
  if (!isBounded(period)) return null;
  const unit = unitOf(period);
  if (unit !== null) return periodOf(unit, period.start - 1, calendar);
  return rangeOf(period.start - (period.end - period.start), period.start);
}

/** The period a year before: the same dates, of weeks 52 weeks earlier; null for `all`. */
export function yearBeforePeriod(period: Period, calendar: Calendar): Period | null {
  if (!isBounded(period)) return null;
  const unit = unitOf(period);
  if (unit === 'week') return periodOf(unit, period.start - 52 * 7, calendar);
  if (unit !== null) return periodOf(unit, addMonths(period.start, -12), calendar);
  return rangeOf(yearEarlier(period.start), yearEarlier(period.end));
}

type Bounded = Period & { readonly start: Day; readonly end: Day };

const isBounded = (period: Period): period is Bounded => period.start !== null && period.end !== null;

/** The calendar unit that a period is; null for ranges. A range of a single day is that day. */
function unitOf(period: Bounded): 'day' | 'week' | 'month' | 'quarter' | 'year' | null {
  if (period.end - period.start === 1) return 'day';
  return period.kind === 'range' || period.kind === 'last-days' || period.kind === 'all' ? null : period.kind;
}

function equalAge(window: Window, earlier: Period, { zone }: Calendar): number {
  const { period, asOf, running } = window;
  if (!isBounded(period) || !isBounded(earlier)) return asOf;
  const today = zone.dayOf(asOf);
  const wall = zone.wallOf(asOf);
  if (!running) return zone.at(earlier.end + (today - period.end), wall);
  const day = earlier.start + (today - period.start);
  const end = zone.startOf(earlier.end);
  return day >= earlier.end ? end : Math.min(zone.at(day, wall), end);
}
