import { CrmFailure } from '../http/failure.ts';

interface Standard {
  readonly id: string;
  readonly singular: string;
  /** All of them are needed to read it. */
  readonly scopes: readonly string[];
}

const contacts = 'crm.objects.contacts.read';
const standard = (id: string, singular: string, ...scopes: string[]): Standard => ({ id, singular, scopes });

/** Object types that every account has, by the name that paths use. */
export const standardObjects: ReadonlyMap<string, Standard> = new Map([
  ['companies', standard('0-2', 'company', 'crm.objects.companies.read')],
  ['contacts', standard('0-1', 'contact', contacts)],
  ['deals', standard('0-3', 'deal', 'crm.objects.deals.read')],
  ['tickets', standard('0-5', 'ticket', 'tickets')],
  ['leads', standard('0-136', 'lead', 'crm.objects.leads.read')],
  ['products', standard('0-7', 'product', 'crm.objects.products.read')],
  ['line_items', standard('0-8', 'line_item', 'crm.objects.line_items.read')],
  ['feedback_submissions', standard('0-19', 'feedback_submission', contacts, 'crm.objects.feedback_submissions.read')],
  ['courses', standard('0-410', 'course', 'crm.objects.courses.read')],
  ['calls', standard('0-48', 'call', contacts)],
  ['meetings', standard('0-47', 'meeting', contacts)],
  ['emails', standard('0-49', 'email', contacts, 'sales-email-read')],
  ['tasks', standard('0-27', 'task', contacts)],
  ['notes', standard('0-46', 'note', contacts)],
  ['communications', standard('0-18', 'communication', contacts)],
]);

export const customScopes = ['crm.objects.custom.read', 'crm.schemas.custom.read'] as const;
export const ratesObject = 'exchange_rates';
export const ratesScope = 'settings.currencies.read';
const eventPrefix = 'event:';

/** The event type that an object of a mapping stands for; null for any other object. */
export const eventTypeOf = (object: string): string | null =>
  object.startsWith(eventPrefix) ? object.slice(eventPrefix.length) : null;

/** The plural name of a standard object, however it is named; null for one of the account's own. */
export function standardName(object: string): string | null {
  const name = object.toLowerCase();
  for (const [plural, { id, singular }] of standardObjects)
    if (name === plural || name === id || name === singular) return plural;
  return null;
}

/** When a record last changed. HubSpot has the other name on contacts too, and never fills it. */
export const stampProperty = (object: string): string =>
  standardName(object) === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';

const typePattern = /^(\d{1,4}-\d{1,12}|[a-z][a-z0-9_]{0,99})$/;
const cursorPattern = /^[\w=%.+/-]{1,400}$/;
const idPattern = /^\d{1,20}$/;

/** An object type as part of a path. Throws `crm-query` for what is none. */
export function inPath(type: string): string {
  const name = type.toLowerCase();
  if (typePattern.test(name)) return name;
  throw new CrmFailure('crm-query', { words: `“${type.slice(0, 60)}” as an object` });
}

export const isCursor = (text: string): boolean => cursorPattern.test(text);
export const isId = (text: string): boolean => idPattern.test(text);

/** Orders ids as the numbers that they are, exactly. */
export const compareIds = (a: string, b: string): number =>
  a.length !== b.length ? a.length - b.length : a < b ? -1 : a > b ? 1 : 0;

const instantPattern = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Whether a text is a moment for certain, in the form in which nearly all of them come, which is ours. */
export const isInstant = (text: string): boolean => instantPattern.test(text);

const usualPattern = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** The same without milliseconds. */
export const isUsualMoment = (text: string): boolean => usualPattern.test(text);
