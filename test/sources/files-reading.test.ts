import { describe, expect, test } from 'vitest';
import { recordSchemas } from '../../src/records/records.ts';
import { ofType, partnersCsv, readFiles } from './support.ts';

const everything = {
  'partners.csv':
    'id,name,aliases,tier,region,motion,manager_email,active,joined_at,onboarding_started_at,onboarding_completed_at,merged_into,url\n' +
    'P1,Acme, Acme GmbH | ACME ||,Gold,EMEA,reseller, Ann@Example.COM ,TRUE,2024-01-31,2024-02-01T09:00+01:00,2024-03-01T00:00:00Z,,https://crm.example/p1\n' +
    'P2,Beta,,,,,,,,,,P1,\n',
  'partner_history.csv':
    'partner_id,field,value,valid_from\nP1,Tier,Silver,2024-01-01\nP1,MANAGER_EMAIL,Bob@Example.com,2024-01-01\n' +
    'P1,active,False,2024-01-01\nP1,region,,2024-05-01\n',
  'deals.csv':
    'id,name,amount,currency,type,stage,status,created_at,closed_at,expected_close_on,stage_entered_at,last_activity_at,owner_email,account,registration_id,direct,url\n' +
    'D1,Big one,1200.50,usd,New,Offer,WON,2024-04-01T10:00:00+02:00,2024-05-01,2024-05-02,2024-04-02,2024-04-03,O@Example.com,Initech,R1,false,https://crm.example/d1\n',
  'attributions.csv': 'deal_id,partner_id,role\nD1,P1,Sourced\n',
  'registrations.csv':
    'id,partner_id,deal_id,account,status,submitted_at,decided_at,expires_at,url\n' +
    'R1,P1,D1,Initech,Approved,2024-03-20,2024-03-22T08:00:00.1234Z,2024-09-20,\n',
  'onboarding_steps.csv': 'partner_id,step,position,started_at,completed_at\nP1,Kick-off,1.5,2024-02-01,2024-02-02\n',
  'trainings.csv':
    'partner_id,person_id,module,required,assigned_at,completed_at\nP1, u1 ,Basics,true,2024-02-01,2024-02-09\n',
  'certifications.csv':
    'partner_id,person_id,name,earned_at,expires_at,revoked_at\nP1,u1,Sales,2024-02-10,2025-02-10,\n',
  'assets.csv': 'id,title,published_at,retired_at\nA1,One pager,2024-01-01,\n',
  'content_events.csv': 'partner_id,asset_id,kind,at\nP1,A1,Download,2024-03-01T12:00:00-05:30\n',
  'portal_sessions.csv':
    'partner_id,person_id,at,duration_seconds,pages,failed\nP1,u1,2024-03-01T12:00:00Z,61.5,4,false\n',
  'touches.csv': 'partner_id,kind,at,deal_id\nP1,Co-Sell,2024-04-05,D1\n',
  'surveys.csv':
    'partner_id,respondent_id,kind,score,milestone,topic,invited_at,at\n' +
    'P1,u1,NPS,9,Quarterly,portal,2024-04-01,2024-04-03\nP1,u2,csat,,,,2024-04-01,\n',
  'program_events.csv': 'date,kind,title\n2024-03-01,Program-Change,New tiers\n',
  'targets.csv': 'kpi,figure,period,value,segment\nsourced-revenue,sourced,2024-Q2,5000,tier=Gold\n',
  'exchange_rates.csv': 'currency,date,rate\nusd,2024-01-01,0.9\n',
};

