// What a portal consists of. Member names of what goes over the wire are HubSpot's own.

/** Values by property name. Every value is text; a property without a value is not in it. Never changed, only replaced. */
export type Values = Readonly<Record<string, string>>;

/** A value to write: null clears it. */
export type Changes = Readonly<Record<string, string | null>>;

export interface Version {
  value: string;
  at: number;
  sourceType: string;
  userId?: number;
}

export interface CrmRecord {
  readonly id: string;
  values: Values;
  createdAt: number;
  /** What `updatedAt` and the modification property say. */
  updatedAt: number;
  archivedAt?: number;
  /** Earlier values, newest first, of properties that changed after the creation. */
  history?: Map<string, Version[]>;
}

export interface PropertyOption {
  label: string;
  value: string;
  description?: string;
  displayOrder: number;
  hidden: boolean;
}

export interface PropertyDefinition {
  name: string;
  label: string;
  type: 'string' | 'number' | 'date' | 'datetime' | 'enumeration' | 'bool' | 'phone_number';
  fieldType: string;
  description: string;
  groupName: string;
  options: PropertyOption[];
  displayOrder: number;
  calculated: boolean;
  calculationFormula?: string;
  externalOptions: boolean;
  referencedObjectType?: string;
  hasUniqueValue: boolean;
  hidden: boolean;
  hubspotDefined: boolean;
  archived: boolean;
  archivedAt?: string;
  formField: boolean;
  dataSensitivity: 'non_sensitive' | 'sensitive' | 'highly_sensitive';
  showCurrencySymbol?: boolean;
  modificationMetadata: { archivable: boolean; readOnlyDefinition: boolean; readOnlyValue: boolean };
  createdAt?: string;
  updatedAt?: string;
}

/** A property as a test names it; the rest is filled in. */
export type PropertyInput = Pick<PropertyDefinition, 'name'> &
  Partial<Omit<PropertyDefinition, 'name' | 'options'>> & {
    options?: readonly (string | (Pick<PropertyOption, 'value'> & Partial<PropertyOption>))[];
  };

export interface Stage {
  id: string;
  label: string;
  displayOrder: number;
  /** Deals: probability and isClosed; tickets: ticketState and isClosed. */
  metadata: Record<string, string>;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
  writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT' | 'INTERNAL_ONLY' | 'READ_ONLY';
}

export interface Pipeline {
  id: string;
  label: string;
  displayOrder: number;
  stages: Stage[];
  createdAt: string;
  updatedAt: string;
  archived: boolean;
}

export interface Owner {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  type: 'PERSON' | 'QUEUE';
  /** Null when the user has left: then only `userIdIncludingInactive` says who it was. */
  userId: number | null;
  userIdIncludingInactive: number | null;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
  teams?: { id: string; name: string; primary: boolean }[];
}

export interface ExchangeRate {
  id: string;
  fromCurrencyCode: string;
  toCurrencyCode: string;
  conversionRate: number;
  effectiveAt: string;
  visibleInUI: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface EventOccurrence {
  id: string;
  eventType: string;
  objectType: string;
  objectId: string;
  occurredAt: string;
  properties: Record<string, string>;
}

export type AssociationCategory = 'HUBSPOT_DEFINED' | 'USER_DEFINED' | 'INTEGRATOR_DEFINED';

export interface AssociationType {
  typeId: number;
  category: AssociationCategory;
  label: string | null;
  /** The name that list pages use instead of the label. */
  name: string;
  from: string;
  to: string;
  /** The type of the same association seen from the other side. */
  inverse: number;
}

/** Who the account is, as account-info tells it. */
export interface PortalInfo {
  portalId: number;
  accountType: 'APP_DEVELOPER' | 'DEVELOPER_TEST' | 'SANDBOX' | 'STANDARD';
  timeZone: string;
  companyCurrency: string;
  additionalCurrencies: string[];
  uiDomain: string;
  dataHostingLocation: string;
}

/** A recorded request. */
export interface RecordedCall {
  /** The kind of route, e.g. `list`, `search`, `associations`; `unknown` when nothing is there. */
  route: string;
  /** The object type in the path, by its plural name; empty where there is none. */
  type: string;
  method: string;
  path: string;
  query: URLSearchParams;
  /** The parsed body of a POST. */
  body: unknown;
  /** Milliseconds of the stand-in's clock. */
  at: number;
  /** 0 when the connection was cut before an answer. */
  status: number;
  /** Size of the answer's body. */
  bytes: number;
  /** Set when a planned fault hit it. */
  fault?: string;
}
