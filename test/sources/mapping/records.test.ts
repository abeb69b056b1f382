// long: a row of every record type, to be read in one place.
import { describe, expect, it, test } from 'vitest';
import { mappedTypes, type RawRow, recordFields } from '../../../src/sources/mapping/index.ts';
import { contextOf, mappingOf, read, rowOf } from './support.ts';

interface Whole {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly values: RawRow['values'];
  readonly record: Readonly<Record<string, unknown>>;
}

const context = contextOf({
  owners: { O1: 'Ada@Vendor.example' },
  stages: { 'Object__c  S3': { label: 'Closed won', status: 'won' } },
});
const event = { source: 'crm', id: null };

/** A row of each record type that fills every field, and the record that it must give. */
const wholes: Readonly<Record<string, Whole>> = {
  partner: {
    fields: {
      name: 'Name',
      aliases: { field: 'Aka', split: ';' },
      tier: 'Tier',
      region: 'Parent.Region',
      motion: { constant: 'Resell' },
      manager: { owner: 'OwnerId' },
      active: 'Active',
      joinedAt: 'Since',
      onboardingStartedAt: { earliest: ['S1', 'S2'] },
      onboardingCompletedAt: { latest: ['S1', 'S2'] },
      mergedInto: 'Master',
      domain: 'Website',
    },
    values: {
      Name: ' Acme ',
      Aka: 'Acme Inc; ;ACME',
      Tier: 'Gold',
      'Parent.Region': 'EMEA',
      OwnerId: 'O1',
      Active: true,
      Since: '2026-01-02',
      S1: '2026-02-01T10:00:00.000+0000',
      S2: '2026-01-05',
      Master: 'P2',
    },
    record: {
      source: 'crm',
      id: 'X1',
      url: 'https://crm.example/X1',
      name: 'Acme',
      aliases: ['Acme Inc', 'ACME'],
      tier: 'Gold',
      region: 'EMEA',
      motion: 'Resell',
      manager: 'ada@vendor.example',
      active: true,
      joinedAt: '2026-01-02',
      onboardingStartedAt: '2026-01-05',
      onboardingCompletedAt: '2026-02-01T10:00:00.000Z',
      mergedInto: 'crm/P2',
    },
  },
  'partner-history': {
    fields: { partner: 'P', field: { field: 'F', values: { tier: ['Tier'] } }, value: 'V', validFrom: 'At' },
    values: { P: 'P1', F: 'tier', V: 'Silver', At: '2026-03-01T00:00:00Z' },
    record: { ...event, partner: 'crm/P1', field: 'tier', value: 'Silver', validFrom: '2026-03-01T00:00:00.000Z' },
  },
  deal: {
    fields: {
      name: 'Name',
      amount: 'Amount',
      currency: 'Currency',
      type: { field: 'Type', values: { new: ['New Business'] } },
      stage: { stage: 'Stage' },
      status: { stage: 'Stage', stages: 'auto' },
      createdAt: 'Created',
      closedAt: 'Closed',
      expectedCloseOn: 'Closed',
      stageEnteredAt: 'Entered',
      lastActivityAt: 'Active',
      owner: { owner: 'OwnerId' },
      account: 'AccountId',
      registration: 'Reg',
      direct: 'Direct',
    },
    values: {
      Name: 'Rollout',
      Amount: '1.25E7',
      Currency: 'eur',
      Type: 'new business',
      Stage: 'S3',
      Created: '2026-01-01T12:00:00+02:00',
      Closed: '2026-04-01',
      Entered: 1767225600000,
      Active: '1767225600000',
      OwnerId: 'O1',
      AccountId: '001A',
      Reg: 'R1',
      Direct: 'false',
    },
    record: {
      source: 'crm',
      id: 'X1',
      url: 'https://crm.example/X1',
      name: 'Rollout',
      amount: '12500000',
      currency: 'EUR',
      type: 'new',
      stage: 'Closed won',
      status: 'won',
      createdAt: '2026-01-01T10:00:00.000Z',
      closedAt: '2026-04-01',
      expectedCloseOn: '2026-04-01',
      stageEnteredAt: '2026-01-01T00:00:00.000Z',
      lastActivityAt: '2026-01-01T00:00:00.000Z',
      owner: 'ada@vendor.example',
      account: '001A',
      registration: 'crm/R1',
      direct: false,
    },
  },
  attribution: {
    fields: { deal: 'D', partner: 'P', role: { field: 'R', values: { sourced: ['PS'], influenced: ['PI'] } } },
    values: { D: 'D1', P: 'P1', R: 'pi' },
    record: { ...event, deal: 'crm/D1', partner: 'crm/P1', role: 'influenced' },
  },
  registration: {
    fields: {
      partner: 'P',
      deal: 'D',
      account: 'Company',
      status: 'Status',
      submittedAt: { firstOf: ['Sent', 'Created'] },
      decidedAt: 'Decided',
      expiresAt: 'Expires',
    },
    values: {
      P: 'P1',
      D: 'D1',
      Company: 'Globex',
      Status: 'Approved',
      Sent: null,
      Created: '2026-02-01',
      Decided: '2026-02-03',
      Expires: '2026-08-01',
    },
    record: {
      source: 'crm',
      id: 'X1',
      url: 'https://crm.example/X1',
      partner: 'crm/P1',
      deal: 'crm/D1',
      account: 'Globex',
      status: 'approved',
      submittedAt: '2026-02-01',
      decidedAt: '2026-02-03',
      expiresAt: '2026-08-01',
    },
  },
  'onboarding-step': {
    fields: { partner: 'P', step: 'Step', order: 'N', startedAt: 'S', completedAt: 'C' },
    values: { P: 'P1', Step: 'Contract', N: '2', S: '2026-01-01', C: '2026-01-09' },
    record: {
      ...event,
      partner: 'crm/P1',
      step: 'Contract',
      order: 2,
      startedAt: '2026-01-01',
      completedAt: '2026-01-09',
    },
  },
  training: {
    fields: { partner: 'P', person: 'C', module: 'M', required: 'R', assignedAt: 'A', completedAt: 'E' },
    values: { P: 'P1', C: '003', M: 'Basics', R: 1, A: '2026-01-01', E: '2026-01-09' },
    record: {
      ...event,
      partner: 'crm/P1',
      person: 'hash(003)',
      module: 'Basics',
      required: true,
      assignedAt: '2026-01-01',
      completedAt: '2026-01-09',
    },
  },
  certification: {
    fields: { partner: 'P', person: 'C', name: 'N', earnedAt: 'E', expiresAt: 'X', revokedAt: 'R' },
    values: { P: 'P1', C: '003', N: 'Pro', E: '2026-01-09', X: '2027-01-09', R: '' },
    record: {
      ...event,
      partner: 'crm/P1',
      person: 'hash(003)',
      name: 'Pro',
      earnedAt: '2026-01-09',
      expiresAt: '2027-01-09',
      revokedAt: null,
    },
  },
  asset: {
    fields: { title: 'T', publishedAt: 'P', retiredAt: 'R' },
    values: { T: 'Datasheet', P: '2026-01-09', R: null },
    record: { source: 'crm', id: 'X1', title: 'Datasheet', publishedAt: '2026-01-09', retiredAt: null },
  },
  'content-event': {
    fields: { partner: 'P', asset: 'A', kind: { constant: 'view' }, at: 'At' },
    values: { P: 'P1', A: 'any', At: '2026-01-09T00:00:00Z' },
    record: { ...event, partner: 'crm/P1', asset: 'crm/any', kind: 'view', at: '2026-01-09T00:00:00.000Z' },
  },
  'portal-session': {
    fields: {
      partner: 'P',
      person: 'U',
      at: 'At',
      durationSeconds: { field: 'Ms', unit: 'ms' },
      pages: 'N',
      failed: 'F',
    },
    values: { P: 'P1', U: '005', At: '2026-01-09', Ms: 90_500, N: '3', F: false },
    record: {
      ...event,
      partner: 'crm/P1',
      person: 'hash(005)',
      at: '2026-01-09',
      durationSeconds: 90.5,
      pages: 3,
      failed: false,
    },
  },
  touch: {
    fields: { partner: 'P', kind: { field: 'K', values: { 'live-training': ['Workshop'] } }, at: 'At', deal: 'D' },
    values: { P: 'P1', K: 'WORKSHOP', At: '2026-01-09', D: 'D1' },
    record: { ...event, partner: 'crm/P1', kind: 'live-training', at: '2026-01-09', deal: 'crm/D1' },
  },
  'survey-response': {
    fields: {
      partner: 'P',
      respondent: 'C',
      kind: 'K',
      score: 'S',
      milestone: 'M',
      topic: 'T',
      invitedAt: 'I',
      at: 'At',
    },
    values: { P: 'P1', C: '003', K: 'NPS', S: '9.0', M: 'Quarterly', T: 'Portal', I: '2026-01-01', At: '2026-01-09' },
    record: {
      ...event,
      partner: 'crm/P1',
      respondent: 'hash(003)',
      kind: 'nps',
      score: 9,
      milestone: 'quarterly',
      topic: 'Portal',
      invitedAt: '2026-01-01',
      at: '2026-01-09',
    },
  },
  'program-event': {
    fields: { date: 'D', kind: 'K', title: 'T' },
    values: { D: '2026-01-09', K: 'launch', T: 'New tiers' },
    record: { ...event, date: '2026-01-09', kind: 'launch', title: 'New tiers' },
  },
  'exchange-rate': {
    fields: { currency: 'C', date: 'D', rate: { field: 'R', inverse: true } },
    values: { C: 'EUR', D: '2026-01-01T00:00:00.000Z', R: '0.8' },
    record: { ...event, currency: 'EUR', date: '2026-01-01', rate: '1.25' },
  },
};