describe('rule 7.1: what a folder says', () => {
  test('every file becomes valid records, in the order of loading', async () => {
    const { records, rejects, warnings } = await readFiles(everything);
    expect(rejects).toEqual([]);
    expect(warnings).toEqual([]);
    for (const record of records) expect(recordSchemas[record.record].parse(record)).toEqual(record);
    expect([...new Set(records.map(({ record }) => record))]).toEqual(Object.keys(recordSchemas));
    expect(records).toMatchSnapshot();
  });

  test('columns come in any order, under trimmed names; missing optional ones are unknown', async () => {
    const { records } = await readFiles({ 'partners.csv': ' tier ,name, id\nGold,Acme,P1\n' });
    expect(records).toMatchObject([{ id: 'P1', name: 'Acme', tier: 'Gold', region: null, aliases: [] }]);
  });

  test('BOM, CRLF, blank lines and a missing last line end change nothing', async () => {
    const plain = await readFiles({ 'partners.csv': partnersCsv });
    const odd = await readFiles({ 'partners.csv': '\ufeff\r\nid,name\r\n\r\nP1,Acme\r\n   \r\nP2,Beta' });
    expect(odd).toMatchObject({ records: plain.records, rejects: [], warnings: [] });
  });

  test('quoted cells keep commas, quotes and line ends', async () => {
    const { records } = await readFiles({ 'partners.csv': 'id,name\nP1,"Acme, ""the"" first\r\nand only"\n' });
    expect(records).toMatchObject([{ name: 'Acme, "the" first\r\nand only' }]);
  });

  test('cells are trimmed, ids compared exactly, free text keeps its case', async () => {
    const { records, rejects } = await readFiles({
      'partners.csv': 'id,name,tier\n p1 , Acme ," gold "\nP1,Beta,GOLD\n',
    });
    expect(rejects).toEqual([]);
    expect(records).toMatchObject([
      { id: 'p1', name: 'Acme', tier: 'gold' },
      { id: 'P1', name: 'Beta', tier: 'GOLD' },
    ]);
  });

  test('unknown columns and doubled optional ones give one warning each, unknown files one for all', async () => {
    const { records, warnings } = await readFiles({
      'partners.csv': 'id,name,tier,tier,shoe size,colour\nP1,Acme,Gold,Silver,44,red\n',
      'dealz.csv': 'x',
      'Deals.csv': 'x',
      'readme.txt': 'x',
    });
    expect(records).toMatchObject([{ tier: 'Gold' }]);
    expect(warnings).toEqual([
      { file: '', message: 'unknown files ignored: Deals.csv, dealz.csv' },
      { file: 'partners.csv', message: 'unknown columns ignored: shoe size, colour' },
      { file: 'partners.csv', message: 'columns twice, the first one counts: tier' },
    ]);
  });

  test('a file with only its header holds no records', async () => {
    expect(await readFiles({ 'partners.csv': 'id,name' })).toMatchObject({ records: [], rejects: [], warnings: [] });
  });

  test('without assets.csv an asset is its id', async () => {
    const { records, rejects } = await readFiles({
      'partners.csv': partnersCsv,
      'content_events.csv': 'partner_id,asset_id,kind,at\nP1,deck/1,view,2024-03-01\n',
    });
    expect(rejects).toEqual([]);
    expect(ofType(records, 'content-event')).toMatchObject([{ asset: 'exports/deck/1' }]);
  });

  test('rule 7.5: identical rows without an id are as many events', async () => {
    const { records } = await readFiles({
      'partners.csv': partnersCsv,
      'touches.csv': `partner_id,kind,at\n${'P1,call,2024-03-01\n'.repeat(2)}`,
    });
    expect(ofType(records, 'touch')).toHaveLength(2);
  });

  test('rule 1.4: equal values keep both rows in order, with one warning per file', async () => {
    const { records, warnings } = await readFiles({
      'partners.csv': partnersCsv,
      'partner_history.csv':
        'partner_id,field,value,valid_from\nP1,tier,Gold,2024-01-01T00:00Z\nP1,Tier,Silver,2024-01-01T01:00:00+01:00\nP2,tier,Gold,2024-01-01\n',
      'exchange_rates.csv': 'currency,date,rate\nUSD,2024-01-01,0.9\nusd,2024-01-01,0.8\nUSD,2024-01-01,0.7\n',
    });
    expect(ofType(records, 'exchange-rate').map(({ rate }) => rate)).toEqual(['0.9', '0.8', '0.7']);
    expect(ofType(records, 'partner-history').map(({ value }) => value)).toEqual(['Gold', 'Silver', 'Gold']);
    expect(warnings).toEqual([
      { file: 'partner_history.csv', message: 'values given again, the later row wins: 1' },
      { file: 'exchange_rates.csv', message: 'values given again, the later row wins: 2' },
    ]);
  });

  test('rule 7.1: progress counts bytes over both readings up to the total', async () => {
    const { progress } = await readFiles({ 'partners.csv': partnersCsv });
    const size = partnersCsv.length;
    expect(progress).toEqual([
      [size, 2 * size, 'partners.csv'],
      [2 * size, 2 * size, 'partners.csv'],
    ]);
  });
});

describe('rule 7.1: dates and times', () => {
  const stampOf = async (cell: string) => {
    const { records } = await readFiles({ 'partners.csv': `id,name,joined_at\nP1,Acme,"${cell}"\n` });
    return ofType(records, 'partner')[0]?.joinedAt;
  };

  test.each([
    ['2024-02-29', '2024-02-29'],
    ['2024-01-01T10:00Z', '2024-01-01T10:00:00.000Z'],
    ['2024-01-01T10:00:00+02:00', '2024-01-01T08:00:00.000Z'],
    ['2024-01-01T00:30:00+0100', '2023-12-31T23:30:00.000Z'],
    ['2024-01-01T00:30:00-05', '2024-01-01T05:30:00.000Z'],
    ['2024-01-01T10:00:00.98765Z', '2024-01-01T10:00:00.987Z'],
    ['2024-01-01T10:00:00,5Z', '2024-01-01T10:00:00.500Z'],
    ['0099-12-31T23:59:59Z', '0099-12-31T23:59:59.000Z'],
  ])('%s is %s', async (cell, expected) => {
    expect(await stampOf(cell)).toBe(expected);
  });

  test.each([
    '2023-02-29',
    '2100-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '2024-1-1',
    '01.02.2024',
    '2024-01-01T10:00:00',
    '2024-01-01 10:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T10:60:00Z',
    '2024-01-01T10:00:60Z',
    '2024-02-30T10:00:00Z',
    '2024-01-01T10:00:00+24:00',
    '9999-12-31T23:59:59-01:00',
    '20240101T100000Z',
  ])('%s is no date', async (cell) => {
    expect(await stampOf(cell)).toBeNull();
  });
});
