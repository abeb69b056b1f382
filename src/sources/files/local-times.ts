import { dayMs, openZone, type Zone } from '../../records/zone.ts';

const hourMs = 3_600_000;
const hoursKept = 50_000;

/** Turns local times of one zone into UTC instants. An hour that was looked up is remembered, since rows are many and hours few. */
export class LocalTimes {
  readonly #name: string;
  #zone: Zone | null = null;
  /** Local hour → the instant at which it begins; null: the clock is changed within it. */
  readonly #hours = new Map<number, number | null>();

  /** Throws RangeError at the first use of a name that is no IANA zone. */
  constructor(zone: string) {
    this.#name = zone;
  }

  /** The instant at which the local clock shows what `clock` (written as if it were UTC) says, of two the first; null: it never does. */
  utcOf(clock: string): string | null {
    const shown = Date.parse(clock);
    const hour = Math.floor(shown / hourMs);
    const start = this.#startOf(hour);
    const instant = start === null ? this.#exact(shown) : start + (shown - hour * hourMs);
    if (instant === null) return null;
    const text = new Date(instant).toISOString();
    return text.length === 24 ? text : null;
  }

  #startOf(hour: number): number | null {
    const known = this.#hours.get(hour);
    if (known !== undefined) return known;
    const first = this.#exact(hour * hourMs);
    const last = this.#exact((hour + 1) * hourMs - 1);
    const start = first !== null && last === first + hourMs - 1 ? first : null;
    if (this.#hours.size >= hoursKept) this.#hours.clear();
    this.#hours.set(hour, start);
    return start;
  }

  #exact(shown: number): number | null {
    this.#zone ??= openZone(this.#name);
    const day = Math.floor(shown / dayMs);
    const wall = shown - day * dayMs;
    const instant = this.#zone.at(day, wall);
    return this.#zone.wallOf(instant) === wall && this.#zone.dayOf(instant) === day ? instant : null;
  }
}
