import { Bad, wholeBetween } from '../files/cells.ts';
import * as cells from './cells.ts';
import type { Entry } from './entry-schema.ts';
import type { FieldSpec } from './field-schema.ts';
import { type Draft, historyValue } from './partner-history.ts';
import { readPartners, rolesOf } from './partners.ts';
import type { Found } from './read-field.ts';
import { type Reading, RowRejected } from './reading.ts';
import { type FieldRule, hasId, rulesOf } from './record-fields.ts';
import { recordId } from './references.ts';
import { heldSince } from './since.ts';
import { readMany, readSingle } from './single.ts';

const mostRecords = 500;

/** One choice of the fields of an event that have several values. */
type Choice = ReadonlyMap<string, Found>;

/**
 * The records of one row by one entry, before they are checked. A row with several partners, or several certificates in one
 * property, gives one event each. Throws RowRejected, RowLeftAside.
 */
export function draftsOf(reading: Reading): readonly Draft[] {
  const { entry, row, context } = reading;
  const id = row.id.trim();
  if (id === '') throw new RowRejected('id', 'missing id');
  if (cells.text(id) instanceof Bad) throw new RowRejected('id', 'unusable character');
  const base: Draft = {
    record: entry.record,
    source: context.source,
    id: hasId(entry.record) ? recordId(reading.mapping, entry.record, entry.object, id) : null,
  };
  if (hasId(entry.record) && entry.record !== 'asset') base.url = urlOf(reading);
  const many = new Map<string, readonly Found[]>();
  for (const { name, rule, spec, way } of waysOf(entry)) {
    if (spec === undefined) base[name] = rule.kind.type === 'list' ? [] : null;
    else if (way === 'partner') many.set(name, readPartners(spec, reading));
    else if (way === 'many') many.set(name, readMany(name, rule, spec, reading));
    else base[name] = readSingle(name, rule, spec, reading);
  }
  if (many.size === 0) return finished(base, noChoice, reading);
  const [choice = noChoice, ...others] = choicesOf(many);
  if (others.length === 0) return choice === noChoice ? [] : finished(base, choice, reading);
  return [choice, ...others].flatMap((one) => finished({ ...base }, one, reading));
}

/** How a field of an entry is filled. */
interface FieldWay {
  readonly name: string;
  readonly rule: FieldRule;
  /** Undefined for a field that the mapping does not fill. */
  readonly spec: FieldSpec | undefined;
  readonly way: 'partner' | 'many' | 'single';
}

/** Asked for each row of a CRM. */
const waysBy = new WeakMap<Entry, readonly FieldWay[]>();

function waysOf(entry: Entry): readonly FieldWay[] {
  const known = waysBy.get(entry);
  if (known !== undefined) return known;
  const ways = rulesOf(entry.record).flatMap(([name, rule]): FieldWay[] => {
    const spec = entry.fields.get(name);
    if (spec === undefined) return [{ name, rule, spec, way: 'single' }];
    if (name === 'partner') return [{ name, rule, spec, way: 'partner' }];
    if (spec.label !== undefined || spec.since !== undefined) return [];
    const isMany = spec.split !== undefined && rule.required && !hasId(entry.record);
    return [{ name, rule, spec, way: isMany ? 'many' : 'single' }];
  });
  waysBy.set(entry, ways);
  return ways;
}

const noChoice: Choice = new Map();

function choicesOf(many: ReadonlyMap<string, readonly Found[]>): readonly Choice[] {
  const [single, ...others] = many;
  if (single !== undefined && others.length === 0 && single[1].length === 1)
    return single[1].map((one) => new Map([[single[0], one]]));
  let choices: readonly Choice[] = [noChoice];
  for (const [name, found] of many) {
    if (choices.length * found.length > mostRecords) throw new RowRejected(name, `more than ${mostRecords} records`);
    choices = choices.flatMap((choice) => found.map((one) => new Map([...choice, [name, one]])));
  }
  return choices;
}

function finished(draft: Draft, choice: Choice, reading: Reading): readonly Draft[] {
  const { entry } = reading;
  for (const [name, { value }] of choice) draft[name] = value;
  const earned = entry.fields.get('earnedAt')?.since;
  if (earned !== undefined) {
    const since = heldSince(earned, heldValue(earned, choice, reading), reading);
    if (since === null) throw new RowRejected('earnedAt', 'empty required field');
    if (since instanceof Bad) throw new RowRejected('earnedAt', since.reason);
    draft.earnedAt = since;
  }
  switch (entry.record) {
    case 'deal':
      // Of an open deal the close date is a forecast, or left from before it was reopened (rule 1.6).
      if (draft.status === 'open') draft.closedAt = null;
      return [draft];
    case 'attribution': {
      const role = entry.fields.get('role');
      const partner = choice.get('partner');
      if (role?.label === undefined || partner === undefined) return [draft];
      return rolesOf(role, partner, reading).map((one) => ({ ...draft, role: one }));
    }
    case 'survey-response':
      return [survey(draft, reading)];
    case 'partner-history':
      return [{ ...draft, value: historyValue(String(draft.field), textOrNull(draft.value), reading) }];
    case 'onboarding-step':
      return entry.steps.length === 0 ? [draft] : steps(draft, reading);
    default:
      return [draft];
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The part of the status property that this event is about, where it is split. */
function heldValue(property: string, choice: Choice, { entry }: Reading): string | null {
  for (const [name, { raw }] of choice) {
    if (entry.fields.get(name)?.field === property) return raw;
  }
  return null;
}

const ranges: ReadonlyMap<unknown, readonly [number, number]> = new Map([
  ['nps', [0, 10]],
  ['csat', [1, 5]],
]);

/** As of the files: an invitation without score and moment, else both. */
function survey(draft: Draft, { notes }: Reading): Draft {
  const { score, at, invitedAt, kind } = draft;
  const bad = notes.find(([field]) => field === 'score' || field === 'at');
  if (bad !== undefined) throw new RowRejected(bad[0], bad[1]);
  if (score === null && at === null && invitedAt !== null) return draft;
  if (score === null) throw new RowRejected('score', 'empty required field');
  if (at === null) throw new RowRejected('at', 'empty required field');
  const [low, high] = ranges.get(kind) ?? [0, 10];
  const value = wholeBetween(low, high)(String(score));
  if (value instanceof Bad) throw new RowRejected('score', value.reason);
  return draft;
}

/** A step without a start and an end has not been reached, but is one of the partner's steps. */
function steps(draft: Draft, reading: Reading): readonly Draft[] {
  const rule = { kind: { type: 'stamp' }, required: false } as const;
  return reading.entry.steps.map(({ step, fields }, order) => {
    const moment = (name: string): unknown => {
      const spec = fields.get(name);
      return spec === undefined ? null : readSingle(name, rule, spec, reading);
    };
    return { ...draft, step, order, startedAt: moment('startedAt'), completedAt: moment('completedAt') };
  });
}

function urlOf({ row, note }: Reading): string | null {
  const url = row.url?.trim() ?? '';
  if (url === '') return null;
  if (/^https?:\/\/\S+$/.test(url) && typeof cells.text(url) === 'string') return url;
  note('url', 'not an address');
  return null;
}
