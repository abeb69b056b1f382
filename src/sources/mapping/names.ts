/** The CRMs whose rows a mapping can read. */
export const crms = ['salesforce', 'hubspot'] as const;
export type Crm = (typeof crms)[number];

const propertyPattern = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*){0,2}$/;
const objectPattern = /^(event:)?(\d+-\d+|[A-Za-z][A-Za-z0-9_]{0,79})$/;
const pathPattern = /^(\d+-\d+|[A-Za-z][A-Za-z0-9_]{0,79})(\.(\d+-\d+|[A-Za-z][A-Za-z0-9_]{0,79})){0,2}$/;

/** Whether a text is the name of a property, or a path through at most two parents: never a piece of a query. */
export const isProperty = (text: string): boolean => propertyPattern.test(text);
/** Whether a text names an object of a CRM, or with `event:` a kind of HubSpot's custom events. */
export const isObject = (text: string): boolean => objectPattern.test(text);
/** Whether a text names associated objects, e.g. `companies`, or `contacts.companies` for those of the contacts. */
export const isAssociationPath = (text: string): boolean => pathPattern.test(text);

/** The property that names the pipeline of a HubSpot record. */
export const pipelineProperty = (object: string): string => (object === 'deals' ? 'pipeline' : 'hs_pipeline');
/** The property that names the kind of a deal. */
export const dealTypeProperty = (crm: Crm): string => (crm === 'salesforce' ? 'Type' : 'dealtype');

const isAscii = /^[ -~]*$/;

/** Compares values as people do: without regard to case and outer spaces. */
export const fold = (value: string): string => {
  const text = value.trim().toLowerCase();
  return isAscii.test(text) ? text : text.normalize('NFC');
};
