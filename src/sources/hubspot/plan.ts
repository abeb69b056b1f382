import type { Asked, Known, Pass } from '../crm/contract.ts';
import { checkedRows } from './check-pass.ts';
import type { HubSpotObject } from './hubspot-facts.ts';
import { calculatedValues, walkedLinks } from './id-passes.ts';
import { allRates, events } from './other-passes.ts';
import {
  linkedRows,
  linkedToNew,
  type PairsOf,
  partnerLinks,
  sweepBasis,
  sweepCalls,
  sweepName,
} from './partner-passes.ts';
import type { Reading } from './reading.ts';
import { allRows, archivedRows, changedRows, knownUntil } from './row-passes.ts';
import { wayName } from './ways.ts';

const HOUR = 3_600_000;
/** A little less than a day, so that what is due daily does not slip by one run each day. */
const DAILY = 23 * HOUR;
/** HubSpot forgets archived rows after ninety days: after a long pause nothing but ids tells what is gone. */
const LONGEST_PAUSE = 60 * 24 * HOUR;

export interface PlanContext {
  readonly reading: Reading;
  readonly known: Known;
  readonly asked: Asked;
  readonly overlapMs: number;
  /** Calls that a run may take for all links of activities from the partners' side; where it is more, they are read once a day. */
  readonly activitySweepCalls: number;
  readonly pairs: PairsOf;
}

/** What is to be read now, in the order of its phases. */
export function planned(context: PlanContext): readonly Pass[] {
  const { reading } = context;
  const passes = [...reading.facts.objects.flatMap((object) => ofObject(context, object)), ...partnerWays(context)];
  return passes.toSorted((a, b) => a.phase - b.phase);
}

function ofObject(context: PlanContext, object: HubSpotObject): readonly Pass[] {
  switch (object.kind) {
    case 'rates':
      return ofRates(context, object);
    case 'events':
      return [events(context.reading, object, context.known, isNew(context, object), context.overlapMs)];
    case 'records':
      return [...rows(context, object), ...walks(context, object)];
  }
}

const isNew = ({ known, asked }: PlanContext, { need, basis }: HubSpotObject): boolean =>
  asked.mode === 'full' || known.pass(`all:${need.object}`, basis) === null;

function ofRates(context: PlanContext, object: HubSpotObject): readonly Pass[] {
  const pass = allRates(context.reading, object);
  return isNew(context, object) || context.asked.mode !== 'usual' || isDue(context, [pass.name], object.basis, HOUR)
    ? [pass]
    : [];
}

/** Whether none of these passes ended within a time. */
function isDue({ known, asked }: PlanContext, names: readonly string[], basis: string, every: number): boolean {
  const ends = names.flatMap((name) => known.pass(name, basis)?.endedAt ?? []);
  return asked.now - Math.max(0, ...ends.map((end) => Date.parse(end))) >= every;
}

function rows(context: PlanContext, object: HubSpotObject): readonly Pass[] {
  const { reading, known, asked, overlapMs, pairs } = context;
  const { need, basis, linkedBy } = object;
  const all = `all:${need.object}`;
  const way = linkedBy === null ? null : reading.way(linkedBy);
  if (isNew(context, object)) {
    return [way === null ? allRows(reading, object, known) : linkedRows(reading, object, way, known, pairs, 'all')];
  }
  const passes = [changedRows(reading, object, known, overlapMs, isLeftOut(context, object))];
  const values = calculatedValues(reading, object, known);
  if (object.calculated.length > 0) {
    const isRead = known.pass(values.name, values.basis) !== null;
    const since = isRead ? isDue(context, [values.name], values.basis, DAILY) : isDue(context, [all], basis, DAILY);
    if (since) passes.push(values);
  }
  // What no partner is linked to any more is of no interest, archived or not.
  if (way === null && isDue(context, [all, `archived:${need.object}`], basis, DAILY))
    passes.push(archivedRows(reading, object));
  const isPaused = asked.now - knownUntil(object, known) > LONGEST_PAUSE;
  const isUnchecked = isDue(context, [all, `check:${need.object}`], basis, asked.reconcileEveryMs);
  if (asked.mode === 'reconcile' || isPaused || isUnchecked) {
    passes.push(checkedRows({ reading, object, known, pairs }));
  }
  return passes;
}

function walks(context: PlanContext, object: HubSpotObject): readonly Pass[] {
  const { reading, known, asked } = context;
  // Rows that come by their partners bring their other links along.
  const isWhole = object.linkedBy !== null && isNew(context, object);
  return object.walks.flatMap((_, place) => {
    const pass = walkedLinks(reading, object, known, place);
    if (pass === null || isWhole) return [];
    const isAsked = asked.mode !== 'usual' || isDue(context, [pass.name], pass.basis, DAILY);
    return isAsked ? [pass] : [];
  });
}

function partnerWays(context: PlanContext): readonly Pass[] {
  const { reading, known, pairs } = context;
  const { objects, ways } = reading.facts;
  return ways.flatMap((way) => {
    if (way.partners === null) return [];
    const linked = objects.find(({ linkedBy }) => linkedBy !== null && wayName(linkedBy) === wayName(way));
    if (linked === undefined) return [partnerLinks(reading, way, known, pairs)];
    if (isNew(context, linked)) return [];
    if (isLeftOut(context, linked)) return [linkedToNew(reading, linked, way, known, pairs)];
    return [linkedRows(reading, linked, way, known, pairs, 'new')];
  });
}

/** Whether this run leaves out all links of an activity object from the partners' side: they are many, and were read in the last day. */
function isLeftOut(context: PlanContext, object: HubSpotObject): boolean {
  const { reading, known, asked, activitySweepCalls } = context;
  if (object.linkedBy === null || asked.mode !== 'usual' || isNew(context, object)) return false;
  const sweeps = reading.facts.objects.flatMap((one) =>
    one.linkedBy === null ? [] : [sweepCalls(one, reading.way(one.linkedBy), known)],
  );
  if (sweeps.reduce((sum, calls) => sum + calls, 0) <= activitySweepCalls) return false;
  const way = reading.way(object.linkedBy);
  // Of links without labels the first reading told all that a sweep tells.
  const first = way.labels ? null : known.pass(`all:${object.need.object}`, object.basis);
  const last = known.pass(sweepName(way), sweepBasis(object, way)) ?? first;
  return last !== null && asked.now - Date.parse(last.endedAt) < DAILY;
}
