import { boolean, notNegative, oneOf, text, wholeBetween } from '../cells.ts';
import type { Row } from '../row.ts';
import { stamp } from '../stamps.ts';
import type { Table } from '../table.ts';

const touchKind = oneOf(['email', 'call', 'co-sell', 'live-training', 'office-hours', 'chat']);
const surveyKind = oneOf(['nps', 'csat']);
const milestone = oneOf(['onboarding', 'quarterly', 'program-change', 'other']);
const scoreOf = { nps: wholeBetween(0, 10), csat: wholeBetween(1, 5) } as const;

export const portalSessions: Table = {
  file: 'portal_sessions.csv',
  record: 'portal-session',
  required: ['partner_id', 'at'],
  optional: ['person_id', 'duration_seconds', 'pages', 'failed'],
  read: (row, { source, references, person }) => ({
    record: 'portal-session',
    source,
    id: null,
    partner: row.required('partner_id', references.to('partner')),
    person: row.optional('person_id', person),
    at: row.required('at', stamp),
    durationSeconds: row.optional('duration_seconds', notNegative),
    pages: row.optional('pages', notNegative),
    failed: row.optional('failed', boolean),
  }),
};

export const touches: Table = {
  file: 'touches.csv',
  record: 'touch',
  required: ['partner_id', 'kind', 'at'],
  optional: ['deal_id'],
  read: (row, { source, references }) => ({
    record: 'touch',
    source,
    id: null,
    partner: row.required('partner_id', references.to('partner')),
    kind: row.required('kind', touchKind),
    at: row.required('at', stamp),
    deal: row.optional('deal_id', references.to('deal')),
  }),
};

export const surveys: Table = {
  file: 'surveys.csv',
  record: 'survey-response',
  required: ['partner_id', 'kind'],
  optional: ['respondent_id', 'score', 'milestone', 'topic', 'invited_at', 'at'],
  read: (row, { source, references, person }) => {
    const partner = row.required('partner_id', references.to('partner'));
    const respondent = row.optional('respondent_id', person);
    const kind = row.required('kind', surveyKind);
    const answer = isUnansweredInvitation(row)
      ? { score: null, invitedAt: row.required('invited_at', stamp), at: null }
      : {
          score: row.required('score', scoreOf[kind]),
          invitedAt: row.optional('invited_at', stamp),
          at: row.required('at', stamp),
        };
    return {
      record: 'survey-response',
      source,
      id: null,
      partner,
      respondent,
      kind,
      milestone: row.optional('milestone', milestone),
      topic: row.optional('topic', text),
      ...answer,
    };
  },
};

const isUnansweredInvitation = (row: Row): boolean =>
  row.cell('score') === '' && row.cell('at') === '' && row.cell('invited_at') !== '';
