import { Bad } from './cells.ts';
import type { FieldSpec } from './field-schema.ts';
import { type Found, readField } from './read-field.ts';
import { leftAside, type Reading, RowRejected } from './reading.ts';
import { hasId, recordFields } from './record-fields.ts';
import { unmatchedValue } from './references.ts';
import { mapped, skipped } from './values.ts';

const partnerKind = { type: 'reference', to: 'partner' } as const;

/**
 * The partners of a row, each with the labels of its links. Of associations those that lead to no partner are somebody
 * else's (customers are associated alike). Throws where none is left, or several where there can be one only.
 */
export function readPartners(spec: FieldSpec, reading: Reading): readonly Found[] {
  const { entry } = reading;
  const { found, bad, isSkipped } = readField('partner', partnerKind, spec, reading);
  const isLinked = spec.association !== undefined;
  const serious = bad.find(({ reason }) => reason !== 'unmatched');
  if (found.length === 1 && bad.length === 0) return found;
  const byKey = new Map<Found['value'], Found>();
  for (const one of found) {
    const labels = [...(byKey.get(one.value)?.labels ?? []), ...one.labels];
    byKey.set(one.value, { ...one, labels });
  }
  if (byKey.size === 0) throw nobody(entry, isLinked, isSkipped, serious ?? bad[0] ?? null);
  if (byKey.size > 1 && hasId(entry.record)) throw new RowRejected('partner', 'several partners match');
  for (const one of isLinked ? bad.filter((other) => other === serious) : bad)
    reading.note('partner', one.reason, unmatchedValue(one));
  return [...byKey.values()];
}

function nobody(entry: Reading['entry'], isLinked: boolean, isSkipped: boolean, bad: Bad | null): Error {
  const isAttribution = entry.record === 'attribution';
  if (bad !== null && bad.reason !== 'unmatched') return new RowRejected('partner', bad.reason);
  if (entry.unmatched === 'ignore' || (bad === null && isSkipped)) return leftAside;
  // A deal without partner is a direct deal, not a mistake.
  if (isAttribution && (isLinked || bad === null)) return leftAside;
  return new RowRejected(
    'partner',
    isLinked || bad !== null ? 'unmatched' : 'empty required field',
    unmatchedValue(bad),
  );
}

/** The roles that the labels of a link mean; a link without a label that means one attributes nothing. */
export function rolesOf(spec: FieldSpec, { labels }: Found, reading: Reading): readonly string[] {
  const kind = recordFields.attribution.role?.kind;
  if (kind === undefined) return [];
  const roles = labels.flatMap((label) => {
    if (label.trim() === '') return [];
    const role = mapped('role', kind, spec, label.trim(), reading);
    if (role === skipped) return [];
    if (!(role instanceof Bad)) return [role];
    reading.note('role', role.reason);
    return [];
  });
  return [...new Set(roles)];
}
