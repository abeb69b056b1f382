import { type Day, dateOfDay, dayMs, type Zone } from '../records/zone.ts';
import type { FieldSpec } from '../sources/mapping/field-schema.ts';
import type { Crm, Entry } from '../sources/mapping/index.ts';
import { type DateType, dateTypeOf, type FilterFacts } from './facts.ts';
import { anyOf, type Caveat, NEVER, type Part, test } from './plan.ts';

/** Moments [from, until); infinite where there is no bound. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Around the writing of one statement. */
export interface Writing {
  readonly crm: Crm;
  readonly entry: Entry;
  readonly zone: Zone;
  readonly facts: FilterFacts | undefined;
  readonly caveat: (code: Caveat) => void;
}

/** The conditions that a field of a record lies in a span, as a calendar date or a moment, whichever the CRM keeps. */
export const dateParts = (name: string, span: Span, writing: Writing): readonly Part[] =>
  momentParts(name, writing, (property, type, spec) => inSpan(property, type, span, writing.zone, spec.midnight));

/** The conditions that a date of expiry has passed (rule 1.5: a bare date ends with its day), or has not. */
export const expiryParts = (name: string, asOf: number, passed: boolean, writing: Writing): readonly Part[] =>
  momentParts(name, writing, (property, { type }) => {
    const op = passed ? 'lt' : 'gte';
    const end = dateOfDay(firstDayFrom(asOf + 2, writing.zone) - 1);
    return [test(property, op, type === 'date' ? end : new Date(asOf + 1).toISOString())];
  });

type Write = (property: string, type: DateType, spec: FieldSpec) => readonly Part[];

function momentParts(name: string, writing: Writing, write: Write): readonly Part[] {
  const { entry, caveat } = writing;
  const spec = entry.fields.get(name);
  if (spec === undefined) return [NEVER];
  const properties = spec.field === undefined ? spec.firstOf : [spec.field];
  if (properties === undefined) {
    caveat('computed-field');
    return [];
  }
  const there = properties.flatMap((property) => {
    const type = typeIn(property, spec, writing);
    return type === null ? [] : [{ property, type }];
  });
  // Of several properties the first that is filled counts.
  return anyOf(
    there.map(({ property, type }, index) => [
      ...there.slice(0, index).map((earlier) => test(earlier.property, 'empty')),
      ...write(property, type, spec),
    ]),
  );
}

function typeIn(property: string, spec: FieldSpec, { crm, entry, facts, caveat }: Writing): DateType | null {
  const type = dateTypeOf(crm, entry.object, property, facts);
  if (type?.guessed === true) caveat('date-type-guessed');
  if (spec.optional === true && facts === undefined) caveat('optional-assumed');
  return type;
}

/** The first day that begins at an instant or after it. */
const firstDayFrom = (ms: number, zone: Zone): Day => {
  const day = zone.dayOf(ms);
  return zone.startOf(day) >= ms ? day : day + 1;
};

const bounds = <T>(of: (ms: number) => T, { from, until }: Span): { low: T | null; high: T | null } => ({
  low: Number.isFinite(from) ? of(from) : null,
  high: Number.isFinite(until) ? of(until) : null,
});

function inSpan(
  property: string,
  { type }: DateType,
  span: Span,
  zone: Zone,
  midnight: FieldSpec['midnight'],
): readonly Part[] {
  const day = (ms: number): Day => firstDayFrom(ms, zone);
  if (type === 'date')
    return range(
      property,
      bounds((ms) => dateOfDay(day(ms)), span),
    );
  const plain = range(property, bounds(iso, span));
  return midnight === undefined ? plain : withMidnights(property, plain, span, day);
}

const iso = (ms: number): string => new Date(ms).toISOString();

function range(property: string, { low, high }: { low: string | null; high: string | null }): readonly Part[] {
  const parts = [
    ...(low === null ? [] : [test(property, 'gte', low)]),
    ...(high === null ? [] : [test(property, 'lt', high)]),
  ];
  return parts.length === 0 ? [test(property, 'filled')] : parts;
}

/** A moment at midnight UTC means that day, in whatever zone: at the edges such days are taken in, or left out, by name. */
function withMidnights(
  property: string,
  plain: readonly Part[],
  span: Span,
  day: (ms: number) => Day,
): readonly Part[] {
  const missed: Day[] = [];
  const surplus: Day[] = [];
  const edge = (ms: number, isLow: boolean): void => {
    if (!Number.isFinite(ms)) return;
    const [byDay, byMoment] = [day(ms), Math.ceil(ms / dayMs)];
    for (let one = byDay; one < byMoment; one++) (isLow ? missed : surplus).push(one);
    for (let one = byMoment; one < byDay; one++) (isLow ? surplus : missed).push(one);
  };
  edge(span.from, true);
  edge(span.until, false);
  const at = (one: Day): string => iso(one * dayMs);
  const within = [...plain, ...surplus.map((one) => test(property, 'ne', at(one)))];
  return anyOf([within, ...missed.map((one) => [test(property, 'eq', at(one))])]);
}
