import { dealTypes, registrationStatuses } from '../../../records/records.ts';
import { boolean, currency, email, exactDecimal, oneOf, text } from '../cells.ts';
import { stamp } from '../stamps.ts';
import type { Table } from '../table.ts';

const dealType = oneOf(dealTypes);
const statusWords = ['open', 'won', 'lost'] as const;
const dealStatus = oneOf(statusWords);
const roleWords = ['sourced', 'influenced'] as const;
const role = oneOf(roleWords);
const registrationStatus = oneOf(registrationStatuses);

export const deals: Table = {
  file: 'deals.csv',
  record: 'deal',
  required: ['id', 'name', 'status', 'created_at'],
  optional: [
    'amount',
    'currency',
    'type',
    'stage',
    'closed_at',
    'expected_close_on',
    'stage_entered_at',
    'last_activity_at',
    'owner_email',
    'account',
    'registration_id',
    'direct',
    'url',
  ],
  kinds: {
    amount: 'number',
    type: dealTypes,
    status: statusWords,
    created_at: 'date',
    closed_at: 'date',
    expected_close_on: 'date',
    stage_entered_at: 'date',
    last_activity_at: 'date',
    direct: 'boolean',
  },
  read: (row, { source, references }) => ({
    record: 'deal',
    source,
    id: row.required('id', text),
    name: row.required('name', text),
    amount: row.optional('amount', exactDecimal),
    currency: row.optional('currency', currency),
    type: row.optional('type', dealType),
    stage: row.optional('stage', text),
    status: row.required('status', dealStatus),
    createdAt: row.required('created_at', stamp),
    closedAt: row.optional('closed_at', stamp),
    expectedCloseOn: row.optional('expected_close_on', stamp),
    stageEnteredAt: row.optional('stage_entered_at', stamp),
    lastActivityAt: row.optional('last_activity_at', stamp),
    owner: row.optional('owner_email', email),
    account: row.optional('account', text),
    registration: row.optional('registration_id', references.to('registration')),
    direct: row.optional('direct', boolean),
    url: row.optional('url', text),
  }),
};

export const attributions: Table = {
  file: 'attributions.csv',
  record: 'attribution',
  required: ['deal_id', 'partner_id', 'role'],
  optional: [],
  kinds: { role: roleWords },
  read: (row, { source, partner, deal }) => ({
    record: 'attribution',
    source,
    id: null,
    deal: row.required('deal_id', deal),
    partner: row.required('partner_id', partner),
    role: row.required('role', role),
  }),
};

export const registrations: Table = {
  file: 'registrations.csv',
  record: 'registration',
  required: ['id', 'partner_id', 'status', 'submitted_at'],
  optional: ['deal_id', 'account', 'decided_at', 'expires_at', 'url'],
  kinds: { status: registrationStatuses, submitted_at: 'date', decided_at: 'date', expires_at: 'date' },
  read: (row, { source, partner, deal }) => ({
    record: 'registration',
    source,
    id: row.required('id', text),
    partner: row.required('partner_id', partner),
    deal: row.optional('deal_id', deal),
    account: row.optional('account', text),
    status: row.required('status', registrationStatus),
    submittedAt: row.required('submitted_at', stamp),
    decidedAt: row.optional('decided_at', stamp),
    expiresAt: row.optional('expires_at', stamp),
    url: row.optional('url', text),
  }),
};
