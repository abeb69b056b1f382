import { Bad } from './cells.ts';
import type { FieldSpec } from './field-schema.ts';
import type { Found } from './read-field.ts';
import { oneProperty, readField, readText } from './read-field.ts';
import { leftAside, type Reading, RowRejected } from './reading.ts';
import type { FieldRule } from './record-fields.ts';
import { unmatchedValue } from './references.ts';
import { textOf } from './row.ts';
import { skipped } from './values.ts';

/**
 * The one value of a field; null where it is unknown. Throws RowRejected or RowLeftAside for a required field without value
 * (rule 7.3); a bad optional one is noted (rule 7.4).
 */
export function readSingle(name: string, rule: FieldRule, spec: FieldSpec, reading: Reading): Found['value'] | null {
  const property = rule.kind.type === 'list' ? undefined : oneProperty(spec);
  if (property !== undefined) return readOne(name, rule, spec, property, reading);
  const { found, bad, isSkipped } = readField(name, rule.kind, spec, reading);
  if (rule.kind.type === 'list') return listOf(name, found, bad, reading);
  const value = found[0]?.value;
  const isOne = found.every((one) => one.value === value);
  const problem = !isOne ? new Bad('several values') : value === undefined ? bad[0] : undefined;
  if (problem !== undefined) return without(name, rule, problem, reading);
  return value === undefined ? unknown(name, rule, isSkipped) : value;
}

/** The same of the one text of a property, as nearly all fields are: a load of a CRM reads millions of them. */
function readOne(
  name: string,
  rule: FieldRule,
  spec: FieldSpec,
  property: string,
  reading: Reading,
): Found['value'] | null {
  const text = textOf(reading.row, property);
  if (text === '') return unknown(name, rule, false);
  const value = readText(name, rule.kind, spec, text, reading);
  if (value === skipped) return unknown(name, rule, true);
  return value instanceof Bad ? without(name, rule, value, reading) : value;
}

/** A field whose value is bad: unknown, or no record. */
function without(name: string, { required }: FieldRule, bad: Bad, reading: Reading): null {
  if (required) throw new RowRejected(name, bad.reason, unmatchedValue(bad));
  reading.note(name, bad.reason, unmatchedValue(bad));
  return null;
}

/** A field without value. */
function unknown(name: string, { required }: FieldRule, isSkipped: boolean): null {
  if (required && isSkipped) throw leftAside;
  if (required) throw new RowRejected(name, 'empty required field');
  return null;
}

function listOf(name: string, found: readonly Found[], bad: readonly Bad[], reading: Reading): string[] {
  for (const { reason } of bad) reading.note(name, reason);
  return [...new Set(found.flatMap(({ value }) => (Array.isArray(value) ? value : [String(value)])))];
}

/** All values of a field of an event that may have several, each of them an event of its own. */
export function readMany(name: string, rule: FieldRule, spec: FieldSpec, reading: Reading): readonly Found[] {
  const { found, bad, isSkipped } = readField(name, rule.kind, spec, reading);
  if (found.length > 0) {
    for (const { reason } of bad) reading.note(name, reason);
    return distinct(found);
  }
  if (isSkipped && bad.length === 0) throw leftAside;
  throw new RowRejected(name, bad[0]?.reason ?? 'empty required field');
}

/** One for each value; labels of links to the same record belong together. */
function distinct(found: readonly Found[]): readonly Found[] {
  const byValue = new Map<Found['value'], Found>();
  for (const one of found) {
    const before = byValue.get(one.value);
    byValue.set(one.value, before === undefined ? one : { ...before, labels: [...before.labels, ...one.labels] });
  }
  return [...byValue.values()];
}
