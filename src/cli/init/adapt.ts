import { sameName } from '../../doctor/same-name.ts';
import type { PropertyFacts } from '../../sources/crm/inspector.ts';
import type { Entry } from '../../sources/mapping/entry-schema.ts';
import type { FieldSpec } from '../../sources/mapping/field-schema.ts';
import { type MappedType, recordFields } from '../../sources/mapping/index.ts';
import { fold } from '../../sources/mapping/names.ts';
import { propertiesOf } from '../../sources/mapping/whole.ts';
import { likely, meaningOf, objectNames } from './guess.ts';
import { otherPipelines } from './pipelines.ts';
import { because, type Reason } from './reason.ts';
import type { CrmView } from './schema-cache.ts';

/** The entry of a record as a ready mapping writes it: a map, or a list of them. */
export type Entries = unknown;

/** What becomes of the entries of a record in an account. */
export type Change =
  | { readonly kind: 'same' }
  | { readonly kind: 'other'; readonly raw: unknown }
  /** Nothing of it is there. */
  | { readonly kind: 'none' };

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fits the entries of one record to what an account has: other objects, other properties, more values. */
export async function adaptEntry(
  record: MappedType,
  entries: readonly Entry[],
  written: Entries,
  view: CrmView,
  reasons: Reason[],
): Promise<Change> {
  const list = Array.isArray(written) ? written : [written];
  const kept: unknown[] = [];
  for (const [place, entry] of entries.entries()) {
    const change = await adaptOne(record, entry, list[place], view, reasons);
    if (change.kind === 'none') continue;
    if (list.length === 1) return change;
    // A list is replaced as a whole, so each of its entries must stand there whole.
    kept.push(change.kind === 'same' ? list[place] : laidOver(list[place], change.raw));
  }
  if (kept.length === 0) return { kind: 'none' };
  const isSame = kept.length === list.length && kept.every((one, place) => one === list[place]);
  return isSame ? { kind: 'same' } : { kind: 'other', raw: kept };
}

function laidOver(base: unknown, over: unknown): unknown {
  if (!isTree(base) || !isTree(over)) return over;
  const fields = { ...(isTree(base.fields) ? base.fields : {}), ...(isTree(over.fields) ? over.fields : {}) };
  return { ...base, ...over, fields };
}

async function adaptOne(
  record: MappedType,
  entry: Entry,
  written: unknown,
  view: CrmView,
  reasons: Reason[],
): Promise<Change> {
  let { object } = entry;
  if (!view.has(object)) {
    const pattern = objectNames[record];
    const other = pattern === undefined ? undefined : view.custom(pattern);
    if (other === undefined) return { kind: 'none' };
    object = other.name;
    reasons.push(because(record, 'init.why-object', { record, object, instead: entry.object }));
  }
  if (object === 'exchange_rates') return { kind: 'same' };
  const properties = await view.properties(object);
  const fields: Record<string, unknown> = {};
  const conditions = entry.conditions.filter(({ field }) => !field.includes('.'));
  const taken = new Set([...entry.fields.values()].flatMap(propertiesOf));
  const labelled = entry.fields.get('role');
  const link = entry.fields.get('partner')?.association;
  if (labelled?.label !== undefined && link !== undefined) {
    const labels = await view.labels(object, link);
    const values = labelValues(record, labelled, labels, `${object} → ${link}`, reasons);
    if (values !== null) fields.role = { values };
  }
  for (const [name, spec] of entry.fields) {
    const change = await adaptField(record, name, spec, { object, properties, taken, view, reasons });
    if (change === 'lost') return { kind: 'none' };
    if (change !== 'same') fields[name] = change;
  }
  const lost = conditions.filter(({ field }) => find(properties, field) === undefined);
  // The filter that the partner is filled follows the partner to its other property.
  const partner = fields.partner;
  const moved = typeof partner === 'string' && lost.every(({ op }) => op === 'filled');
  // How partners are marked is looked for apart, but a key that the deals name must be there.
  const isKey = lost.some(({ op }) => op === 'filled');
  if (lost.length > 0 && !moved && (record !== 'partner' || isKey)) return { kind: 'none' };
  const pipelines = await otherPipelines(entry, view, reasons);
  if (pipelines?.length === 0) return { kind: 'none' };
  const where = {
    ...(lost.length > 0 && typeof partner === 'string' && { where: [{ field: partner, op: 'filled' }] }),
    ...(pipelines !== null && { pipelines }),
  };
  if (!sameName(object, entry.object)) {
    const whole = laidOver(written, { object, fields, ...where });
    return { kind: 'other', raw: whole };
  }
  const hasChanges = Object.keys(fields).length > 0 || Object.keys(where).length > 0;
  return hasChanges
    ? { kind: 'other', raw: { ...where, ...(Object.keys(fields).length > 0 && { fields }) } }
    : { kind: 'same' };
}

