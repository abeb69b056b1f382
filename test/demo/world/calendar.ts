export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface LocalDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Local time of the sample program, up to its as-of instant. Instants are epoch milliseconds. */
export class Calendar {
  readonly asOf: number;
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** Throws a RangeError for an unknown zone. */
  constructor(zone: string, asOf: number) {
    this.asOf = Math.floor(asOf / MINUTE) * MINUTE;
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  }

  /** The local calendar date of an instant. */
  date(instant: number): LocalDate {
    return utcDate(instant + this.#offset(instant));
  }

  /** 00:00 local time of a date; a day or month beyond its range rolls over. */
  midnight(year: number, month: number, day: number): number {
    const wall = Date.UTC(year, month - 1, day);
    const guess = wall - this.#offset(wall);
    return wall - this.#offset(guess);
  }

  /** Local midnight `days` days after the local day of the instant. */
  dayStart(instant: number, days = 0): number {
    const { year, month, day } = this.date(instant);
    return this.midnight(year, month, day + days);
  }

  monthStart(instant: number, months = 0): number {
    const { year, month } = this.date(instant);
    return this.midnight(year, month + months, 1);
  }

  quarterStart(instant: number, quarters = 0): number {
    const { year, month } = this.date(instant);
    return this.midnight(year, Math.floor((month - 1) / 3) * 3 + 1 + 3 * quarters, 1);
  }

  /** The same local day at a working hour (a weekend: the Monday after); never after as-of. `at` is 0 to 1 of the working day. */
  working(instant: number, at: number): number {
    const { year, month, day } = this.date(instant);
    const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
    const shift = weekday === 6 ? 2 : weekday === 0 ? 1 : 0;
    const minutes = Math.floor((8 + at * 10) * 60);
    const result = this.midnight(year, month, day + shift) + minutes * MINUTE;
    return result <= this.asOf ? result : Math.min(this.asOf, instant - (instant % MINUTE));
  }

  /** `YYYY-MM-DD`, or '' for null. */
  day(instant: number | null): string {
    if (instant === null) return '';
    const { year, month, day } = this.date(instant);
    return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  }

  #offset(instant: number): number {
    const key = Math.floor(instant / (30 * MINUTE));
    const known = this.#offsets.get(key);
    if (known !== undefined) return known;
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(key * 30 * MINUTE)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
    const offset = Date.UTC(year, month - 1, day, hour, minute) - key * 30 * MINUTE;
    this.#offsets.set(key, offset);
    return offset;
  }
}

/** ISO 8601 UTC to the second, or '' for null. */
export function iso(instant: number | null): string {
  return instant === null ? '' : `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

function utcDate(wall: number): LocalDate {
  const date = new Date(wall);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
