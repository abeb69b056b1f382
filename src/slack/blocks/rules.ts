/** The little language in which Slack's limits are written down (see limits-table.ts). */
export type Surface = 'message' | 'modal' | 'home';

export interface Problem {
  /** Where, e.g. `blocks[3].fields[0].text`. */
  readonly path: string;
  readonly problem: string;
}

/** What is counted over a whole payload. */
export interface Totals {
  charts: number;
  tables: number;
  characters: number;
  markdown: number;
  readonly blockIds: Set<string>;
}

export interface Place {
  readonly path: string;
  readonly surface: Surface;
  readonly totals: Totals;
  readonly actionIds: Set<string>;
  readonly problems: Problem[];
}

export type Check = (value: unknown, place: Place) => void;
export type Entry = readonly [key: string, value: unknown];

export const say = (place: Place, problem: string): void => {
  place.problems.push({ path: place.path, problem });
};

export const at = (place: Place, step: string | number): Place => ({
  ...place,
  path: typeof step === 'number' ? `${place.path}[${step}]` : `${place.path}.${step}`,
});

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text of `min` to `max` characters; `counts` adds it to the message's total. */
export const text =
  (max: number, { min = 1, counts = true } = {}): Check =>
  (value, place) => {
    if (typeof value !== 'string') return say(place, 'must be text');
    if (value.length < min) say(place, 'must not be empty');
    if (value.length > max) say(place, `at most ${max} characters, has ${value.length}`);
    if (counts) place.totals.characters += value.length;
  };

export const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value, place) => {
    if (!allowed.includes(value)) say(place, `must be one of ${allowed.join(', ')}`);
  };

export const truth: Check = (value, place) => {
  if (typeof value !== 'boolean') say(place, 'must be true or false');
};

export const finite: Check = (value, place) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) say(place, 'must be a finite number');
};

export const list =
  (item: Check, min: number, max: number): Check =>
  (value, place) => {
    if (!Array.isArray(value)) return say(place, 'must be a list');
    if (value.length < min) say(place, `at least ${min} entries, has ${value.length}`);
    if (value.length > max) say(place, `at most ${max} entries, has ${value.length}`);
    value.forEach((entry: unknown, index) => {
      item(entry, at(place, index));
    });
  };

export interface Shape {
  readonly needs?: Readonly<Record<string, Check>>;
  readonly may?: Readonly<Record<string, Check>>;
  /** What spans several members. */
  readonly also?: (value: Readonly<Record<string, unknown>>, place: Place) => void;
}

/** An object with the needed and allowed members, and no other. */
export const shape =
  ({ needs = {}, may = {}, also }: Shape): Check =>
  (value, place) => {
    if (!isObject(value)) return say(place, 'must be an object');
    for (const key of Object.keys(needs)) if (value[key] === undefined) say(at(place, key), 'is missing');
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      const check = needs[key] ?? may[key];
      if (check === undefined) say(at(place, key), 'is not known to Slack');
      else check(member, at(place, key));
    }
    also?.(value, place);
  };

/** Chooses the check by `type`; a type that the table lacks is a problem. */
export const byType =
  (table: () => Readonly<Record<string, Check>>, what: string): Check =>
  (value, place) => {
    const type = isObject(value) ? value.type : undefined;
    const check = typeof type === 'string' ? table()[type] : undefined;
    if (check === undefined) return say(place, `${String(type)} is no ${what} that we send`);
    check(value, place);
  };

export const onlyOn =
  (surfaces: readonly Surface[], check: Check): Check =>
  (value, place) => {
    if (!surfaces.includes(place.surface)) say(place, `not possible in a ${place.surface}`);
    check(value, place);
  };

export const both =
  (...checks: readonly Check[]): Check =>
  (value, place) => {
    for (const check of checks) check(value, place);
  };
