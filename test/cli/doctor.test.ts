// long: one command that looks at everything
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWords } from '../../src/cli/words.ts';
import { findings } from '../../src/doctor/index.ts';
import { scopes } from '../../src/slack/manifest.ts';
import { kpiNeeds, mappedTypes } from '../../src/sources/mapping/index.ts';
import { openStore } from '../../src/store/open.ts';
import { doctor } from '../../src/text/en/doctor.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { environmentOf, workspace } from '../main/bot.ts';
import { account, type CrmFolder, hubspotFolder, org, salesforceFolder } from './crm.ts';
import { writeProgram } from './program.ts';
import { pulseHere } from './pulse.ts';
import { schemaChecker } from './schemas.ts';

const follows = schemaChecker();
const finding = z.object({
  level: z.enum(['ok', 'note', 'warning', 'error']),
  code: z.string(),
  what: z.string(),
  cause: z.string().nullable(),
  remedy: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
const report = z.object({
  well: z.boolean(),
  sections: z.array(z.object({ name: z.string(), kind: z.string(), calls: z.number(), findings: z.array(finding) })),
  kpis: z.array(
    z.object({
      kpi: z.string(),
      state: z.enum(['full', 'partial', 'none']),
      lacks: z.array(z.object({ record: z.string(), field: z.string().nullable() })),
    }),
  ),
});
type Report = z.infer<typeof report>;
type Told = z.infer<typeof finding>;

const rank = { error: 0, warning: 1, note: 2, ok: 3 };

/** The report of a run that must end with this exit code; what holds of every report is checked. */
async function examined({ cwd, env }: CrmFolder, args: readonly string[] = [], code = 0): Promise<Report> {
  const run = await pulseHere(['doctor', '--json', ...args], { cwd, env });
  expect([run.code, run.stderr], run.stdout).toEqual([code, '']);
  const json: unknown = JSON.parse(run.stdout);
  follows('doctor', json);
  const told = report.parse(json);
  expect(told.well).toBe(code === 0);
  for (const { findings } of told.sections) {
    const levels = findings.map(({ level }) => rank[level]);
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
    for (const { level, code: name, what, cause, remedy } of findings) {
      expect(`${what} ${cause} ${remedy}`, name).not.toMatch(/\{|undefined|NaN/);
      if (level === 'warning' || level === 'error')
        expect([name, typeof cause, typeof remedy]).toEqual([name, 'string', 'string']);
    }
  }
  return told;
}

const crm = ['--source', 'crm'];
const of = ({ sections }: Report, code: string): readonly Told[] =>
  sections.flatMap(({ findings }) => findings.filter((one) => one.code === code));
/** The one finding of a code whose details have these values. */
const one = (told: Report, code: string, details: Told['details'] = {}): Told => {
  const fitting = of(told, code).filter((candidate) =>
    Object.entries(details).every(([key, value]) => candidate.details[key] === value),
  );
  expect(fitting, `${code}: ${JSON.stringify(of(told, code))}`).toHaveLength(1);
  return finding.parse(fitting[0]);
};

describe('pulse doctor, of Salesforce', () => {
  it('finds a usual org well within 25 calls, which it says', async () => {
    const salesforce = await org();
    const told = await examined(salesforceFolder(salesforce, '{ready: salesforce-lookup}'), crm);
    const [section] = told.sections;
    expect(section?.calls).toBeLessThanOrEqual(25);
    expect(section?.calls).toBeGreaterThan(10);
    for (const code of [
      'signed-in',
      'scopes-ok',
      'version-ok',
      'clock-ok',
      'zone-same',
      'currency-same',
      'reads-only',
      'stages-ok',
      'limit-left',
      'calls-predicted',
    ])
      one(told, code);
    expect(one(told, 'filter-takes', { record: 'partner' }).details).toMatchObject({ count: 6, all: 9 });
    expect(one(told, 'won-taken').details).toMatchObject({ count: 6, sum: '57500 EUR + 467000 USD', leftCount: 0 });
    expect(salesforce.callsOf('write')).toEqual([]);
  });

  it('counts the won deals that each filter leaves out', async () => {
    const mapping = `{ready: salesforce-lookup, deal: {where: [{field: Amount, op: gte, value: 50000}], exclude: [{field: CurrencyIsoCode, value: USD}]}}`;
    const told = await examined(salesforceFolder(await org(), mapping), crm);
    expect(one(told, 'won-taken').details).toMatchObject({ count: 0, leftCount: 6, leftSum: '57500 EUR + 467000 USD' });
    expect(one(told, 'won-left-out', { filter: 'Amount gte 50000' }).details).toMatchObject({
      count: 2,
      sum: '57500 EUR',
    });
    expect(one(told, 'won-left-out', { filter: 'exclude CurrencyIsoCode eq USD' }).details).toMatchObject({
      count: 4,
      sum: '467000 USD',
    });
  });

  it('names what may be written, and scopes that are too many', async () => {
    const salesforce = await org({ app: { scopes: ['api', 'full'] } });
    salesforce.org.setPermissions('Account', { edit: true });
    const told = await examined(salesforceFolder(salesforce, '{ready: salesforce-lookup}'), crm);
    expect(one(told, 'may-write').details).toEqual({ count: 1, objects: 'Account' });
    expect(one(told, 'scopes-too-many').details).toEqual({ scopes: 'full' });
  });

  it('names a missing field with both causes and the nearest name, and one of another type', async () => {
    const salesforce = await org();
    salesforce.org.setFieldVisibility('Opportunity', 'Partner_Source__c', false);
    const mapping = `{ready: salesforce-lookup, partner: {fields: {tier: Partner_Teir__c, joinedAt: Website}}}`;
    const told = await examined(salesforceFolder(salesforce, mapping), crm, 1);
    const typo = one(told, 'field-missing', { field: 'Partner_Teir__c' });
    expect(typo.remedy).toContain('Partner_Tier__c');
    const hidden = one(told, 'field-missing', { field: 'Partner_Source__c' });
    expect(hidden.cause).toMatch(/another name.*hides/);
    expect(hidden.what).toContain('attribution.role');
    expect(one(told, 'field-kind').details).toMatchObject({ field: 'Website', type: 'text', used: 'partner.joinedAt' });
    const revenue = told.kpis.find(({ kpi }) => kpi === 'sourced-revenue');
    expect(revenue).toMatchObject({
      state: 'none',
      lacks: expect.arrayContaining([expect.objectContaining({ record: 'attribution', field: 'role' })]),
    });
  });

  it('names missing objects: an error, or a note where the mapping allows it', async () => {
    const mapping = `{ready: salesforce-junction, registration: {object: Deal_Registrations__c}}`;
    const bad = `{ready: salesforce-lookup, attribution: {object: Opportunity_Partners__c, fields: {deal: Opportunity__c, partner: Partner__c, role: {constant: sourced}}}}`;
    expect((await pulseHere(['doctor', ...crm], salesforceFolder(await org(), mapping))).code).toBe(2);
    const told = await examined(salesforceFolder(await org(), bad), crm, 1);
    expect(one(told, 'object-missing').remedy).toContain('Opportunity_Partner__c');
    const optional = await examined(salesforceFolder(await org(), '{ready: salesforce-junction}'), crm);
    expect(of(optional, 'object-absent').map(({ details }) => details.object)).toEqual([
      'Partner_Certification__c',
      'Training_Enrollment__c',
    ]);
  });

  it('says of calculated fields that they grow stale, and nothing else of them', async () => {
    const mapping = '{ready: salesforce-lookup, deal: {fields: {account: Partner_Tier_Now__c}}}';
    const told = await examined(salesforceFolder(await org(), mapping), crm);
    expect(one(told, 'field-calculated').details.field).toBe('Partner_Tier_Now__c');
  });

  it('holds value maps against values both ways, with counts', async () => {
    const values = '{sourced: [Sourced, Gone], influenced: []}';
    const mapping = `{ready: salesforce-lookup, attribution: {fields: {role: {values: ${values}}}}}`;
    const told = await examined(salesforceFolder(await org(), mapping), crm);
    const unmapped = one(told, 'values-unmapped', { field: 'attribution.role' });
    expect(unmapped.what).toMatch(/“Influenced” \(3\), “Partner led” \(1\)/);
    expect(unmapped.what).toContain('rejected');
    expect(one(told, 'values-unused', { field: 'attribution.role' }).details.values).toBe('“Gone”');
  });

  it('names stages without a meaning, and those that only sound closed', async () => {
    const salesforce = await org();
    salesforce.org.setStage('Closed by legal', {
      SortOrder: 9,
      IsClosed: false,
      IsWon: false,
      ForecastCategory: 'Pipeline',
      ForecastCategoryName: 'Pipeline',
      DefaultProbability: 60,
    });
    const told = await examined(salesforceFolder(salesforce, '{ready: salesforce-lookup}'), crm);
    expect(one(told, 'stage-closed-like').details.stages).toBe('“Closed by legal”');
    const values = '{won: [Closed Won], lost: [Closed Lost], open: [Negotiation, Lost in space]}';
    const mapped = `{ready: salesforce-lookup, deal: {fields: {status: {stage: StageName, values: ${values}}}}}`;
    const strict = await examined(salesforceFolder(salesforce, mapped), crm);
    expect(one(strict, 'stages-unmapped').details.stages).toBe(
      '“Prospecting”, “Qualification”, “Proposal”, “Closed by legal”',
    );
    expect(one(strict, 'stages-unused').details.stages).toBe('“Lost in space”');
  });

  it('gives fill rates apart for what was made since set-up, with the day on which it is ready', async () => {
    const salesforce = await org({ startAt: '2026-11-24T10:00:00Z' });
    for (const { Id } of salesforce.records(
      "SELECT Id FROM Opportunity WHERE Partner_Source__c = 'Sourced' AND CreatedDate < 2026-11-01T00:00:00Z",
    ))
      salesforce.org.update(String(Id), { Partner_Source__c: null });
    const told = await examined(salesforceFolder(salesforce, '{ready: salesforce-lookup}'), [
      ...crm,
      '--since',
      '2026-11-01',
    ]);
    const source = one(told, 'fill-poor', { field: 'attribution.role' });
    expect(source.details).toMatchObject({
      empty: 6,
      rows: 11,
      percent: 55,
      recentRows: 2,
      recentPercent: 0,
      ready: '2027-04-01',
    });
    expect(source.what).toMatch(/^Partner Source is empty on 55 % of partner deals.*Ready on 2027-04-01\.$/);
    const late = await examined(salesforceFolder(salesforce, '{ready: salesforce-lookup}'), [
      ...crm,
      '--since',
      '2026-11-24',
    ]);
    expect(one(late, 'fill-poor', { field: 'attribution.role' }).details).toMatchObject({
      since: 'none',
      ready: 'none',
    });
  });

  it('compares rows there with records here', async () => {
    const salesforce = await org();
    const folder = salesforceFolder(salesforce, '{ready: salesforce-lookup}');
    one(await examined(folder, crm), 'rows-none-here');
    expect((await pulseHere(['sync'], folder)).code).toBe(0);
    expect(one(await examined(folder, crm), 'rows-equal', { record: 'deal' }).details).toMatchObject({
      here: 14,
      there: 14,
    });
    salesforce.org.insert('Account', { Name: 'Late', IsPartner: true });
    expect(one(await examined(folder, crm), 'rows-differ').details).toMatchObject({
      record: 'partner',
      here: 6,
      there: 7,
    });
  });

  it('stops at a refused login: one error, no further question', async () => {
    const salesforce = await org();
    const folder = salesforceFolder(salesforce, '{ready: salesforce-lookup}');
    const told = await examined({ ...folder, env: { CRM_CLIENT_SECRET: 'wrong-secret' } }, crm, 1);
    expect(one(told, 'crm-refused').level).toBe('error');
    expect(salesforce.calls.every(({ route }) => route === 'token')).toBe(true);
    expect(one(await examined({ ...folder, env: {} }, crm, 1), 'crm-secret').what).toContain('crm-secret');
  });

  it('sees a clock that is off, another zone and another currency', async () => {
    const salesforce = await org({ startAt: '2020-01-01T00:00:00Z', org: { timeZone: 'Asia/Tokyo' } });
    const folder = salesforceFolder(salesforce, '{ready: salesforce-lookup}');
    put(
      folder.cwd,
      'partner-pulse.yaml',
      readFileSync(`${folder.cwd}/partner-pulse.yaml`, 'utf8').replace('USD', 'EUR'),
    );
    const told = await examined(folder, crm);
    expect(one(told, 'clock-off').details.side).toBe('ahead');
    expect(one(told, 'zone-differs').details).toEqual({ theirs: 'Asia/Tokyo', ours: 'UTC' });
    expect(one(told, 'currency-differs').details).toEqual({ theirs: 'USD', ours: 'EUR' });
  });

  it('says when partners are none, and when the day’s limit cannot bear the cadence', async () => {
    const salesforce = await org({ dailyLimit: 300 });
    const told = await examined(
      salesforceFolder(
        salesforce,
        '{ready: salesforce-lookup, partner: {where: [{field: Type, value: Nobody}]}}',
        'sync: {every: 1m}\n',
      ),
      crm,
      1,
    );
    one(told, 'filter-takes-no-partner');
    expect(one(told, 'calls-too-many').details).toMatchObject({ allowed: 15 });
  });

  it('records structure and counts, and nothing that is in a cell or names somebody', async () => {
    const salesforce = await org();
    const mapping = '{ready: salesforce-lookup, partner: {exclude: [{field: Name, value: "Koala Cloud"}]}}';
    const folder = salesforceFolder(salesforce, mapping);
    const run = await pulseHere(['doctor', ...crm, '--record', 'out.json'], folder);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('out.json');
    const text = readFileSync(`${folder.cwd}/out.json`, 'utf8');
    for (const secret of [
      'Koala',
      'Nordwind',
      'acme.example',
      '@',
      'Deal 1',
      'Gold',
      '48000',
      salesforce.app.clientSecret,
      salesforce.org.organizationId,
      salesforce.url,
    ])
      expect(text).not.toContain(secret);
    const kept = z
      .object({
        sources: z.array(
          z.object({ kind: z.string(), calls: z.number(), asked: z.array(z.looseObject({ ask: z.string() })) }),
        ),
      })
      .parse(JSON.parse(text));
    const asks = kept.sources[0]?.asked.map(({ ask }) => ask) ?? [];
    expect(new Set(asks)).toEqual(
      new Set(['identity', 'objects', 'properties', 'stages', 'limits', 'count', 'rows', 'sharing']),
    );
    expect(kept.sources[0]?.asked).toContainEqual({ ask: 'count', object: 'Account', conditions: [], answer: 9 });
  });

  it('counts by questions what is too much to be read, and keeps to its calls', async () => {
    const salesforce = await org();
    const row = (i: number) => ({
      Name: `Many ${i}`,
      StageName: 'Closed Won',
      Amount: 1,
      CloseDate: '2026-01-01',
      Partner_Source__c: i % 4 === 0 ? null : 'Partner led',
      Partner__c: String(salesforce.records('SELECT Id FROM Account WHERE IsPartner = true LIMIT 1')[0]?.Id),
    });
    salesforce.org.load(
      'Opportunity',
      Array.from({ length: 6400 }, (_, i) => i).map((i) => ({
        ...row(0),
        Name: `Many ${i}`,
        Partner_Source__c: i % 4 === 0 ? null : 'Partner led',
      })),
    );
    const told = await examined(
      salesforceFolder(
        salesforce,
        '{ready: salesforce-lookup, attribution: {fields: {role: {values: {sourced: [Sourced]}}}}}',
      ),
      [...crm, '--since', '2020-01-01'],
    );
    expect(told.sections[0]?.calls).toBeLessThanOrEqual(25);
    const won = salesforce.records('SELECT Amount, CurrencyIsoCode FROM Opportunity WHERE IsWon = true');
    const rates = new Map(
      salesforce
        .records('SELECT IsoCode, ConversionRate FROM CurrencyType')
        .map((rate) => [rate.IsoCode, Number(rate.ConversionRate)]),
    );
    const sum = won.reduce((all, row) => all + Number(row.Amount) / (rates.get(row.CurrencyIsoCode) ?? 1), 0);
    const { details } = one(told, 'won-converted');
    expect(details).toMatchObject({ count: 6406, leftCount: 0, leftSum: '0' });
    expect(Number(details.sum)).toBeCloseTo(sum, 2);
    expect(one(told, 'fill-some', { field: 'attribution.role' }).details).toMatchObject({ empty: 1600, rows: 6411 });
  });
});

describe('pulse doctor, of rows that sharing hides', () => {
  it('warns of objects without View All, and says so where nobody tells', async () => {
    const salesforce = await org();
    const folder = salesforceFolder(salesforce, '{ready: salesforce-lookup}');
    expect(one(await examined(folder, crm), 'sees-all-rows').details.objects).toContain('Opportunity');
    salesforce.org.setPermissions('Opportunity', { viewAll: false });
    const told = one(await examined(folder, crm), 'sees-some-rows');
    expect(told.details).toEqual({ count: 1, objects: 'Opportunity' });
    expect(told.remedy).toContain('View All');
    salesforce.org.setObjectVisibility('ObjectPermissions', false);
    one(await examined(folder, crm), 'sees-rows-unsaid');
  });
});

describe('pulse doctor, of HubSpot', () => {
  it('only counts won deals that are too many to be read, and says why and what gives the total', async () => {
    const hubspot = await account();
    for (let i = 0; i < 700; i += 1)
      hubspot.portal.create('deals', { dealname: `D${i}`, pipeline: 'default', dealstage: 'closedwon', amount: '10' });
    const told = one(await examined(hubspotFolder(hubspot, '{ready: hubspot-labels}'), crm), 'won-counted');
    expect(Number(told.details.count)).toBeGreaterThanOrEqual(700);
    expect(told.what).toContain('does not add them up; `pulse reconcile sourced-revenue` gives totals');
  });

  it('finds a usual account well, in German too', async () => {
    const hubspot = await account();
    const folder = hubspotFolder(hubspot, '{ready: hubspot-labels}');
    const told = await examined(folder, [...crm, '--lang', 'de']);
    expect(told.sections[0]?.calls).toBeLessThanOrEqual(25);
    expect(one(told, 'scopes-unsaid').details.scopes).toContain('crm.objects.deals.read');
    expect(one(told, 'labels-ok', { field: 'attribution.role' }).details.labels).toBe('Sourced by, Influenced by');
    expect(one(told, 'won-left-out').what).toContain('pipeline in default');
    expect(one(told, 'filter-takes', { record: 'partner' }).details.count).toBe(3);
    expect(hubspot.callsOf('unknown')).toEqual([]);
  }, 30_000);

  it('records no contents either', async () => {
    const hubspot = await account();
    const folder = hubspotFolder(hubspot, '{ready: hubspot-labels}');
    expect((await pulseHere(['doctor', ...crm, '--record', 'out.json'], folder)).code).toBe(0);
    const text = readFileSync(`${folder.cwd}/out.json`, 'utf8');
    for (const secret of ['Nordwind', 'Müller', 'vendor.example', 'GOLD', '120000', '4711', hubspot.token, hubspot.url])
      expect(text).not.toContain(secret);
    expect(text).toContain('partner_tier');
  }, 30_000);

  it('names labels that are lost and those that mean nothing, and a scope that is missing', async () => {
    const hubspot = await account();
    const lost = 'attribution: {fields: {role: {values: {sourced: [Brought by], influenced: []}}}}';
    const told = await examined(hubspotFolder(hubspot, `{ready: hubspot-labels, ${lost}}`), crm);
    expect(one(told, 'labels-lost').details).toMatchObject({
      labels: '“Brought by”',
      there: 'Primary, Sourced by, Influenced by',
    });
    hubspot.tokens.withdraw(hubspot.token, 'crm.objects.deals.read');
    const refused = await examined(hubspotFolder(hubspot, '{ready: hubspot-labels}'), crm, 1);
    expect(one(refused, 'object-forbidden').details.object).toBe('deals');
  }, 30_000);
});

describe('pulse doctor, of the rest', () => {
  it('examines files, store, Slack without writing to anybody, and the KPIs of all sources together', async () => {
    const slack = await workspace();
    slack.settings.scopes = new Set(Object.keys(scopes));
    const cwd = temporaryFolder();
    put(
      cwd,
      'partner-pulse.yaml',
      '# Written by pulse init on 2026-01-05T00:00:00Z\nprogram: {timeZone: Europe/Berlin}\n',
    );
    writeProgram(cwd, { 'touches.csv': 'partner_id,kind,at\nP1,call,never\n', 'odd.csv': 'x\n' });
    const folder = { cwd, env: environmentOf(slack) };
    const told = await examined(folder);
    expect(told.sections.map(({ name }) => name)).toEqual(['exports', 'program', 'slack', 'kpis']);
    expect(one(told, 'files-read').details.records).toContain('partner 3');
    expect(one(told, 'files-rejects').details).toMatchObject({ rows: 1, fields: 0 });
    expect(one(told, 'files-warning').what).toContain('odd.csv');
    for (const code of ['store-none', 'disk-free', 'program-zone', 'bot-token-ok', 'scopes-ok', 'socket-ok'])
      one(told, code);
    expect(slack.calls.map(({ method }) => method)).not.toContain('chat.postMessage');
    expect(told.kpis.find(({ kpi }) => kpi === 'sourced-revenue')?.state).not.toBe('none');
    expect(one(told, 'kpi-none', { kpi: 'portal-engagement' }).cause).toContain('portal-session');
    expect((await pulseHere(['sync'], folder)).code).toBe(3);
    expect(one(await examined(folder), 'store-well').details.rows).toBeGreaterThan(10);
  }, 30_000);

  it('counts in the records of other sources', async () => {
    const folder = salesforceFolder(
      await org(),
      '{ready: salesforce-lookup}',
      '  - {kind: files, name: portal, folder: ./data}\n',
    );
    writeProgram(folder.cwd, { 'portal_sessions.csv': 'partner_id,at\nP1,2026-09-01T08:00:00Z\n' });
    const told = await examined(folder, crm);
    expect(told.kpis.find(({ kpi }) => kpi === 'portal-engagement')).toMatchObject({
      state: 'partial',
      lacks: expect.arrayContaining([expect.objectContaining({ field: 'durationSeconds' })]),
    });
    expect(told.kpis.find(({ kpi }) => kpi === 'partner-satisfaction')?.state).toBe('none');
  });

  it('asks nobody with --offline, and says which tokens are missing', async () => {
    const salesforce = await org();
    const told = await examined(salesforceFolder(salesforce, '{ready: salesforce-lookup}'), ['--offline'], 1);
    one(told, 'not-asked');
    expect(one(told, 'slack-token-missing').cause).toContain('SLACK_BOT_TOKEN');
    expect(salesforce.calls).toEqual([]);
    expect(told.kpis.find(({ kpi }) => kpi === 'registered-deals')?.state).not.toBe('none');
  });

  it('tells a folder that is missing, and ends with 2 for what is no question', async () => {
    const cwd = temporaryFolder();
    const told = await examined({ cwd, env: {} }, ['--source', 'exports'], 1);
    one(told, 'folder-missing');
    for (const args of [
      ['--source', 'export'],
      ['--since', 'soon'],
    ]) {
      const run = await pulseHere(['doctor', ...args], { cwd });
      expect([run.code, run.stdout]).toEqual([2, '']);
    }
    put(cwd, 'partner-pulse.yaml', 'sources: [{kind: salesforce, name: crm}]\n');
    expect((await pulseHere(['doctor'], { cwd })).code).toBe(2);
  });

  it('names a store that cannot be written, and who owns one', async () => {
    const cwd = temporaryFolder();
    put(cwd, 'partner-pulse.yaml', 'store: ./nowhere/store.db\n');
    writeProgram(cwd);
    expect(one(await examined({ cwd, env: {} }, ['--offline'], 1), 'store-not-writable').details.reason).toBe('ENOENT');
    put(cwd, 'partner-pulse.yaml', '');
    const store = await openStore({
      address: `${cwd}/partner-pulse.db`,
      mode: 'own',
      role: 'bot',
      now: () => Date.now(),
      warn: () => undefined,
    });
    try {
      expect(one(await examined({ cwd, env: {} }, ['--offline'], 1), 'store-owned-by').details).toMatchObject({
        role: 'bot',
        pid: process.pid,
      });
    } finally {
      await store.close();
    }
  });

  it('is text with the worst first and a line at the end', async () => {
    const cwd = temporaryFolder();
    put(cwd, 'partner-pulse.yaml', '');
    writeProgram(cwd);
    const run = await pulseHere(['doctor'], { cwd, env: {}, columns: 80 });
    expect(run.code).toBe(1);
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    expect(lines.at(-1)).toMatch(/^The bot cannot run: one error, /);
    expect(run.stdout).toMatch(/\nSlack\nERROR +Failed: slack-token-missing\.\n +Cause: .*\n/);
  });
});

describe('the words of the KPI matrix', () => {
  it('are there for everything that a KPI may lack', () => {
    const known = createWords('de');
    const needs = kpiNeeds.flatMap(({ needs: must, wants }) => [...must, ...wants]);
    for (const { answers } of needs) expect(known.maybe(`doctor.figure.${answers}`, ''), answers).not.toBe('');
    for (const record of mappedTypes) expect(known.maybe(`doctor.noun.${record}`, ''), record).not.toBe('');
  });

  it('are there for every finding, with cause and remedy where something is not well', () => {
    const known: ReadonlySet<string> = new Set(Object.keys(doctor));
    for (const [code, level] of Object.entries(findings)) {
      const parts = ['', '.cause', '.remedy'].map((part) => known.has(`doctor.${code}${part}`));
      expect([code, ...parts]).toEqual([code, true, level !== 'ok', level !== 'ok']);
    }
  });
});