describe.each(mappedTypes)('%s', (record) => {
  const given = wholes[record];
  const { fields = {}, values = {} } = given ?? {};
  const mapping = mappingOf('salesforce', { [record]: { object: 'Object__c', fields } });
  const row = rowOf(values, { url: 'https://crm.example/X1' });

  it('comes with every field', () => {
    expect(Object.keys(fields).sort()).toEqual(Object.keys(recordFields[record]).sort());
    const { records, rejects } = read(
      record === 'partner-history'
        ? mappingOf('salesforce', {
            partner: { object: 'Account', fields: { name: 'Name', tier: 'Tier' } },
            [record]: { object: 'Object__c', fields },
          })
        : mapping,
      'Object__c',
      row,
      context,
    );
    expect(rejects).toEqual([]);
    expect(records).toEqual([{ record, ...given?.record }]);
  });

  it.each(Object.entries(recordFields[record]).filter(([, { required, aside }]) => required && aside !== true))(
    'is none without %s',
    (name) => {
      const constant = { field: 'Nothing__c' };
      const lacking = mappingOf('salesforce', {
        [record]: { object: 'Object__c', fields: { ...fields, [name]: constant }, unmatched: 'reject' },
      });
      const { records, rejects } = read(lacking, 'Object__c', row, context);
      expect(records).toEqual([]);
      // A deal without a partner is a direct one.
      const isDirect = record === 'attribution' && name === 'partner';
      expect(rejects).toEqual(isDirect ? [] : [`${name} row: empty required field`]);
    },
  );

  it('is none without an id of its row', () => {
    expect(read(mapping, 'Object__c', { ...row, id: ' ' }, context)).toMatchObject({
      records: [],
      rejects: ['id row: missing id'],
    });
  });
});

test('an object that the mapping does not read gives nothing', () => {
  const mapping = mappingOf('salesforce', { partner: { object: 'Account', fields: { name: 'Name' } } });
  expect(read(mapping, 'Contact', rowOf({ Name: 'Acme' }))).toEqual({ records: [], rejects: [], values: [] });
});
