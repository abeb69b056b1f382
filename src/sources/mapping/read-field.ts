import { type Key, keyOf } from '../../records/records.ts';
import * as cells from './cells.ts';
import { Bad } from './cells.ts';
import type { FieldSpec } from './field-schema.ts';
import { parse, type Value } from './kinds.ts';
import { fold } from './names.ts';
import type { Reading } from './reading.ts';
import type { Kind } from './record-fields.ts';
import { recordId, resolve } from './references.ts';
import { linkedText, linksOf, textOf } from './row.ts';
import { mapped, skipped, stageMeaning } from './values.ts';

/** One value of a field. `raw` is how the CRM spells it, `labels` those of the link that it came by. */
export interface Found {
  readonly value: Value | Key;
  readonly raw: string;
  readonly labels: readonly string[];
}

/** All values of a field, and what was wrong with those that are none. Both are empty where the CRM has no value. */
export interface FieldRead {
  readonly found: readonly Found[];
  readonly bad: readonly Bad[];
  /** Some value was there which the mapping itself leaves aside. */
  readonly isSkipped: boolean;
}

interface Raw {
  readonly text: string;
  readonly labels: readonly string[];
}

const noLabels: readonly string[] = [];

/** Reads a field by its spec. Pure and total; notes nothing but values that met a map. */
export function readField(name: string, kind: Kind, spec: FieldSpec, reading: Reading): FieldRead {
  const property = oneProperty(spec);
  if (property !== undefined) return readProperty(name, kind, spec, textOf(reading.row, property), reading);
  const found: Found[] = [];
  const bad: Bad[] = [];
  let isSkipped = false;
  for (const { text, labels } of rawValues(spec, reading)) {
    const value = readText(name, kind, spec, text, reading);
    if (value === skipped) isSkipped = true;
    else if (value instanceof Bad) bad.push(value);
    else found.push({ value, raw: text, labels });
  }
  return { found: picked(kind, spec, found), bad, isSkipped };
}

const nothing: FieldRead = { found: [], bad: [], isSkipped: false };
const onlySkipped: FieldRead = { ...nothing, isSkipped: true };

/** The same of the one text of a property, as nearly all fields are. */
function readProperty(name: string, kind: Kind, spec: FieldSpec, text: string, reading: Reading): FieldRead {
  if (text === '') return nothing;
  const value = readText(name, kind, spec, text, reading);
  if (value === skipped) return onlySkipped;
  if (value instanceof Bad) return { found: [], bad: [value], isSkipped: false };
  return { found: [{ value, raw: text, labels: noLabels }], bad: [], isSkipped: false };
}

/** What one non-empty text of a field means. */
export function readText(
  name: string,
  kind: Kind,
  spec: FieldSpec,
  text: string,
  reading: Reading,
): Value | Key | Bad | typeof skipped {
  const { context } = reading;
  if (spec.owner !== undefined) {
    const address = context.ownerEmail(text)?.trim();
    return address ? cells.email(address) : new Bad('unknown owner');
  }
  const word =
    spec.stage === undefined ? mapped(name, kind, spec, text, reading) : stageMeaning(name, kind, spec, text, reading);
  if (word === skipped || word instanceof Bad) return word;
  const value = parse(kind, word.trim(), spec);
  if (value instanceof Bad || typeof value !== 'string') return value;
  if (kind.type === 'person') return context.personHash(value);
  if (kind.type !== 'reference') return value;
  if (spec.self === true) return keyOf(context.source, recordId(reading.mapping, kind.to, reading.entry.object, value));
  const key = resolve(kind.to, spec, value, reading);
  return key instanceof Bad && spec.unmapped === 'skip' ? skipped : key;
}

const propertyOf = ({ field, owner, stage }: FieldSpec): string | undefined => field ?? owner ?? stage;

/** The property whose text is all of the field; undefined where there is more to it. */
export const oneProperty = (spec: FieldSpec): string | undefined =>
  spec.split === undefined ? propertyOf(spec) : undefined;

/** The non-empty texts that the spec's origin gives, in order. */
function rawValues(spec: FieldSpec, { row }: Reading): readonly Raw[] {
  const property = propertyOf(spec);
  if (property !== undefined) return plain(textOf(row, property), spec);
  if (spec.firstOf !== undefined) {
    return plain(spec.firstOf.map((name) => textOf(row, name)).find((text) => text !== '') ?? '', spec);
  }
  const moments = spec.earliest ?? spec.latest;
  if (moments !== undefined) return moments.flatMap((name) => plain(textOf(row, name), spec));
  if (spec.constant !== undefined) return plain(String(spec.constant).trim(), spec);
  if (spec.self === true) return plain(row.id.trim(), spec);
  return spec.association === undefined ? [] : linkedValues(spec, spec.association, row);
}

function plain(text: string, { split }: FieldSpec): readonly Raw[] {
  if (text === '') return [];
  if (split === undefined) return [{ text, labels: noLabels }];
  return cells.parts(text, split).map((part) => ({ text: part, labels: noLabels }));
}

function linkedValues(spec: FieldSpec, path: string, row: Reading['row']): readonly Raw[] {
  const { labels, read } = spec;
  return linksOf(row, path)
    .filter((link) => labels === null || link.labels.some((label) => labels.has(fold(label))))
    .map((link) => ({ text: read === undefined ? link.id.trim() : linkedText(link, read), labels: link.labels }))
    .filter(({ text }) => text !== '');
}

/** Of several values, the earliest or the latest where the spec asks for it. */
function picked(kind: Kind, spec: FieldSpec, found: Found[]): readonly Found[] {
  if (found.length < 2) return found;
  const end =
    spec.earliest !== undefined || spec.pick === 'earliest'
      ? 'earliest'
      : spec.pick === 'latest' || spec.latest !== undefined
        ? 'latest'
        : null;
  if (end === null || kind.type === 'reference') return found;
  const order = (value: Found['value']): string => (typeof value === 'number' ? '' : String(value));
  const sorted = found.toSorted((a, b) =>
    typeof a.value === 'number' && typeof b.value === 'number'
      ? a.value - b.value
      : order(a.value) < order(b.value)
        ? -1
        : 1,
  );
  const chosen = end === 'earliest' ? sorted[0] : sorted.at(-1);
  return chosen === undefined ? [] : [chosen];
}
