import type { ObjectHeadline, PropertyFacts } from '../sources/crm/inspector.ts';
import { isCrmFailure } from '../sources/http/failure.ts';
import type { Entry } from '../sources/mapping/entry-schema.ts';
import type { FieldSpec } from '../sources/mapping/field-schema.ts';
import { fieldsNeeded, type Mapping, type ObjectNeed } from '../sources/mapping/index.ts';
import { recordFields } from '../sources/mapping/record-fields.ts';
import { propertiesOf } from '../sources/mapping/whole.ts';
import type { Asked } from './asked.ts';
import { type Finding, failed, found } from './findings.ts';
import { fits } from './fits.ts';
import { sameName } from './same-name.ts';
import type { World } from './world.ts';

/** What there is of the objects that a mapping names: by object its properties by lower-case name. */
export type Schema = ReadonlyMap<string, ReadonlyMap<string, PropertyFacts>>;

export interface Examined {
  readonly schema: Schema;
  readonly findings: readonly Finding[];
}

/** Looks at every object and property that a mapping names. */
export async function examineSchema(
  mapping: Mapping,
  objects: readonly ObjectHeadline[],
  asked: Asked,
  world: World,
): Promise<Examined> {
  const schema = new Map<string, ReadonlyMap<string, PropertyFacts>>();
  const findings: Finding[] = [];
  for (const need of fieldsNeeded(mapping)) {
    const properties = await propertiesOfObject(need, mapping, objects, asked, findings, world);
    if (properties === null) continue;
    schema.set(need.object, new Map(properties.map((property) => [property.name.toLowerCase(), property])));
  }
  for (const need of fieldsNeeded(mapping)) {
    const known = schema.get(need.object);
    if (known === undefined) continue;
    const own = fieldFindings(need, mapping, schema, world);
    findings.push(...own);
    if (own.length === 0) findings.push(found('object-ok', { object: need.object, count: need.properties.length }));
  }
  return { schema, findings };
}

/** HubSpot's events and rates are no objects with properties. */
const isPseudo = (object: string): boolean => object.startsWith('event:') || object === 'exchange_rates';

async function propertiesOfObject(
  need: ObjectNeed,
  { crm }: Mapping,
  objects: readonly ObjectHeadline[],
  asked: Asked,
  findings: Finding[],
  { nearest }: World,
): Promise<readonly PropertyFacts[] | null> {
  const { object, optional, records } = need;
  if (isPseudo(object)) return null;
  const absent = (): null => {
    const near =
      nearest(
        object,
        objects.map(({ name }) => name),
      ) ?? '';
    findings.push(
      found(optional ? 'object-absent' : 'object-missing', { object, nearest: near, records: records.join(', ') }),
    );
    return null;
  };
  // Salesforce lists all that its user may see; HubSpot only what has a schema to be seen.
  const isListed = objects.some(({ name }) => sameName(name, object));
  if (!isListed && crm === 'salesforce') return absent();
  try {
    return await asked.properties(object);
  } catch (error) {
    if (isCrmFailure(error, 'crm-schema')) return absent();
    if (!isCrmFailure(error, 'crm-forbidden')) findings.push(failed(error));
    else findings.push(found('object-forbidden', { object, words: String(error.params.words ?? '') }));
    asked.failure(`properties ${object}`, error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
    return null;
  }
}

function fieldFindings(need: ObjectNeed, mapping: Mapping, schema: Schema, world: World): readonly Finding[] {
  const { object } = need;
  const entries = mapping.entries.filter((entry) => entry.object === object);
  const findings: Finding[] = [];
  for (const name of need.properties) {
    const property = propertyAt(schema, object, name);
    if (property === 'elsewhere') continue;
    if (property === undefined) {
      const used = usesOf(entries, name);
      const valid = [...(schema.get(object)?.values() ?? [])]
        .map((one) => one.name)
        .filter((one) => !need.properties.includes(one));
      const params = { object, field: name, used, nearest: world.nearest(name, valid) ?? '' };
      const isOptional = need.optional || need.optionalProperties.includes(name);
      findings.push(found(isOptional ? 'field-absent' : 'field-missing', params));
      continue;
    }
    if (property.calculated) findings.push(found('field-calculated', { object, field: name }));
    const isFilter = entries.some(({ conditions }) => conditions.some(({ field }) => field === name));
    if (isFilter && !property.filterable) findings.push(found('field-not-filterable', { object, field: name }));
  }
  return [...findings, ...entries.flatMap((entry) => kindFindings(entry, schema))];
}

/**
 * The property of an object, or at the end of a path through parents: `elsewhere` where the path leaves the objects that were
 * looked at; undefined where there is none.
 */
export function propertyAt(schema: Schema, object: string, name: string): PropertyFacts | 'elsewhere' | undefined {
  const [first = '', ...rest] = name.split('.');
  const own = schema.get(object);
  if (rest.length === 0) return own?.get(first.toLowerCase());
  // A path names the parent, its column is the name with Id, or of an own lookup with __c.
  const column = first.toLowerCase().endsWith('__r') ? first.replace(/__r$/i, '__c') : `${first}Id`;
  const lookup = own?.get(column.toLowerCase());
  if (lookup === undefined) return undefined;
  const [parent] = lookup.to.filter((target) => schema.has(target));
  return parent === undefined ? 'elsewhere' : propertyAt(schema, parent, rest.join('.'));
}

/** Which fields of which records read a property: `partner.tier, deal filter`. */
function usesOf(entries: readonly Entry[], property: string): string {
  const uses = entries.flatMap(({ record, fields, steps, conditions }) => [
    ...[...fields].flatMap(([name, spec]) => (propertiesOf(spec).includes(property) ? [`${record}.${name}`] : [])),
    ...steps.flatMap((step) =>
      [...step.fields.values()].flatMap((spec) => (propertiesOf(spec).includes(property) ? [`${record}.steps`] : [])),
    ),
    ...conditions.flatMap(({ field }) => (field === property ? [`${record}.where`] : [])),
  ]);
  return [...new Set(uses)].join(', ');
}

function kindFindings(entry: Entry, schema: Schema): readonly Finding[] {
  return [...entry.fields].flatMap(([name, spec]) => {
    const rule = recordFields[entry.record][name];
    if (rule === undefined) return [];
    return propertiesOf(spec).flatMap((property): Finding[] => {
      const facts = propertyAt(schema, entry.object, property);
      if (facts === undefined || facts === 'elsewhere' || fits(facts, rule.kind, spec, property)) return [];
      const params = {
        object: entry.object,
        field: property,
        type: facts.type,
        used: `${entry.record}.${name}`,
        kind: rule.kind.type,
      };
      return [found('field-kind', params)];
    });
  });
}

/** The property that a value map of a field reads; undefined where it reads none, or several. */
export const mappedProperty = (spec: FieldSpec): string | undefined =>
  spec.field ?? (spec.stage === undefined ? undefined : spec.stage);
