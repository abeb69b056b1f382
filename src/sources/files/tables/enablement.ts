import { boolean, number, oneOf, text } from '../cells.ts';
import { stamp } from '../stamps.ts';
import type { Table } from '../table.ts';

const kindWords = ['view', 'download', 'share'] as const;
const contentKind = oneOf(kindWords);

export const onboardingSteps: Table = {
  file: 'onboarding_steps.csv',
  record: 'onboarding-step',
  required: ['partner_id', 'step', 'position'],
  optional: ['started_at', 'completed_at'],
  kinds: { position: 'number', started_at: 'date', completed_at: 'date' },
  read: (row, { source, partner }) => ({
    record: 'onboarding-step',
    source,
    id: null,
    partner: row.required('partner_id', partner),
    step: row.required('step', text),
    order: row.required('position', number),
    startedAt: row.optional('started_at', stamp),
    completedAt: row.optional('completed_at', stamp),
  }),
};

export const trainings: Table = {
  file: 'trainings.csv',
  record: 'training',
  required: ['partner_id', 'module'],
  optional: ['person_id', 'required', 'assigned_at', 'completed_at'],
  kinds: { required: 'boolean', assigned_at: 'date', completed_at: 'date' },
  read: (row, { source, person, partner }) => ({
    record: 'training',
    source,
    id: null,
    partner: row.required('partner_id', partner),
    person: row.optional('person_id', person),
    module: row.required('module', text),
    required: row.optional('required', boolean),
    assignedAt: row.optional('assigned_at', stamp),
    completedAt: row.optional('completed_at', stamp),
  }),
};

export const certifications: Table = {
  file: 'certifications.csv',
  record: 'certification',
  required: ['partner_id', 'name', 'earned_at'],
  optional: ['person_id', 'expires_at', 'revoked_at'],
  kinds: { earned_at: 'date', expires_at: 'date', revoked_at: 'date' },
  read: (row, { source, person, partner }) => ({
    record: 'certification',
    source,
    id: null,
    partner: row.required('partner_id', partner),
    person: row.optional('person_id', person),
    name: row.required('name', text),
    earnedAt: row.required('earned_at', stamp),
    expiresAt: row.optional('expires_at', stamp),
    revokedAt: row.optional('revoked_at', stamp),
  }),
};

export const assets: Table = {
  file: 'assets.csv',
  record: 'asset',
  required: ['id', 'title'],
  optional: ['published_at', 'retired_at'],
  kinds: { published_at: 'date', retired_at: 'date' },
  read: (row, { source }) => ({
    record: 'asset',
    source,
    id: row.required('id', text),
    title: row.required('title', text),
    publishedAt: row.optional('published_at', stamp),
    retiredAt: row.optional('retired_at', stamp),
  }),
};

export const contentEvents: Table = {
  file: 'content_events.csv',
  record: 'content-event',
  required: ['partner_id', 'asset_id', 'kind', 'at'],
  optional: [],
  kinds: { kind: kindWords, at: 'date' },
  read: (row, { source, asset, partner }) => ({
    record: 'content-event',
    source,
    id: null,
    partner: row.required('partner_id', partner),
    asset: row.required('asset_id', asset),
    kind: row.required('kind', contentKind),
    at: row.required('at', stamp),
  }),
};
