// The object types that the service brings along: numbers, names, scopes, and which properties carry their stamps.

export interface ObjectType {
  /** e.g. `0-3`. */
  readonly id: string;
  /** The plural name of the paths, e.g. `deals`. */
  readonly name: string;
  readonly singular: string;
  /** Every one of them is needed to read records. */
  readonly scopes: readonly string[];
  readonly created: 'createdate' | 'hs_createdate';
  /** Contacts differ from all others; the other name exists there and is always empty. */
  readonly modified: 'lastmodifieddate' | 'hs_lastmodifieddate';
  /** What a reader gets who names no properties. */
  readonly defaults: readonly string[];
  readonly searchable: readonly string[];
  readonly pipelineProperty?: string;
  readonly stageProperty?: string;
  readonly custom: boolean;
}

const base = { created: 'hs_createdate', modified: 'hs_lastmodifieddate', custom: false } as const;
const staged = { pipelineProperty: 'hs_pipeline', stageProperty: 'hs_pipeline_stage' } as const;
const activity = { ...base, defaults: [], searchable: [] } as const;
const contactsRead = 'crm.objects.contacts.read';

/** Standard object types. Numbers and scopes are those of the published API description. */
export const standardTypes: readonly ObjectType[] = [
  {
    ...base,
    id: '0-1',
    name: 'contacts',
    singular: 'contact',
    scopes: [contactsRead],
    created: 'createdate',
    modified: 'lastmodifieddate',
    defaults: ['email', 'firstname', 'lastname'],
    searchable: ['email', 'firstname', 'lastname', 'phone', 'company'],
  },
  {
    ...base,
    id: '0-2',
    name: 'companies',
    singular: 'company',
    scopes: ['crm.objects.companies.read'],
    created: 'createdate',
    defaults: ['name', 'domain'],
    searchable: ['name', 'domain', 'website', 'phone'],
  },
  {
    ...base,
    id: '0-3',
    name: 'deals',
    singular: 'deal',
    scopes: ['crm.objects.deals.read'],
    created: 'createdate',
    defaults: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
    searchable: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
    pipelineProperty: 'pipeline',
    stageProperty: 'dealstage',
  },
  {
    ...base,
    ...staged,
    id: '0-5',
    name: 'tickets',
    singular: 'ticket',
    scopes: ['tickets'],
    created: 'createdate',
    defaults: ['subject', 'content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_category', 'hs_ticket_priority'],
    searchable: ['subject', 'content', 'hs_pipeline_stage', 'hs_ticket_category'],
  },
  {
    ...base,
    ...staged,
    id: '0-136',
    name: 'leads',
    singular: 'lead',
    scopes: ['crm.objects.leads.read'],
    defaults: ['hs_lead_name'],
    searchable: ['hs_lead_name'],
  },
  {
    ...base,
    id: '0-7',
    name: 'products',
    singular: 'product',
    scopes: ['crm.objects.products.read', 'e-commerce'],
    created: 'createdate',
    defaults: ['name', 'description', 'price'],
    searchable: ['name', 'description', 'hs_sku', 'price'],
  },
  {
    ...base,
    id: '0-8',
    name: 'line_items',
    singular: 'line_item',
    scopes: ['crm.objects.line_items.read', 'e-commerce'],
    created: 'createdate',
    defaults: ['hs_product_id', 'name', 'amount', 'quantity'],
    searchable: ['name'],
  },
  {
    ...base,
    id: '0-19',
    name: 'feedback_submissions',
    singular: 'feedback_submission',
    scopes: [contactsRead, 'crm.objects.feedback_submissions.read'],
    defaults: [],
    searchable: ['hs_submission_name', 'hs_content'],
  },
  {
    ...base,
    id: '0-410',
    name: 'courses',
    singular: 'course',
    scopes: ['crm.objects.courses.read'],
    defaults: ['hs_course_name'],
    searchable: ['hs_course_name'],
  },
  { ...activity, id: '0-48', name: 'calls', singular: 'call', scopes: [contactsRead] },
  { ...activity, id: '0-49', name: 'emails', singular: 'email', scopes: [contactsRead, 'sales-email-read'] },
  { ...activity, id: '0-47', name: 'meetings', singular: 'meeting', scopes: [contactsRead] },
  { ...activity, id: '0-27', name: 'tasks', singular: 'task', scopes: [contactsRead] },
  { ...activity, id: '0-46', name: 'notes', singular: 'note', scopes: [contactsRead] },
  { ...activity, id: '0-18', name: 'communications', singular: 'communication', scopes: [contactsRead] },
];
