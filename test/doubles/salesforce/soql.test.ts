// long: one language; each part of it in a few lines.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SalesforceStandIn, toId18 } from './index.ts';
import { answerSchema, StandIns, type TestClient } from './test-client.ts';

const standIns = new StandIns();
let salesforce: SalesforceStandIn;
let client: TestClient;
afterEach(() => standIns.end());
beforeEach(async () => {
  ({ salesforce, client } = await standIns.start({ startAt: '2026-11-24T10:00:00Z' }));
});

const names = (where: string) => client.column(`SELECT Name FROM Account WHERE ${where} ORDER BY Name`, 'Name');

describe('conditions', () => {
  test('compare texts without regard to case, and lists', async () => {
    expect(await names("Region__c = 'emea'")).toEqual(['Müller IT', 'Nordwind Systems', "O'Neil & Partners"]);
    expect(await names("Partner_Tier__c IN ('gold', 'PLATINUM')")).toHaveLength(3);
    expect(await names("Region__c IN ('APAC', null)")).toHaveLength(4);
  });

  test('!= and NOT IN are true of nothing at all, < and > are not', async () => {
    expect(await names("Region__c != 'EMEA'")).toHaveLength(6);
    expect(await names("Region__c NOT IN ('EMEA', 'AMER')")).toHaveLength(4);
    expect(await names('Onboarded_On__c < 2030-01-01')).toHaveLength(6);
    expect(await names('Region__c = null')).toEqual(['Globex', 'Initech', 'Umbra Foods']);
    expect(await names("Region__c != null AND (NOT Region__c = 'EMEA')")).toHaveLength(3);
  });

  test('LIKE knows %, _ and their escapes', async () => {
    expect(await names("Name LIKE 'o\\'neil%'")).toEqual(["O'Neil & Partners"]);
    expect(await names("Name LIKE '_lue%'")).toEqual(['Blue Harbor Consulting']);
    const id = salesforce.org.insert('Account', { Name: '100% Cloud_A\\B' });
    expect(await names("Name LIKE '100\\%%'")).toEqual(['100% Cloud_A\\B']);
    expect(await names("Name LIKE '%Cloud\\_A\\\\B'")).toEqual(['100% Cloud_A\\B']);
    expect(await names("Name LIKE '100\\_%'")).toEqual([]);
    expect(await names(`Id = '${id}' AND Name = '100% Cloud_A\\\\B'`)).toHaveLength(1);
  });

  test('multi-select picklists', async () => {
    expect(await names("Certifications__c INCLUDES ('Sales;Technical')")).toEqual(['Nordwind Systems']);
    expect(await names("Certifications__c INCLUDES ('Technical', 'Legacy')")).toHaveLength(3);
    expect(await names("Certifications__c EXCLUDES ('Sales') AND IsPartner = TRUE")).toHaveLength(3);
  });

  test('AND and OR do not mix, and NOT does not follow them, without parentheses', async () => {
    expect(await client.refused("SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'")).toBe(
      'MALFORMED_QUERY',
    );
    expect(await client.refused("SELECT Id FROM Account WHERE Name = 'a' AND NOT Name = 'b'")).toBe('MALFORMED_QUERY');
    expect(await names("(Region__c = 'EMEA' OR Region__c = 'APAC') AND Motion__c = 'Resell'")).toHaveLength(3);
  });

  test('semi-joins, and parents up to five levels', async () => {
    const soql = "SELECT Id FROM Opportunity WHERE Partner__c IN (SELECT Id FROM Account WHERE Region__c = 'APAC')";
    expect(await client.count(soql)).toBe(1);
    expect(await client.count(soql.replace('c IN', 'c NOT IN'))).toBe(13);
    expect(
      await client.count("SELECT Id FROM Opportunity o WHERE o.Partner__r.Owner.LastName = 'Young'"),
    ).toBeGreaterThan(0);
    const five = 'SELECT Account.Parent.Parent.Parent.Parent.Name FROM Opportunity LIMIT 1';
    expect((await client.query(five)).records[0]?.Account).toMatchObject({ Parent: null });
    expect(await client.refused(five.replace('Account.', 'Account.Parent.'))).toBe('MALFORMED_QUERY');
  });

  test('ids of 15 or 18 characters; of 18 in any case; neighbours may differ in case only', async () => {
    const [id = ''] = salesforce.org.idsOf('Account');
    for (const form of [id, id.slice(0, 15), id.toLowerCase(), id.toUpperCase()])
      expect(await client.column(`SELECT Id FROM Account WHERE Id = '${form}'`, 'Id')).toEqual([id]);
    expect(toId18('001WV000000Gma8')).toBe(id);
    expect(toId18('00130000004xDXD')).toBe('00130000004xDXDAA2');
    expect(await client.refused("SELECT Id FROM Account WHERE Id = 'nonsense'")).toBe('INVALID_QUERY_FILTER_OPERATOR');
    const [upper, lower] = salesforce.org.load('Account', [
      { Id: toId18('001WV00000ABCDE'), Name: 'Upper' },
      { Id: toId18('001WV00000abcde'), Name: 'Lower' },
    ]);
    expect(upper?.toLowerCase().slice(0, 15)).toBe(lower?.toLowerCase().slice(0, 15));
    expect(await names("Id = '001WV00000abcde'")).toEqual(['Lower']);
  });
});

