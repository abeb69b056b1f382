import { fieldsNeeded, type Mapping } from '../mapping/index.ts';
import { customScopes, eventTypeOf, ratesObject, ratesScope, standardName, standardObjects } from './names.ts';

export interface ScopeNeed {
  readonly scope: string;
  /** Objects of the mapping, or `owners`, that are read with it. */
  readonly for: readonly string[];
}

/** The scopes that a key needs for a mapping, each with what it is for; all of them read, but for `tickets`, which HubSpot has in one. */
export function scopesNeeded(mapping: Mapping): readonly ScopeNeed[] {
  const found = new Map<string, Set<string>>();
  const add = (scope: string, reason: string): void => {
    found.set(scope, (found.get(scope) ?? new Set()).add(reason));
  };
  const needs = fieldsNeeded(mapping);
  for (const { object, associations } of needs) {
    for (const scope of scopesOf(object)) add(scope, object);
    const ends = new Set(associations.flatMap(({ path }) => path.split('.')));
    for (const end of ends) for (const scope of scopesOf(end)) add(scope, end);
  }
  if (needs.some(({ owners }) => owners)) add('crm.objects.owners.read', 'owners');
  return [...found.keys()].sort().map((scope) => ({ scope, for: [...(found.get(scope) ?? [])].sort() }));
}

function scopesOf(object: string): readonly string[] {
  if (object === ratesObject) return [ratesScope];
  if (eventTypeOf(object) !== null) return ['business-intelligence'];
  const name = standardName(object);
  return name === null ? customScopes : (standardObjects.get(name)?.scopes ?? []);
}
