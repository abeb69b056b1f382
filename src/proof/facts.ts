import type { StageFact } from '../sources/crm/contract.ts';
import type { PropertyFacts } from '../sources/crm/inspector.ts';
import type { Crm } from '../sources/mapping/index.ts';
import type { StageOfSource } from '../store/store.ts';

export type PropertyType = PropertyFacts['type'];

/** What is known of a CRM's schema when a filter is written. Without it the filter is written by names alone. */
export interface FilterFacts {
  readonly stages: readonly StageFact[];
  /** The type of a property; null: there is none such; `other` also where nobody knows. */
  readonly typeOf: (object: string, property: string) => PropertyType | null;
  /** The account's own zone, in which its pages show moments; null where it does not say. */
  readonly timeZone: string | null;
}

const standard: Readonly<Record<Crm, ReadonlyMap<string, PropertyType>>> = {
  salesforce: new Map<string, PropertyType>([
    ['CloseDate', 'date'],
    ['CreatedDate', 'datetime'],
    ['LastModifiedDate', 'datetime'],
    ['SystemModstamp', 'datetime'],
    ['ConvertedDate', 'date'],
    ['LastActivityDate', 'date'],
    ['LastStageChangeDate', 'datetime'],
  ]),
  hubspot: new Map<string, PropertyType>([
    ['closedate', 'datetime'],
    ['createdate', 'datetime'],
    ['hs_createdate', 'datetime'],
    ['hs_lastmodifieddate', 'datetime'],
  ]),
};

export interface DateType {
  readonly type: 'date' | 'datetime';
  /** Nobody said so: by the habit of names. */
  readonly guessed: boolean;
}

/** Whether a property holds a calendar date or a moment; null where the CRM has no such property. */
export function dateTypeOf(
  crm: Crm,
  object: string,
  property: string,
  facts: FilterFacts | undefined,
): DateType | null {
  if (facts !== undefined && !property.includes('.')) {
    const type = facts.typeOf(object, property);
    if (type === null) return null;
    if (type !== 'other') return { type: type === 'date' ? 'date' : 'datetime', guessed: false };
  }
  const known = standard[crm].get(property);
  if (known !== undefined) return { type: known === 'date' ? 'date' : 'datetime', guessed: false };
  const looksLikeDate = /(_on|_date|Date)(__c)?$/i.test(property) || /^(valid|expires)_/i.test(property);
  return { type: looksLikeDate ? 'date' : 'datetime', guessed: true };
}

/** What a store knows of a source's schema: its stages, as the last sync brought them; undefined before the first. */
export function factsOfStages(stages: readonly StageOfSource[], source: string): FilterFacts | undefined {
  const own = stages.filter((stage) => stage.source === source);
  return own.length === 0 ? undefined : { stages: own, typeOf: () => 'other', timeZone: null };
}
