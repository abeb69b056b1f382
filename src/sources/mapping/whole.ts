import type { Entry } from './entry-schema.ts';
import type { FieldSpec } from './field-schema.ts';
import type { Crm } from './names.ts';
import { asWritten, type MappingProblem } from './problems.ts';
import { recordFields } from './record-fields.ts';

/** Mistakes that only show when all entries are seen together, or which CRM they are for. */
export function wholeProblems(crm: Crm, entries: readonly Entry[], raw: unknown): readonly MappingProblem[] {
  const problems: MappingProblem[] = [];
  for (const entry of entries) {
    const at = (...path: (string | number)[]) => asWritten([entry.record, entry.index, ...path], raw);
    const report = (path: (string | number)[], message: string): void => void problems.push({ path, message });
    if (crm === 'salesforce' && !/^[A-Za-z]\w*$/.test(entry.object)) {
      report(at('object'), 'the API name of a Salesforce object, such as Account or Deal_Registration__c');
    }
    for (const [name, spec] of specsOf(entry)) {
      for (const message of crmProblems(crm, spec)) report(at(...name), message);
    }
    if (crm === 'hubspot') {
      for (const { field } of entry.conditions) {
        if (field.includes('.'))
          report(at('where'), `a property of ${entry.object}: HubSpot has no paths such as ${field}`);
      }
    }
    for (const [name, spec] of entry.fields) {
      for (const message of selfProblems(entry, name, spec, entries)) report(at('fields', name), message);
    }
    if (entry.fields.get('role')?.label !== undefined && entry.fields.get('partner')?.association === undefined) {
      report(at('fields', 'role'), 'a partner by association: only associations have labels');
    }
  }
  return problems;
}

function* specsOf(entry: Entry): Generator<[(string | number)[], FieldSpec]> {
  for (const [name, spec] of entry.fields) yield [['fields', name], spec];
  for (const [index, step] of entry.steps.entries()) {
    for (const [name, spec] of step.fields) yield [['steps', index, name], spec];
  }
}

function crmProblems(crm: Crm, spec: FieldSpec): string[] {
  if (crm === 'salesforce') {
    return spec.association === undefined ? [] : ['a lookup property: only HubSpot has associations'];
  }
  return propertiesOf(spec)
    .filter((property) => property.includes('.'))
    .map((property) => `a property of the object itself: HubSpot has no paths such as ${property}; use association`);
}

function selfProblems(entry: Entry, name: string, { self }: FieldSpec, entries: readonly Entry[]): string[] {
  const kind = recordFields[entry.record][name]?.kind;
  if (self !== true || kind?.type !== 'reference') return [];
  const known = entries.some(({ record, object }) => record === kind.to && object === entry.object);
  return known ? [] : [`a property: self would be a ${kind.to}, and none comes from ${entry.object}`];
}

/** The properties of its own row that a field is read from. */
export function propertiesOf(spec: FieldSpec): readonly string[] {
  const { field, owner, stage, pipeline, since, firstOf = [], earliest = [], latest = [] } = spec;
  const single = [field, owner, stage, pipeline, since].filter((name) => name !== undefined);
  return [...single, ...firstOf, ...earliest, ...latest];
}
