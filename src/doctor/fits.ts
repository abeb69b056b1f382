import type { PropertyFacts } from '../sources/crm/inspector.ts';
import type { FieldSpec } from '../sources/mapping/field-schema.ts';
import type { Kind } from '../sources/mapping/record-fields.ts';

type PropertyType = PropertyFacts['type'];

/** The types of a CRM that a field of each kind can be read from. */
const readable: Readonly<Record<Kind['type'], readonly PropertyType[]>> = {
  text: ['text', 'number', 'money', 'boolean', 'date', 'datetime', 'choice', 'choices', 'reference', 'owner'],
  list: ['text', 'choice', 'choices'],
  stamp: ['date', 'datetime'],
  date: ['date', 'datetime'],
  decimal: ['number', 'money'],
  rate: ['number', 'money'],
  number: ['number'],
  'not-negative': ['number'],
  score: ['number', 'text', 'choice'],
  boolean: ['boolean', 'choice', 'text'],
  currency: ['text', 'choice'],
  email: ['text', 'owner', 'reference'],
  person: ['reference', 'text', 'owner', 'number'],
  words: ['text', 'choice', 'choices', 'boolean', 'reference'],
  reference: ['reference', 'text', 'number', 'choice'],
};

/** Whether a property holds what a field wants. What a CRM calls otherwise is taken to fit: its rows will tell. */
export function fits({ type }: PropertyFacts, kind: Kind, spec: FieldSpec, property: string): boolean {
  if (type === 'other' || property === spec.pipeline || property === spec.since) return true;
  // A value map makes a boolean of anything, and what is matched by name is text.
  if (kind.type === 'boolean' && spec.values !== null) return true;
  return readable[kind.type].includes(type);
}
