import { boolean, notNegative, oneOf, text, wholeBetween } from '../cells.ts';
import type { Row } from '../row.ts';
import { stamp } from '../stamps.ts';
import type { Table } from '../table.ts';

const touchWords = ['email', 'call', 'co-sell', 'live-training', 'office-hours', 'chat'] as const;
const touchKind = oneOf(touchWords);
const surveyWords = ['nps', 'csat'] as const;
const surveyKind = oneOf(surveyWords);
const milestoneWords = ['onboarding', 'quarterly', 'program-change', 'other'] as const;
const milestone = oneOf(milestoneWords);
const scoreOf = { nps: wholeBetween(0, 10), csat: wholeBetween(1, 5) } as const;

export const portalSessions: Table = {
  file: 'portal_sessions.csv',
  record: 'portal-session',
  required: ['partner_id', 'at'],
  optional: ['person_id', 'duration_seconds', 'pages', 'failed'],
  kinds: { at: 'date', duration_seconds: 'number', pages: 'number', failed: 'boolean' },
  read: (row, { source, person, partner }) => ({
    record: 'portal-session',
    source,
    id: null,
    partner: row.required('partner_id', partner),
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
  kinds: { kind: touchWords, at: 'date' },
  read: (row, { source, partner, deal }) => ({
    record: 'touch',
    source,
    id: null,
    partner: row.required('partner_id', partner),
    kind: row.required('kind', touchKind),
    at: row.required('at', stamp),
    deal: row.optional('deal_id', deal),
  }),
};

export const surveys: Table = {
  file: 'surveys.csv',
  record: 'survey-response',
  required: ['partner_id', 'kind'],
  optional: ['respondent_id', 'score', 'milestone', 'topic', 'invited_at', 'at'],
  kinds: { kind: surveyWords, score: 'number', milestone: milestoneWords, invited_at: 'date', at: 'date' },
  read: (row, { source, person, partner: toPartner }) => {
    const partner = row.required('partner_id', toPartner);
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
