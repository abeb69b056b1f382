// Properties that the service defines itself, as far as a partner program reads them.
import type { ObjectType } from '../object-types.ts';
import type { PropertyInput } from '../types.ts';

const text = (name: string): PropertyInput => ({ name });
const number = (name: string): PropertyInput => ({ name, type: 'number' });
const moment = (name: string): PropertyInput => ({ name, type: 'datetime' });
const choice = (name: string, ...options: string[]): PropertyInput => ({ name, type: 'enumeration', options });
const calculated = (property: PropertyInput): PropertyInput => ({ ...property, calculated: true });
const owner: PropertyInput = { name: 'hubspot_owner_id', type: 'enumeration', referencedObjectType: 'OWNER' };

const readOnly = { archivable: false, readOnlyDefinition: true, readOnlyValue: true };

/** On every record of every type. */
function common(type: ObjectType): PropertyInput[] {
  return [
    { name: 'hs_object_id', type: 'number', hasUniqueValue: true, modificationMetadata: readOnly },
    { name: type.created, type: 'datetime', modificationMetadata: readOnly },
    { name: type.modified, type: 'datetime', modificationMetadata: readOnly },
    { name: 'hs_merged_object_ids', type: 'enumeration', fieldType: 'checkbox', modificationMetadata: readOnly },
    { name: 'hs_pinned_engagement_id', type: 'number', hidden: true },
    owner,
    moment('hubspot_owner_assigneddate'),
  ];
}

const stageCommon = [calculated(moment('hs_v2_date_entered_current_stage'))];

const byType: Record<string, PropertyInput[]> = {
  contacts: [
    text('email'),
    text('firstname'),
    text('lastname'),
    { name: 'phone', type: 'phone_number' },
    text('company'),
    choice('lifecyclestage', 'lead', 'opportunity', 'customer', 'other'),
    calculated(moment('notes_last_updated')),
    // Exists and is never filled: a reader that takes it for the cursor sees nothing change.
    moment('hs_lastmodifieddate'),
  ],
  companies: [
    text('name'),
    text('domain'),
    text('website'),
    { name: 'phone', type: 'phone_number' },
    choice('type', 'PROSPECT', 'PARTNER', 'RESELLER', 'VENDOR', 'OTHER'),
    choice('lifecyclestage', 'lead', 'opportunity', 'customer', 'other'),
    text('country'),
    calculated(moment('notes_last_updated')),
    calculated(number('num_associated_deals')),
    calculated(number('hs_total_deal_value')),
    moment('lastmodifieddate'),
  ],
  deals: [
    text('dealname'),
    { name: 'amount', type: 'number', showCurrencySymbol: true },
    choice('deal_currency_code'),
    moment('closedate'),
    choice('pipeline'),
    choice('dealstage'),
    choice('dealtype', 'newbusiness', 'existingbusiness'),
    text('description'),
    calculated(moment('notes_last_updated')),
    calculated({ name: 'hs_is_closed', type: 'bool' }),
    calculated({ name: 'hs_is_closed_won', type: 'bool' }),
    calculated(number('hs_deal_stage_probability')),
    calculated(number('amount_in_home_currency')),
    calculated(number('hs_exchange_rate')),
    moment('lastmodifieddate'),
    ...stageCommon,
  ],
  tickets: [
    text('subject'),
    text('content'),
    choice('hs_pipeline'),
    choice('hs_pipeline_stage'),
    text('hs_ticket_category'),
    choice('hs_ticket_priority', 'LOW', 'MEDIUM', 'HIGH'),
    calculated(moment('closed_date')),
    moment('lastmodifieddate'),
    ...stageCommon,
  ],
  leads: [text('hs_lead_name'), choice('hs_pipeline'), choice('hs_pipeline_stage'), ...stageCommon],
  products: [text('name'), text('description'), text('hs_sku'), number('price')],
  line_items: [text('name'), text('hs_product_id'), number('amount'), number('quantity')],
  courses: [text('hs_course_name'), text('hs_course_id')],
  feedback_submissions: [
    text('hs_submission_name'),
    choice('hs_survey_type', 'NPS', 'CSAT', 'CES', 'CUSTOM'),
    text('hs_survey_id'),
    number('hs_value'),
    text('hs_content'),
    text('hs_response_group'),
    moment('hs_submission_timestamp'),
  ],
  calls: [moment('hs_timestamp'), text('hs_call_title'), text('hs_call_body'), choice('hs_call_status', 'COMPLETED')],
  emails: [
    moment('hs_timestamp'),
    text('hs_email_subject'),
    text('hs_email_text'),
    choice('hs_email_direction', 'EMAIL', 'INCOMING_EMAIL', 'FORWARDED_EMAIL'),
  ],
  meetings: [
    moment('hs_timestamp'),
    text('hs_meeting_title'),
    text('hs_meeting_body'),
    moment('hs_meeting_start_time'),
    moment('hs_meeting_end_time'),
    choice('hs_meeting_outcome', 'SCHEDULED', 'COMPLETED', 'NO_SHOW', 'CANCELED'),
  ],
  tasks: [moment('hs_timestamp'), text('hs_task_subject'), choice('hs_task_status', 'NOT_STARTED', 'COMPLETED')],
  notes: [moment('hs_timestamp'), text('hs_note_body')],
  communications: [
    moment('hs_timestamp'),
    text('hs_communication_body'),
    choice('hs_communication_channel_type', 'SMS', 'WHATS_APP', 'LINKEDIN_MESSAGE'),
  ],
};

const activities = new Set(['calls', 'emails', 'meetings', 'tasks', 'notes', 'communications']);

/** The standard definitions of a type. Custom object types get pipeline properties, too. */
export function standardProperties(type: ObjectType): PropertyInput[] {
  const staged = type.custom ? [choice('hs_pipeline'), choice('hs_pipeline_stage'), ...stageCommon] : [];
  const active = activities.has(type.name) ? [text('hs_activity_type')] : [];
  return [...common(type), ...(byType[type.name] ?? []), ...staged, ...active];
}
