import type { HistoryField } from '../../../records/records.ts';
import { boolean, email, oneOf, type Parse, text } from '../cells.ts';
import { stamp } from '../stamps.ts';
import type { Table } from '../table.ts';

export const partners: Table = {
  file: 'partners.csv',
  record: 'partner',
  required: ['id', 'name'],
  optional: [
    'aliases',
    'tier',
    'region',
    'motion',
    'manager_email',
    'active',
    'joined_at',
    'onboarding_started_at',
    'onboarding_completed_at',
    'merged_into',
    'url',
  ],
  kinds: { active: 'boolean', joined_at: 'date', onboarding_started_at: 'date', onboarding_completed_at: 'date' },
  read: (row, { source, references }) => {
    const id = row.required('id', text);
    const partner = {
      record: 'partner' as const,
      source,
      id,
      name: row.required('name', text),
      aliases: row.list('aliases', text),
      tier: row.optional('tier', text),
      region: row.optional('region', text),
      motion: row.optional('motion', text),
      manager: row.optional('manager_email', email),
      active: row.optional('active', boolean),
      joinedAt: row.optional('joined_at', stamp),
      onboardingStartedAt: row.optional('onboarding_started_at', stamp),
      onboardingCompletedAt: row.optional('onboarding_completed_at', stamp),
      mergedInto: row.optional('merged_into', references.to('partner')),
      url: row.optional('url', text),
    };
    // The field stays: cycles may also run through other sources, and every figure counts the partners in them (rule 1.3).
    if (references.mergesEndlessly(id)) row.note('merged_into', 'merge cycle');
    return partner;
  },
};

const columnOfField = {
  tier: 'tier',
  region: 'region',
  motion: 'motion',
  manager_email: 'manager',
  active: 'active',
} as const;
const fieldWords = ['tier', 'region', 'motion', 'manager_email', 'active'] as const;
const historyField = oneOf(fieldWords);

const valueOfField: Readonly<Record<HistoryField, Parse<string>>> = {
  tier: text,
  region: text,
  motion: text,
  manager: email,
  active: (cell) => {
    const value = boolean(cell);
    return typeof value === 'boolean' ? `${value}` : value;
  },
};

export const partnerHistory: Table = {
  file: 'partner_history.csv',
  record: 'partner-history',
  required: ['partner_id', 'field', 'valid_from'],
  optional: ['value'],
  kinds: { field: fieldWords, valid_from: 'date' },
  laterWins: ['partner', 'field', 'validFrom'],
  read: (row, { source, partner: toPartner }) => {
    const partner = row.required('partner_id', toPartner);
    const field = columnOfField[row.required('field', historyField)];
    const value = row.optional('value', valueOfField[field]);
    const validFrom = row.required('valid_from', stamp);
    return { record: 'partner-history', source, id: null, partner, field, value, validFrom };
  },
};
