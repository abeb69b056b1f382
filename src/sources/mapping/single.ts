import { Bad } from './cells.ts';
import type { FieldSpec } from './field-schema.ts';
import type { Found } from './read-field.ts';
import { readField } from './read-field.ts';
import { leftAside, type Reading, RowRejected } from './reading.ts';
import type { FieldRule } from './record-fields.ts';
import { unmatchedValue } from './references.ts';

/**
 * The one value of a field; null where it is unknown. Throws RowRejected or RowLeftAside for a required field without value
 * (rule 7.3); a bad optional one is noted (rule 7.4).
 */
export function readSingle(name: string, rule: FieldRule, spec: FieldSpec, reading: Reading): Found['value'] | null {
  const { found, bad, isSkipped } = readField(name, rule.kind, spec, reading);
  if (rule.kind.type === 'list') return listOf(name, found, bad, reading);
  const value = found[0]?.value;
  const isOne = found.every((one) => one.value === value);
  const problem = !isOne ? new Bad('several values') : value === undefined ? bad[0] : undefined;
  if (problem !== undefined) {
    if (rule.required) throw new RowRejected(name, problem.reason, unmatchedValue(problem));
    reading.note(name, problem.reason, unmatchedValue(problem));
    return null;
  }
  if (value !== undefined) return value;
  if (rule.required && isSkipped) throw leftAside;
  if (rule.required) throw new RowRejected(name, 'empty required field');
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
