import type { Scope } from '../kpi/program/scope.ts';
import { idOfKey, type Key, keyOf } from '../records/records.ts';
import { type Window, windowOf } from '../records/window.ts';
import { dateOfDay, openZone, type Zone } from '../records/zone.ts';
import { byKey, inProgram } from './by-key.ts';
import { dateTypeOf, type FilterFacts } from './facts.ts';
import { countedIn, type ProofFigure } from './figures.ts';
import type { CrmQuestion } from './question.ts';
import { remade } from './remake.ts';
import { statementsOf } from './statements.ts';
import { rowsFor, type TheirSide, together } from './their-side.ts';

/** A record that stands in different periods by the reporting zone and by the CRM's own. */
export interface Edge {
  readonly id: string;
  readonly url: string | null;
  /** UTC instant. */
  readonly at: string;
  readonly dayHere: string;
  readonly dayThere: string;
  /** Whether our period has it. */
  readonly counted: boolean;
}

/** Which field puts a record into a period; null: it is in every one. */
const fields: Readonly<Record<string, 'closedAt' | 'createdAt' | null>> = {
  sourcedPipelineCreated: 'createdAt',
  openSourcedPipeline: null,
};
const fieldOf = (figure: ProofFigure, record: TheirSide['record']) => {
  if (record === 'registration') return 'submittedAt';
  return Object.hasOwn(fields, figure) ? (fields[figure] ?? null) : 'closedAt';
};

/** The records that a report in the CRM's own zone counts in another period. Calendar dates have no zone, so there are none. */
export async function edgesOf(
  question: CrmQuestion,
  facts: FilterFacts,
  scope: Scope,
  side: TheirSide,
): Promise<readonly Edge[]> {
  const { figure, window } = question;
  const field = fieldOf(figure, side.record);
  const { calendar } = side.program;
  if (field === null || facts.timeZone === null || !Number.isFinite(window.start)) return [];
  const zone = openZone(facts.timeZone);
  const other = windowOf(window.period, { ...calendar, zone }, window.asOf);
  const strips = [strip(window, window.start, other.start), strip(window, window.until, other.until)];
  if (strips.every((one) => one.start === one.until) || !hasMoments(field, facts, side)) return [];
  const found = together(
    await Promise.all(
      strips
        .filter((one) => one.start < one.until)
        .map((one) => rowsFor(statementsOf({ ...question, segment: {}, window: one }, side.mapping, facts), side)),
    ),
  );
  const theirs = await remade(side.program, found.records);
  const counts = (at: Window) => byKey(theirs, side.record, countedIn(theirs, inProgram(scope, theirs), at, figure));
  const [here, there] = [counts(window), counts(other)];
  const moments = momentsOf(found.records, field);
  return [...new Set([...here.keys(), ...there.keys()])]
    .filter((key) => here.has(key) !== there.has(key))
    .sort()
    .flatMap((key) => {
      const moment = moments.get(key);
      return moment === undefined ? [] : [edge(key, moment, here.has(key), calendar.zone, zone)];
    });
}

const strip = (window: Window, one: number, other: number): Window => ({
  ...window,
  start: Math.min(one, other),
  until: Math.max(one, other),
});

const hasMoments = (field: string, facts: FilterFacts, { mapping, record }: TheirSide): boolean =>
  mapping.entries.some((entry) => {
    const spec = entry.record === record ? entry.fields.get(field) : undefined;
    const properties = spec?.field === undefined ? (spec?.firstOf ?? []) : [spec.field];
    return properties.some((name) => dateTypeOf(mapping.crm, entry.object, name, facts)?.type === 'datetime');
  });

interface Moment {
  readonly at: string;
  readonly url: string | null;
}

/** Moments of the records; bare dates are none. */
function momentsOf(records: TheirRecords, field: string): ReadonlyMap<Key, Moment> {
  return new Map(
    records.flatMap((one) => {
      const at = stampOf(one, field);
      if (at === null || at.length === 10 || one.id === null || !('url' in one)) return [];
      return [[keyOf(one.source, one.id), { at, url: one.url }] as const];
    }),
  );
}

type TheirRecords = Awaited<ReturnType<typeof rowsFor>>['records'];

function stampOf(one: TheirRecords[number], field: string): string | null {
  if (one.record === 'registration') return one.submittedAt;
  if (one.record !== 'deal') return null;
  return field === 'createdAt' ? one.createdAt : one.closedAt;
}

const edge = (key: Key, { at, url }: Moment, counted: boolean, here: Zone, there: Zone): Edge => ({
  id: idOfKey(key),
  url,
  at,
  dayHere: dateOfDay(here.dayOf(Date.parse(at))),
  dayThere: dateOfDay(there.dayOf(Date.parse(at))),
  counted,
});