describe('dates', () => {
  const at = (moment: string) => salesforce.org.load('Account', [{ Name: moment, CreatedDate: moment }]);
  const created = (condition: string) =>
    client.count(`SELECT Id FROM Account WHERE Name LIKE '20%' AND CreatedDate ${condition}`);

  test('datetimes with zones, and never in quotes', async () => {
    at('2026-11-20T12:00:00Z');
    expect(await created('= 2026-11-20T12:00:00Z')).toBe(1);
    expect(await created('>= 2026-11-20T13:00:00+01:00')).toBe(1);
    expect(await created('> 2026-11-20T07:00:00.000-0500')).toBe(0);
    const quoted = client.refusal(client.ask("SELECT Id FROM Account WHERE CreatedDate > '2026-01-01'"));
    expect(await quoted).toMatchObject({ status: 400, code: 'INVALID_FIELD' });
    expect((await quoted).message).toContain(
      "'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    );
    // A plus sign that was not encoded arrives as a space.
    const raw = client.call('/query?q=SELECT+Id+FROM+Account+WHERE+CreatedDate+>+2026-01-01T00:00:00+01:00');
    expect((await client.refusal(raw)).code).toBe('MALFORMED_QUERY');
  });

  test('literals, in the zone of the user', async () => {
    for (const day of ['2026-11-24', '2026-11-23', '2026-11-22', '2026-10-31', '2026-07-01', '2025-12-31'])
      at(`${day}T09:00:00Z`);
    expect(await created('= TODAY')).toBe(1);
    expect(await created('= YESTERDAY')).toBe(1);
    expect(await created('= THIS_WEEK')).toBe(3);
    expect(await created('= LAST_N_DAYS:2')).toBe(3);
    expect(await created('= LAST_MONTH')).toBe(1);
    expect(await created('= LAST_QUARTER')).toBe(1);
    expect(await created('< THIS_YEAR')).toBe(1);
    expect(await created('>= LAST_N_MONTHS:1')).toBe(4);
    expect(await client.count('SELECT Id FROM Opportunity WHERE CloseDate = NEXT_N_DAYS:30')).toBe(2);
    await standIns.end();
    ({ salesforce, client } = await standIns.start({
      startAt: '2026-11-24T10:00:00Z',
      org: { timeZone: 'Asia/Tokyo' },
    }));
    at('2026-11-23T16:00:00Z');
    expect(await created('= TODAY')).toBe(1);
  });
});

describe('order and limits', () => {
  test('NULLS FIRST is the rule, NULLS LAST on demand', async () => {
    const regions = (order: string) =>
      client.column(`SELECT Region__c FROM Account ORDER BY Region__c ${order}`, 'Region__c');
    expect((await regions('')).slice(0, 4)).toEqual([null, null, null, 'AMER']);
    expect((await regions('DESC NULLS LAST')).slice(0, 1)).toEqual(['EMEA']);
    expect((await regions('ASC NULLS LAST')).slice(-1)).toEqual([null]);
  });

  test('LIMIT, OFFSET up to 2000, keyset windows', async () => {
    const all = await client.column('SELECT Id FROM Opportunity ORDER BY SystemModstamp, Id', 'Id');
    expect(
      await client.column('SELECT Id FROM Opportunity ORDER BY SystemModstamp, Id LIMIT 3 OFFSET 2', 'Id'),
    ).toEqual(all.slice(2, 5));
    expect(await client.refused('SELECT Id FROM Opportunity LIMIT 1 OFFSET 2001')).toBe('NUMBER_OUTSIDE_VALID_RANGE');
    const rest = await client.column(`SELECT Id FROM Opportunity WHERE Id > '${String(all[0])}' ORDER BY Id`, 'Id');
    expect(rest).not.toContain(all[0]);
  });

  test('FIELDS() needs a limit of 200 unless it is STANDARD', async () => {
    expect(await client.refused('SELECT FIELDS(ALL) FROM Account')).toBe('MALFORMED_QUERY');
    expect(await client.refused('SELECT FIELDS(CUSTOM) FROM Account LIMIT 201')).toBe('MALFORMED_QUERY');
    const [standard] = (await client.query('SELECT FIELDS(STANDARD) FROM Account')).records;
    expect(standard).toHaveProperty('Website');
    expect(standard).not.toHaveProperty('Region__c');
    expect((await client.query('SELECT FIELDS(ALL) FROM Account LIMIT 200')).records[0]).toHaveProperty('Region__c');
  });
});

describe('aggregates', () => {
  test('COUNT() has a total and no records; the others have names', async () => {
    expect(await client.query('SELECT COUNT() FROM Opportunity')).toEqual({ totalSize: 14, done: true, records: [] });
    const [one] = (await client.query('SELECT COUNT(Partner__c), SUM(Amount) total, MAX(CreatedDate) FROM Opportunity'))
      .records;
    expect(one).toMatchObject({ attributes: { type: 'AggregateResult' }, expr0: 11 });
    // Money in the org's own currency: 818,500 as they are, of which some are euros at 0.9.
    expect(one?.total).toBeCloseTo(858_222.22, 2);
    expect(one?.expr1).toMatch(/\.000\+0000$/);
  });

  test('GROUP BY, HAVING, date functions, and what is not grouped', async () => {
    const soql =
      'SELECT Partner_Source__c, COUNT(Id) n FROM Opportunity GROUP BY Partner_Source__c HAVING COUNT(Id) > 3 ORDER BY COUNT(Id) DESC';
    expect((await client.query(soql)).records.map((one) => [one.Partner_Source__c, one.n])).toEqual([['Sourced', 7]]);
    expect(
      await client.count(
        'SELECT CALENDAR_YEAR(CloseDate), SUM(Amount) FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate)',
      ),
    ).toBe(2);
    expect(await client.refused('SELECT Name, COUNT(Id) FROM Opportunity GROUP BY StageName')).toBe('MALFORMED_QUERY');
    expect(await client.refused('SELECT SUM(Name) FROM Opportunity')).toBe('MALFORMED_QUERY');
    salesforce.org.load(
      'Contact',
      Array.from({ length: 2001 }, (_, i) => ({ LastName: `Grouped ${i}` })),
    );
    expect(await client.refused('SELECT LastName, COUNT(Id) FROM Contact GROUP BY LastName')).toBe('EXCEEDED_ID_LIMIT');
  });
});

describe('children', () => {
  test('are answers of their own, with pages of their own, and null where there are none', async () => {
    const [partner = ''] = salesforce.org.idsOf('Account');
    salesforce.org.load(
      'Deal_Registration__c',
      Array.from({ length: 450 }, (_, i) => ({ Name: `DR ${i}`, Partner__c: partner })),
    );
    const soql =
      "SELECT Name, (SELECT Name FROM Deal_Registrations__r ORDER BY Name) FROM Account WHERE Type = 'Partner' ORDER BY CreatedDate";
    const { records } = await client.query(soql, 'query', { 'Sforce-Query-Options': 'batchSize=200' });
    const children = records[0]?.Deal_Registrations__r;
    expect(children).toMatchObject({ totalSize: 452, done: false, nextRecordsUrl: expect.stringContaining('-200') });
    expect(records.at(-1)?.Deal_Registrations__r).toBeNull();
    const second = await client.more(answerSchema.parse(children).nextRecordsUrl ?? '');
    expect([second.records.length, second.done]).toEqual([200, false]);
    expect((await client.more(second.nextRecordsUrl ?? '')).records).toHaveLength(52);
  });
});

describe('refusals', () => {
  test('show the place, with the documented codes', async () => {
    const field = await client.refusal(client.ask('SELECT Id, Nope__c FROM Account'));
    expect(field.status).toBe(400);
    expect(field.message).toContain("ERROR at Row:1:Column:12\nNo such column 'Nope__c' on entity 'Account'.");
    const cases: [string, string][] = [
      ['SELECT Id, Nope__c FROM Account', 'INVALID_FIELD'],
      ['SELECT Nope__r.Name FROM Account', 'INVALID_FIELD'],
      ['SELECT (SELECT Id FROM Nopes) FROM Account', 'INVALID_FIELD'],
      ['SELECT Id FROM Account WHERE Description = null', 'INVALID_FIELD'],
      ['SELECT Id FROM Account ORDER BY Description', 'INVALID_FIELD'],
      ['SELECT Id, id FROM Account', 'INVALID_FIELD'],
      ['SELECT Id FROM Nope', 'INVALID_TYPE'],
      ['SELECT Id FROM', 'MALFORMED_QUERY'],
      ['SELECT Id FROM Account WHERE', 'MALFORMED_QUERY'],
      ["SELECT Id FROM Account WHERE Name = 'o'neil'", 'MALFORMED_QUERY'],
      ["SELECT Id FROM Account WHERE Name = 'a\\q'", 'MALFORMED_QUERY'],
      ["SELECT Id FROM Account WHERE Name = 'a", 'MALFORMED_QUERY'],
      ["SELECT Id FROM Account WHERE Name = 'a'; DROP TABLE", 'MALFORMED_QUERY'],
      ['SELECT TYPEOF What WHEN Account THEN Name END FROM Task', 'MALFORMED_QUERY'],
      ["SELECT Id FROM Account WHERE Id LIKE '001%'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ];
    for (const [soql, code] of cases) expect([soql, await client.refused(soql)]).toEqual([soql, code]);
    expect((await client.call('/query')).status).toBe(400);
  });

  test('a query of more than 100,000 characters is too long', async () => {
    const body = JSON.stringify({
      operation: 'query',
      query: `SELECT Id FROM Account WHERE Name = '${'x'.repeat(100_000)}'`,
    });
    expect((await client.refusal(client.call('/jobs/query', { method: 'POST', body }))).code).toBe('QUERY_TOO_LONG');
  });

  test('thousands of alternatives are not too many', () => {
    const chain = Array.from({ length: 4000 }, (_, i) => `Name='${i}'`).join(' OR ');
    expect(salesforce.records(`SELECT Id FROM Account WHERE ${chain} OR Name = 'Globex'`)).toHaveLength(1);
  });

  test('address and headers of more than 16 KB are refused before anybody reads them', async () => {
    expect((await client.ask(`SELECT Id FROM Account WHERE Name = '${'x'.repeat(17_000)}'`)).status).toBe(431);
  });
});

test('names are found without regard to case and answered as defined', async () => {
  const [one] = (
    await client.query('select id, NAME, partner__R.name from OPPORTUNITY where partner__c != null limit 1')
  ).records;
  expect(one).toMatchObject({
    Id: expect.any(String),
    Name: expect.any(String),
    Partner__r: { Name: expect.any(String) },
  });
});

test('activities name their parents whatever these are', async () => {
  const [one] = (
    await client.query('SELECT What.Name, What.Type, Who.Name FROM Task ORDER BY CreatedDate DESC LIMIT 1')
  ).records;
  expect(one).toMatchObject({ What: { Type: 'Account', Name: 'Nordwind Systems' }, Who: { Name: 'Pat Contact 0' } });
  expect(await client.count("SELECT Id FROM Task WHERE What.Type = 'Account'")).toBe(6);
});

test('archived activities are for queryAll', async () => {
  salesforce.org.load('Task', [{ Subject: 'Old', IsArchived: true }]);
  expect(await client.count("SELECT Id FROM Task WHERE Subject = 'Old'")).toBe(0);
  expect(await client.count("SELECT Id FROM Task WHERE Subject = 'Old'", 'queryAll')).toBe(1);
});