/** What the labels of links mean that the ready mapping does not know, beside those that it does; null where there is nothing to add. */
function labelValues(
  record: MappedType,
  spec: FieldSpec,
  labels: readonly string[],
  place: string,
  reasons: Reason[],
): Readonly<Record<string, readonly string[]>> | null {
  const values: Record<string, string[]> = {};
  const told: string[] = [];
  for (const label of labels) {
    if (spec.skip.has(fold(label))) continue;
    const known = spec.values?.get(fold(label))?.target;
    const meaning = known ?? meaningOf(record, 'role', label);
    if (meaning === undefined) continue;
    values[meaning] = [...(values[meaning] ?? []), label];
    if (known === undefined) told.push(`${label} = ${meaning}`);
  }
  if (told.length === 0) return null;
  reasons.push(because(record, 'init.why-values', { field: 'role', property: place, values: told.join(', ') }));
  return values;
}

const find = (properties: readonly PropertyFacts[], name: string): PropertyFacts | undefined =>
  properties.find((facts) => facts.name.toLowerCase() === name.toLowerCase());

interface Place {
  readonly object: string;
  readonly properties: readonly PropertyFacts[];
  /** Properties that the ready mapping reads already. */
  readonly taken: ReadonlySet<string>;
  readonly view: CrmView;
  readonly reasons: Reason[];
}

/** How a field is written instead: a property, or a map; `lost`: it is required and nothing may be it. */
async function adaptField(record: MappedType, name: string, spec: FieldSpec, place: Place): Promise<unknown> {
  const { object, properties, taken, view, reasons } = place;
  const own = propertiesOf(spec).filter((one) => one !== spec.pipeline);
  if (own.length === 0 || own.some((one) => one.includes('.'))) return 'same';
  const known = own.map((one) => find(properties, one)).find((facts) => facts !== undefined);
  if (known !== undefined)
    return spec.field === undefined ? 'same' : withValues(record, name, spec, known, null, reasons);
  const candidates = likely(record, name, spec, properties).filter((facts) => !taken.has(facts.name));
  const best = await fullest(object, candidates.slice(0, 3), view);
  if (best === null) return recordFields[record][name]?.required === true ? 'lost' : 'same';
  reasons.push(
    because(record, 'init.why-field', {
      record,
      field: name,
      property: best.facts.name,
      label: best.facts.label,
      rows: best.rows,
    }),
  );
  return withValues(record, name, spec, best.facts, best.facts.name, reasons);
}

/** The property that the most rows fill; the likeliest of equal ones. */
async function fullest(
  object: string,
  candidates: readonly PropertyFacts[],
  view: CrmView,
): Promise<{ readonly facts: PropertyFacts; readonly rows: number } | null> {
  let best: { readonly facts: PropertyFacts; readonly rows: number } | null = null;
  for (const facts of candidates) {
    const rows = facts.filterable ? await view.count(object, facts.name, 'filled') : 0;
    if (best === null || rows > best.rows) best = { facts, rows };
  }
  return best;
}

/** The field with what its values most likely mean; `property` where it is another one than the ready mapping's. */
function withValues(
  record: MappedType,
  name: string,
  spec: FieldSpec,
  facts: PropertyFacts,
  property: string | null,
  reasons: Reason[],
): unknown {
  const kind = recordFields[record][name]?.kind.type;
  const offered = facts.values.filter(({ active }) => active).map(({ value }) => value);
  if (spec.values === null || offered.length === 0 || (kind !== 'words' && kind !== 'boolean')) {
    const path = spec.owner === undefined ? property : { owner: property };
    return property === null ? 'same' : path;
  }
  const isUnknown = (value: string): boolean => spec.values?.has(fold(value)) !== true && !spec.skip.has(fold(value));
  const guessed = offered.filter(isUnknown).map((value) => [value, meaningOf(record, name, value)] as const);
  const told = guessed.filter(([, meaning]) => meaning !== undefined);
  const open = guessed.filter(([, meaning]) => meaning === undefined).map(([value]) => value);
  if (open.length > 0 && spec.unmapped !== 'skip')
    reasons.push(because(record, 'init.why-open', { field: name, property: facts.name, values: open.join(', ') }));
  if (told.length === 0 && property === null) return 'same';
  const values: Record<string, string[]> = {};
  for (const { target, value } of spec.values.values())
    if (offered.some((one) => fold(one) === fold(value))) values[target] = [...(values[target] ?? []), value];
  for (const [value, meaning] of told) if (meaning !== undefined) values[meaning] = [...(values[meaning] ?? []), value];
  if (told.length > 0) {
    const list = told.map(([value, meaning]) => `${value} = ${meaning}`).join(', ');
    reasons.push(because(record, 'init.why-values', { field: name, property: facts.name, values: list }));
  }
  return property === null ? { values } : { field: property, values };
}
