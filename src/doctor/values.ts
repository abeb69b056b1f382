import type { PropertyFacts } from '../sources/crm/inspector.ts';
import type { Entry } from '../sources/mapping/entry-schema.ts';
import type { FieldSpec } from '../sources/mapping/field-schema.ts';
import { type Filter, type MappedType, recordFields } from '../sources/mapping/index.ts';
import { fold } from '../sources/mapping/names.ts';
import { textOf } from '../sources/mapping/row.ts';
import type { Asked } from './asked.ts';
import { type Finding, found } from './findings.ts';
import type { Gathered } from './gathered.ts';
import { propertyAt, type Schema } from './schema.ts';

const shownAtMost = 8;
/** Values of one field that are counted by questions of their own. */
const countedAtMost = 4;

interface Mapped {
  readonly entry: Entry;
  readonly field: string;
  readonly spec: FieldSpec;
  readonly property: string;
  readonly facts: PropertyFacts;
}

interface Counted {
  readonly value: string;
  /** null: nobody counted. */
  readonly count: number | null;
}

/** Value maps both ways: values of the CRM that no map knows, with how often they stand there, and values of maps that nothing has. */
export async function valueFindings(
  gathered: readonly Gathered[],
  schema: Schema,
  asked: Asked,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const one of gathered) {
    for (const mapped of mapsOf(one.entry, schema)) findings.push(...(await findingsOf(mapped, one, asked)));
  }
  return findings;
}

/** Fields that have a value map and read a property; stages are looked at as stages. */
function mapsOf(entry: Entry, schema: Schema): readonly Mapped[] {
  return [...entry.fields].flatMap(([field, spec]) => {
    const property = spec.field;
    const facts = property === undefined ? undefined : propertyAt(schema, entry.object, property);
    if (spec.values === null || property === undefined || facts === undefined || facts === 'elsewhere') return [];
    return [{ entry, field, spec, property, facts }];
  });
}

async function findingsOf(mapped: Mapped, gathered: Gathered, asked: Asked): Promise<readonly Finding[]> {
  const { entry, field, spec, property, facts } = mapped;
  const at = { object: entry.object, property, field: `${entry.record}.${field}`, record: entry.record };
  const unmapped = await unmappedOf(mapped, gathered, asked);
  const seen = unmapped.filter(({ count }) => count !== 0);
  const unused = unusedOf(mapped, gathered);
  const total = seen.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const isCounted = seen.every(({ count }) => count !== null);
  const params = { ...at, values: shown(seen), rows: isCounted ? total : -1 };
  const findings: Finding[] = [];
  if (seen.length > 0 && spec.unmapped !== 'skip') {
    const isRequired = recordFields[entry.record][field]?.required === true;
    const effect = keeps(entry.record, field, spec) ? 'kept' : isRequired ? 'rejected' : 'unknown';
    findings.push(found(effect === 'kept' ? 'values-kept' : 'values-unmapped', { ...params, effect }));
  }
  if (unused.length > 0)
    findings.push(found('values-unused', { ...at, values: shown(unused.map((value) => ({ value, count: null }))) }));
  if (findings.length === 0) findings.push(found('values-ok', { ...at, count: facts.values.length }));
  return findings;
}

const keeps = (record: MappedType, field: string, { unmapped }: FieldSpec): boolean => {
  const type = recordFields[record][field]?.kind.type;
  return unmapped === 'keep' || (unmapped === undefined && (type === 'text' || type === 'list'));
};

function partsOf(text: string, { split }: FieldSpec, { type }: PropertyFacts): readonly string[] {
  const separator = split ?? (type === 'choices' ? ';' : undefined);
  return (separator === undefined ? [text] : text.split(separator))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Values without a meaning, the most frequent first: of the rows if they were read, else of the choice. */
async function unmappedOf(
  { entry, spec, property, facts }: Mapped,
  gathered: Gathered,
  asked: Asked,
): Promise<readonly Counted[]> {
  const { values, skip } = spec;
  const isUnknown = (value: string): boolean => !(values?.has(fold(value)) ?? false) && !skip.has(fold(value));
  const counts = new Map<string, number | null>();
  if (gathered.rows !== null) {
    for (const row of gathered.rows)
      for (const value of partsOf(textOf(row, property), spec, facts))
        if (isUnknown(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  } else {
    const choices = facts.values.filter(({ value, active }) => active && isUnknown(value)).map(({ value }) => value);
    for (const [place, value] of choices.entries()) {
      const equal: Filter = { field: property, op: 'eq', values: [value], negated: false };
      const isAsked = facts.filterable && place < countedAtMost && asked.affords(1, `${entry.object}.${property}`);
      counts.set(value, isAsked ? await asked.count(entry.object, [...entry.conditions, equal]) : null);
    }
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => (b.count ?? 0) - (a.count ?? 0));
}

/** Values of the map that the CRM does not offer, and that no row has. */
function unusedOf({ spec, property, facts }: Mapped, { rows }: Gathered): readonly string[] {
  const offered = new Set(facts.values.map(({ value }) => fold(value)));
  if (offered.size === 0 && rows === null) return [];
  const used = new Set((rows ?? []).flatMap((row) => partsOf(textOf(row, property), spec, facts).map(fold)));
  return [...(spec.values?.values() ?? [])]
    .map(({ value }) => value)
    .filter((value) => !offered.has(fold(value)) && !used.has(fold(value)));
}

/** `“A” (3), “B” (1), …` */
export function shown(values: readonly Counted[]): string {
  const list = values
    .slice(0, shownAtMost)
    .map(({ value, count }) => (count === null ? `“${value}”` : `“${value}” (${count})`));
  return list.join(', ') + (values.length > shownAtMost ? ', …' : '');
}

/** Labels of links against the map of a role, and those that a field wants. */
export async function labelFindings(entries: readonly Entry[], asked: Asked): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const entry of entries) {
    for (const [field, spec] of entry.fields) {
      const association = spec.label === undefined ? spec.association : entry.fields.get('partner')?.association;
      const wanted = spec.label === undefined ? spec.labels : new Set(spec.values?.keys());
      if (association === undefined || wanted === null || association.includes('.')) continue;
      if (!asked.affords(1, `${entry.object} → ${association}`)) continue;
      const labels = await asked.labels(entry.object, association);
      const known = new Set(labels.map(fold));
      const at = { object: entry.object, to: association, field: `${entry.record}.${field}` };
      const names =
        spec.label === undefined ? [...wanted] : [...(spec.values?.values() ?? [])].map(({ value }) => value);
      const met = names.filter((name) => known.has(fold(name)));
      const unmapped = labels.filter((label) => !wanted.has(fold(label)) && !spec.skip.has(fold(label)));
      if (met.length === 0)
        findings.push(
          found('labels-lost', {
            ...at,
            labels: shown(names.map((value) => ({ value, count: null }))),
            there: labels.join(', '),
          }),
        );
      if (unmapped.length > 0 && spec.label !== undefined)
        findings.push(
          found('labels-unmapped', { ...at, labels: shown(unmapped.map((value) => ({ value, count: null }))) }),
        );
      if (met.length > 0 && (unmapped.length === 0 || spec.label === undefined))
        findings.push(found('labels-ok', { ...at, labels: met.join(', ') }));
    }
  }
  return findings;
}
