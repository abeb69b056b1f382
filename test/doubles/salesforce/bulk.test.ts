import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { SalesforceStandIn } from './index.ts';
import { StandIns, type TestClient } from './test-client.ts';

const standIns = new StandIns();
let salesforce: SalesforceStandIn;
let client: TestClient;
afterEach(() => standIns.end());
beforeEach(async () => {
  ({ salesforce, client } = await standIns.start());
});

const job = z.object({
  id: z.string(),
  state: z.string(),
  errorMessage: z.string().optional(),
  numberRecordsProcessed: z.number().optional(),
});

const post = (query: string, more: Record<string, string> = {}) =>
  client.call('/jobs/query', { method: 'POST', body: JSON.stringify({ operation: 'queryAll', query, ...more }) });
const create = async (query: string, more: Record<string, string> = {}) =>
  job.parse(await (await post(query, more)).json());
const info = async (id: string) => job.parse(await client.json(`/jobs/query/${id}`));

async function completed(query: string): Promise<string> {
  const { id } = await create(query);
  while ((await info(id)).state !== 'JobComplete') expect((await info(id)).state).not.toBe('Failed');
  return id;
}

/** All rows of a job, file by file. */
async function rowsOf(id: string, max: number): Promise<{ rows: string[][]; files: number }> {
  const rows: string[][] = [];
  let files = 0;
  let locator = '';
  do {
    const more = locator === '' ? '' : `&locator=${locator}`;
    const response = await client.call(`/jobs/query/${id}/results?maxRecords=${max}${more}`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const [, ...data]: string[][] = parse(await response.text());
    expect(Number(response.headers.get('sforce-numberofrecords'))).toBe(data.length);
    rows.push(...data);
    files += 1;
    locator = response.headers.get('sforce-locator') ?? '';
  } while (locator !== 'null');
  return { rows, files };
}

describe('a job', () => {
  test('goes from UploadComplete over InProgress to JobComplete', async () => {
    const made = await create('SELECT Id FROM Account');
    expect(made.id).toMatch(/^750/);
    expect(made.state).toBe('UploadComplete');
    expect((await client.refusal(client.call(`/jobs/query/${made.id}/results`))).status).toBe(404);
    expect((await info(made.id)).state).toBe('InProgress');
    expect(await info(made.id)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 9 });
    expect(await client.json('/jobs/query')).toMatchObject({ done: true, records: [{ id: made.id }] });
  });

  test('survives a client that crashed, and a service that was away', async () => {
    const { id } = await create('SELECT Id FROM Account');
    await salesforce.refuse();
    await expect(info(id)).rejects.toThrow('fetch failed');
    await salesforce.accept();
    await info(id);
    await info(id);
    expect((await rowsOf(id, 100)).rows).toHaveLength(9);
  });

  test('is aborted, deleted and failed', async () => {
    salesforce.jobs.hold();
    const { id } = await create('SELECT Id FROM Account');
    expect((await info(id)).state).toBe('UploadComplete');
    expect((await client.refusal(client.call(`/jobs/query/${id}`, { method: 'DELETE' }))).code).toBe('API_ERROR');
    const body = JSON.stringify({ state: 'Aborted' });
    expect(await (await client.call(`/jobs/query/${id}`, { method: 'PATCH', body })).json()).toMatchObject({
      state: 'Aborted',
    });
    expect((await client.call(`/jobs/query/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await client.call(`/jobs/query/${id}`)).status).toBe(404);
    salesforce.jobs.release();
    salesforce.jobs.failNext('The query timed out');
    const failing = await create('SELECT Id FROM Account');
    expect(await info(failing.id)).toMatchObject({
      state: 'Failed',
      errorMessage: 'InvalidBatch : The query timed out',
    });
    const vanishing = await create('SELECT Region__c FROM Account');
    salesforce.org.setFieldVisibility('Account', 'Region__c', false);
    expect((await info(vanishing.id)).errorMessage).toContain('INVALID_FIELD');
  });
});

describe('results', () => {
  test('come in files of maxRecords, the last one saying null; deleted rows too', async () => {
    const ids = salesforce.org.load(
      'Contact',
      Array.from({ length: 250 }, (_, i) => ({ LastName: `Line\n"${i}", end` })),
    );
    salesforce.org.delete(ids[0] ?? '');
    const id = await completed(
      "SELECT Id, IsDeleted, LastName, Email, Account.Name, CreatedDate FROM Contact WHERE LastName LIKE 'Line%'",
    );
    const { rows, files } = await rowsOf(id, 100);
    expect([rows.length, files]).toEqual([250, 3]);
    expect(rows[0]?.slice(0, 5)).toEqual([ids[0], 'true', 'Line\n"0", end', '', '']);
    expect(rows[0]?.[5]).toMatch(/\.000Z$/);
    const pages = z.object({ done: z.boolean(), resultPages: z.array(z.object({ resultUrl: z.string() })) });
    const listed = pages.parse(await client.json(`/jobs/query/${id}/resultPages?maxRecords=100`));
    expect([listed.done, listed.resultPages.length]).toEqual([true, 3]);
    const last = await client.call(listed.resultPages[2]?.resultUrl ?? '');
    expect([last.headers.get('sforce-numberofrecords'), last.headers.get('sforce-locator')]).toEqual(['50', 'null']);
  });

  test('are of when the job ran; another API version cannot read them', async () => {
    const id = await completed("SELECT Name FROM Account WHERE Name = 'Globex'");
    salesforce.org.hardDelete(salesforce.org.idsOf('Account')[6] ?? '');
    expect((await rowsOf(id, 10)).rows).toEqual([['Globex']]);
    client.version = '65.0';
    expect((await client.call(`/jobs/query/${id}/results`)).status).toBe(409);
  });

  test('no rows: a header, no records, and null', async () => {
    const id = await completed("SELECT Id, Name FROM Account WHERE Name = 'nobody'");
    const response = await client.call(`/jobs/query/${id}/results`);
    expect([await response.text(), response.headers.get('sforce-locator')]).toEqual(['"Id","Name"\n', 'null']);
  });

  test('numbers as Java writes them', async () => {
    const write = (Amount: number) => ({ Name: 'Sum', StageName: 'Proposal', CloseDate: '2026-12-31', Amount });
    salesforce.org.load('Opportunity', [48_000, 0, 99.5, 12_500_000, 10_000_000].map(write));
    const id = await completed("SELECT Amount FROM Opportunity WHERE Name = 'Sum'");
    expect((await rowsOf(id, 10)).rows.flat()).toEqual(['48000.0', '0.0', '99.5', '1.25E7', '1.0E7']);
  });

  test('separators and line ends as asked for', async () => {
    const { id } = await create('SELECT Id, Name FROM Organization', { columnDelimiter: 'PIPE', lineEnding: 'CRLF' });
    await info(id);
    await info(id);
    expect(await (await client.call(`/jobs/query/${id}/results`)).text()).toMatch(
      /^"Id"\|"Name"\r\n"00D.+"\|"Acme"\r\n$/,
    );
  });
});

test('what the Bulk API does not do is refused when the job is made', async () => {
  const cases: [string, string][] = [
    ['SELECT COUNT() FROM Account', 'API_ERROR'],
    ['SELECT StageName, COUNT(Id) FROM Opportunity GROUP BY StageName', 'API_ERROR'],
    ['SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'API_ERROR'],
    ['SELECT Id FROM Account LIMIT 5 OFFSET 5', 'API_ERROR'],
    ['SELECT Id FROM PartnerRole', 'INVALIDENTITY'],
    ['SELECT Nope FROM Account', 'INVALID_FIELD'],
  ];
  for (const [soql, code] of cases) expect([soql, (await client.refusal(post(soql))).code]).toEqual([soql, code]);
  expect((await client.refusal(client.call('/jobs/query', { method: 'POST', body: '{}' }))).code).toBe('INVALIDJOB');
  expect((await client.refusal(client.call('/jobs/query', { method: 'POST', body: 'x' }))).code).toBe(
    'JSON_PARSER_ERROR',
  );
});
