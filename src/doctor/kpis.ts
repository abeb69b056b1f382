import { coverage, type KpiCoverage, kpiNeeds, type Lack, type Mapping } from '../sources/mapping/index.ts';
import { propertiesOf } from '../sources/mapping/whole.ts';
import type { Fill } from './fill.ts';
import { type Finding, found } from './findings.ts';
import { propertyAt, type Schema } from './schema.ts';

/** A mapping as far as the CRM can fill it. */
export interface Usable {
  readonly mapping: Mapping;
  /** What was mapped and is not there, or nowhere filled, as `record.field`. */
  readonly lost: ReadonlySet<string>;
}

/** Takes out of a mapping what the CRM lacks or never fills: nobody can answer from it. */
export function usable(mapping: Mapping, schema: Schema, fills: readonly Fill[]): Usable {
  const lost = new Set<string>();
  const isPseudo = (object: string): boolean => object.startsWith('event:') || object === 'exchange_rates';
  const isEmpty = (entry: Fill['entry'], field: string): boolean =>
    fills.some((fill) => fill.entry === entry && fill.field === field && fill.rows > 0 && fill.empty === fill.rows);
  const entries = mapping.entries.flatMap((entry) => {
    if (isPseudo(entry.object)) return [entry];
    if (!schema.has(entry.object)) {
      lost.add(entry.record);
      return [];
    }
    const fields = [...entry.fields].filter(([name, spec]) => {
      const properties = propertiesOf(spec);
      const isThere =
        properties.length === 0 || properties.some((one) => propertyAt(schema, entry.object, one) !== undefined);
      if (isThere && !isEmpty(entry, name)) return true;
      lost.add(`${entry.record}.${name}`);
      return false;
    });
    return [{ ...entry, fields: new Map(fields) }];
  });
  return { mapping: { crm: mapping.crm, entries }, lost };
}

/** Which KPI works with all sources together. */
export function kpiMatrix(usables: readonly Usable[]): readonly KpiCoverage[] {
  const entries = usables.flatMap(({ mapping }) => mapping.entries);
  return coverage({ crm: usables[0]?.mapping.crm ?? 'salesforce', entries });
}

/** The matrix as findings: which KPI lacks what. */
export function kpiFindings(matrix: readonly KpiCoverage[], usables: readonly Usable[]): readonly Finding[] {
  const isLost = (key: string): boolean => usables.some(({ lost }) => lost.has(key));
  return matrix.map(({ kpi, state, lacks }) => {
    const needs = kpiNeeds.find((one) => one.kpi === kpi)?.needs ?? [];
    const isNeeded = ({ record }: Lack): boolean => needs.some(({ any }) => any.some(([type]) => type === record));
    // What else is missing matters only once there is an answer.
    const told = state === 'none' ? lacks.filter(isNeeded) : lacks;
    const names = told.map(({ record, field }) => (field === null ? record : `${record}.${field}`));
    const params = {
      kpi,
      lacks: [...new Set(names)].join(', '),
      figures: [...new Set(told.map((lack) => lack.for))].join('; '),
      why: names.some(isLost) ? 'lost' : 'unmapped',
    };
    return found(state === 'full' ? 'kpi-full' : state === 'partial' ? 'kpi-partial' : 'kpi-none', params);
  });
}
