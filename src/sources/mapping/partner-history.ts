import { Bad, cellText, stamp } from './cells.ts';
import type { FieldSpec } from './field-schema.ts';
import { leftAside, type Reading, RowRejected } from './reading.ts';
import { recordFields } from './record-fields.ts';
import type { RawRow } from './row.ts';
import { versionsOf } from './row.ts';
import { readSingle } from './single.ts';
import { propertiesOf } from './whole.ts';

export type Draft = Record<string, unknown>;

const base = (reading: Reading): Draft => ({ record: 'partner-history', source: reading.context.source, id: null });

/** What a partner's field would be, were its property this text; null for unknown. */
function asField(name: string, spec: FieldSpec, text: string, reading: Reading): string | null {
  const rule = recordFields.partner[name];
  if (rule === undefined || text === '') return null;
  const values = Object.fromEntries(propertiesOf(spec).map((property) => [property, text]));
  const row: RawRow = { id: reading.row.id, url: null, values };
  const value = readSingle(name, rule, spec, { ...reading, row });
  return value === null ? null : String(value);
}

/** History records from the versions that a partner's own row brings along, the oldest first. */
export function historiesOf(partner: string, reading: Reading): readonly Draft[] {
  return reading.entry.history.flatMap((field) => {
    const spec = reading.entry.fields.get(field);
    const property = spec === undefined ? undefined : (spec.field ?? spec.owner);
    if (spec === undefined || property === undefined) return [];
    return versionsOf(reading.row, property).flatMap((version): Draft[] => {
      const validFrom = stamp(version.at.trim(), {});
      if (validFrom instanceof Bad) {
        reading.note(field, 'history: not a date');
        return [];
      }
      const value = asField(field, spec, cellText(version.value), reading);
      return [{ ...base(reading), partner, field, value, validFrom }];
    });
  });
}

/** The value of a row of a history object, read as the partner's own field is. */
export function historyValue(field: string, value: string | null, reading: Reading): string | null {
  const entry = reading.mapping.entries.find(({ record, fields }) => record === 'partner' && fields.has(field));
  const spec = entry?.fields.get(field);
  if (entry === undefined || spec === undefined) throw leftAside;
  const problems: string[] = [];
  const read = asField(field, spec, value ?? '', {
    ...reading,
    entry,
    note: (_field, reason) => problems.push(reason),
  });
  // Salesforce writes a change of a lookup twice, once by id and once by name, which is no owner.
  if (problems.includes('unknown owner')) throw leftAside;
  if (problems[0] !== undefined) throw new RowRejected('value', problems[0]);
  return read;
}
