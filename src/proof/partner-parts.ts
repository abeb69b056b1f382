import { type SegmentKey, segmentKeys, UNKNOWN } from '../kpi/segment.ts';
import type { FieldSpec } from '../sources/mapping/field-schema.ts';
import type { Entry, Filter, Mapping } from '../sources/mapping/index.ts';
import { matchOf } from '../sources/mapping/references.ts';
import type { Writing } from './dates.ts';
import { valuesFor } from './meanings.ts';
import { isFilter, NEVER, oneOf, type Part, test } from './plan.ts';
import type { CrmQuestion } from './question.ts';

/** Who is meant: one partner, a segment, or anybody of the program. */
export type Whose = Pick<CrmQuestion, 'partner' | 'segment'>;

export const ANYBODY: Whose = { partner: null, segment: {} };

/** The deepest path through parents that Salesforce takes here. */
const DEEPEST = 3;

/** The conditions that a row's partner is one of those meant. `labels`: of the link, where it is one. */
export function partnerParts(
  mapping: Mapping,
  whose: Whose,
  writing: Writing,
  labels: readonly string[] | null = null,
): readonly Part[] {
  const spec = writing.entry.fields.get('partner');
  if (spec === undefined) return [NEVER];
  if (spec.association !== undefined) return linkParts(spec, spec.association, mapping, whose, writing, labels);
  if (spec.field === undefined || spec.split !== undefined) {
    writing.caveat('computed-field');
    return spec.field === undefined ? [] : [test(spec.field, 'filled')];
  }
  if (whose.partner !== null) return named(spec, spec.field, whose.partner, writing);
  return [test(spec.field, 'filled'), ...parentParts(spec, spec.field, mapping, whose, writing)];
}

function named(
  spec: FieldSpec,
  field: string,
  partner: NonNullable<Whose['partner']>,
  { caveat }: Writing,
): readonly Part[] {
  const by = matchOf(spec);
  const values =
    by === 'id'
      ? partner.ids
      : by === 'name' || by === 'alias'
        ? partner.names
        : partner.keys?.get(by.slice('property:'.length));
  if (values !== undefined && values.length > 0) return [oneOf(field, values)];
  caveat('partner-not-known');
  return [by === 'id' ? NEVER : test(field, 'filled')];
}

function linkParts(
  spec: FieldSpec,
  path: string,
  mapping: Mapping,
  whose: Whose,
  writing: Writing,
  labels: readonly string[] | null,
): readonly Part[] {
  if (path.includes('.') || spec.read !== undefined) {
    writing.caveat('attribution-not-said');
    return [];
  }
  const entry = partnerEntry(mapping, path);
  const ids = whose.partner?.ids.map((id) => (id.startsWith(`${path}-`) ? id.slice(path.length + 1) : id)) ?? null;
  if (ids?.length === 0) writing.caveat('partner-not-known');
  const own = spec.labels === null ? null : [...spec.labels];
  const where = entry === null || ids !== null ? [] : [...entry.conditions, ...segmentParts(entry, whose, writing)];
  return [{ linked: { to: path, labels: labels ?? own, ids, where } }];
}

/** Whether the row that a lookup leads to is a partner, and of the segment, said through the path to it. */
function parentParts(
  spec: FieldSpec,
  field: string,
  mapping: Mapping,
  whose: Whose,
  writing: Writing,
): readonly Part[] {
  const entry = partnerEntry(mapping, null);
  const parent = writing.crm === 'salesforce' && matchOf(spec) === 'id' ? relationOf(field) : null;
  if (entry === null || parent === null) {
    if (segmentKeys.some((key) => whose.segment[key] !== undefined)) writing.caveat('segment-not-said');
    return [];
  }
  const parts = [...entry.conditions, ...segmentParts(entry, whose, writing)].map((part) => below(parent, part));
  const short = parts.filter((part) => part !== null);
  if (short.length < parts.length) writing.caveat('attribution-not-said');
  return short;
}

/** The condition on a row as one on its child; null where the path would be too long. */
function below(parent: string, part: Part): Part | null {
  if (!isFilter(part)) return part;
  const field = `${parent}.${part.field}`;
  return field.split('.').length > DEEPEST ? null : { ...part, field };
}

/** `Partner__c` → `Partner__r`, `PartnerAccountId` → `PartnerAccount`. */
const relationOf = (field: string): string | null =>
  field.endsWith('__c') ? field.replace(/c$/, 'r') : field.endsWith('Id') ? field.slice(0, -2) : null;

/** The one entry that makes partners, of this object; null where there are several or none. */
function partnerEntry({ entries }: Mapping, object: string | null): Entry | null {
  const own = entries.filter((entry) => entry.record === 'partner' && (object === null || entry.object === object));
  return own.length === 1 ? (own[0] ?? null) : null;
}

/** A segment by the partner's values of today: a CRM tells no others. */
function segmentParts(entry: Entry, { segment }: Whose, { caveat }: Writing): readonly Filter[] {
  return segmentKeys.flatMap((key): Filter[] => {
    const wanted = segment[key];
    if (wanted === undefined) return [];
    const part = keyPart(entry, key, wanted);
    caveat(part === null ? 'segment-not-said' : 'segment-now');
    return part === null ? [] : [part];
  });
}

function keyPart({ fields }: Entry, key: SegmentKey, wanted: string): Filter | null {
  const spec = key === 'enablement' || key === 'manager' ? undefined : fields.get(key);
  if (spec?.field === undefined) return null;
  if (wanted === UNKNOWN) return test(spec.field, 'empty');
  const values = spec.values === null ? [] : valuesFor(spec.values, [wanted]);
  return test(spec.field, 'in', ...new Set([...values, wanted]));
}
