import { boolean, number, oneOf, text } from '../cells.ts';
import { stamp } from '../stamps.ts';
import type { Table } from '../table.ts';

const contentKind = oneOf(['view', 'download', 'share']);

export const onboardingSteps: Table = {
  file: 'onboarding_steps.csv',
  record: 'onboarding-step',
  required: ['partner_id', 'step', 'position'],
  optional: ['started_at', 'completed_at'],
  read: (row, { source, references }) => ({
    record: 'onboarding-step',
    source,
    id: null,
    partner: row.required('partner_id', references.to('partner')),
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
  read: (row, { source, references, person }) => ({
    record: 'training',
    source,
    id: null,
    partner: row.required('partner_id', references.to('partner')),
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
  read: (row, { source, references, person }) => ({
    record: 'certification',
    source,
    id: null,
    partner: row.required('partner_id', references.to('partner')),
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
  read: (row, { source, references, asset }) => ({
    record: 'content-event',
    source,
    id: null,
    partner: row.required('partner_id', references.to('partner')),
    asset: row.required('asset_id', asset),
    kind: row.required('kind', contentKind),
    at: row.required('at', stamp),
  }),
};
