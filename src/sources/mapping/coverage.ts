import { type KpiNeed, kpiNeeds } from './kpi-needs.ts';
import { type MappedType, recordFields } from './record-fields.ts';
import type { Mapping } from './schema.ts';

export interface Lack {
  readonly record: MappedType;
  /** null: the record itself. */
  readonly field: string | null;
  /** What cannot be answered without it. */
  readonly for: string;
}

export interface KpiCoverage {
  readonly kpi: string;
  /** `partial`: it answers, but some of its figures stay unknown. */
  readonly state: 'full' | 'partial' | 'none';
  readonly lacks: readonly Lack[];
}

/**
 * Which KPIs a mapping can answer, and what the others lack, in the order of the KPIs. `elsewhere`: records that another
 * source of the program delivers, e.g. the portal's logins as files.
 */
export function coverage(mapping: Mapping, elsewhere: ReadonlySet<MappedType> = new Set()): readonly KpiCoverage[] {
  const fields = mappedFields(mapping);
  const has = (record: MappedType, field: string | null): boolean =>
    elsewhere.has(record) || (field === null ? fields.has(record) : (fields.get(record)?.has(field) ?? false));
  return kpiNeeds.map(({ kpi, needs, wants }) => {
    const lacking = (list: readonly KpiNeed[]): Lack[] =>
      list.flatMap(({ any, answers }) => {
        if (any.some(([record, field]) => has(record, field))) return [];
        const [first] = any;
        return first === undefined
          ? []
          : [{ record: first[0], field: has(first[0], null) ? first[1] : null, for: answers }];
      });
    const missing = lacking(needs);
    const wanting = lacking(wants);
    const state = missing.length > 0 ? 'none' : wanting.length > 0 ? 'partial' : 'full';
    return { kpi, state, lacks: distinct([...missing, ...wanting]) };
  });
}

/** By record, the fields that all of its entries fill between them. */
function mappedFields({ entries }: Mapping): ReadonlyMap<MappedType, ReadonlySet<string>> {
  const fields = new Map<MappedType, Set<string>>();
  for (const { record, fields: specs, steps, history } of entries) {
    const known = fields.get(record) ?? new Set<string>();
    fields.set(record, known);
    for (const name of specs.keys()) known.add(name);
    for (const step of steps) for (const name of step.fields.keys()) known.add(name);
    if (steps.length > 0) known.add('step').add('order');
    if (history.length > 0) fields.set('partner-history', new Set(Object.keys(recordFields['partner-history'])));
  }
  return fields;
}

function distinct(lacks: readonly Lack[]): readonly Lack[] {
  return [...new Map(lacks.map((lack) => [JSON.stringify(lack), lack] as const)).values()];
}
