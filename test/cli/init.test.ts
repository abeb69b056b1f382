// long: what it asks, proposes, writes and refuses, for each kind of source
import { readdirSync, readFileSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { runCommandLine } from '../../src/cli/run.ts';
import { readMapping } from '../../src/sources/mapping/index.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { startHubSpot, systemClock } from '../doubles/hubspot/index.ts';
import type { SalesforceStandIn } from '../doubles/salesforce/index.ts';
import { account, org, salesforceFolder } from './crm.ts';
import { writeProgram } from './program.ts';
import { pulseHere, type Run } from './pulse.ts';

const written = z.object({
  program: z.object({ timeZone: z.string(), currency: z.string() }),
  access: z.object({ everyone: z.boolean(), admins: z.array(z.string()) }),
  sources: z.tuple([
    z.looseObject({ kind: z.string(), name: z.string(), mapping: z.looseObject({ ready: z.string() }).optional() }),
  ]),
});
const textIn = (cwd: string, file = 'partner-pulse.yaml'): string => readFileSync(`${cwd}/${file}`, 'utf8');
const fileIn = (cwd: string) => written.parse(parse(textIn(cwd)));

const flags = (salesforce: SalesforceStandIn): string[] => [
  ...['--crm', 'salesforce', '--login-url', salesforce.url, '--client-id', salesforce.app.clientId],
];

async function initialised(
  salesforce: SalesforceStandIn,
  ...more: string[]
): Promise<Run & { cwd: string; env: Record<string, string> }> {
  const cwd = temporaryFolder();
  const env = { CRM_CLIENT_SECRET: salesforce.app.clientSecret };
  const run = await pulseHere(['init', ...flags(salesforce), '--yes', ...more], { cwd, env });
  return { ...run, cwd, env };
}

describe('pulse init, of Salesforce', () => {
  it('leads from nothing to the first number', async () => {
    const salesforce = await org();
    const { code, stdout, cwd, env } = await initialised(salesforce, '--admins', 'ana@example.com, U012ABCDEF');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Proposed mapping: salesforce-lookup');
    expect(stdout).toContain('Account where IsPartner = true (6 rows)');
    expect(stdout).toContain('Won: Closed Won. Lost: Closed Lost. Of 6 stages the others are open.');
    expect(stdout).toMatch(/the mapping takes 14 of 14 rows as deals/);
    expect(stdout).toMatch(/ok +registered-deals works/);
    expect(stdout).toContain('CRM_CLIENT_SECRET');
    expect(fileIn(cwd)).toMatchObject({
      program: { timeZone: 'UTC', currency: 'USD' },
      access: { everyone: false, admins: ['ana@example.com', 'U012ABCDEF'] },
      sources: [{ kind: 'salesforce', name: 'crm', mapping: { ready: 'salesforce-lookup' } }],
    });
    expect(textIn(cwd)).toMatch(/^# Written by pulse init on 20\d\d-.*\n/);
    expect(textIn(cwd)).not.toContain(salesforce.app.clientSecret);
    expect((await pulseHere(['config', 'check'], { cwd, env })).code).toBe(0);
    expect((await pulseHere(['sync'], { cwd, env })).code).toBe(0);
    const kpi = await pulseHere(['kpi', 'sourced-revenue', '--period', 'all'], { cwd, env });
    expect(kpi.stdout).toMatch(/Sourced deals won +4/);
    expect(salesforce.callsOf('write')).toEqual([]);
  });

  it('finds other fields by name, type and fill, and other marks of partners, each with its reason', async () => {
    const salesforce = await org();
    const { org: crm } = salesforce;
    for (const field of ['Partner_Tier__c', 'Region__c']) crm.setFieldVisibility('Account', field, false);
    const choice = (name: string, ...values: string[]) => ({
      name,
      type: 'picklist' as const,
      picklist: values.map((value) => ({ value })),
    });
    crm.addField('Account', choice('Program_Level__c', 'A', 'B'));
    crm.addField('Account', choice('Channel_Level__c', 'X', 'Y'));
    crm.addField('Account', choice('Sales_Territory__c', 'North'));
    for (const { Id, IsPartner } of salesforce.records('SELECT Id, IsPartner FROM Account'))
      crm.update(
        String(Id),
        IsPartner === true
          ? { Channel_Level__c: 'X', IsPartner: false, Type: 'Partner' }
          : { Sales_Territory__c: 'North' },
      );
    for (const value of ['Customer', 'Partner', 'Former Partner', 'Reseller'])
      crm.editPicklistValue('Account', 'Type', value, {});
    const { code, stdout, cwd } = await initialised(salesforce);
    expect(code, stdout).toBe(0);
    const [{ mapping }] = fileIn(cwd).sources;
    expect(mapping?.partner).toEqual({
      where: [{ field: 'Type', op: 'in', values: ['Partner', 'Reseller'] }],
      fields: { tier: 'Channel_Level__c', region: 'Sales_Territory__c' },
    });
    expect(textIn(cwd)).toMatch(/# - partner\.tier is taken from .*Channel_Level__c\), by its name; 6 rows have it\./);
    expect(textIn(cwd)).toContain('Account where Type = Partner / Reseller (6 rows)');
    expect(readMapping('salesforce', mapping).problems).toBeNull();
  });

  it('takes the meaning of values from their names, and lists what it cannot tell', async () => {
    const salesforce = await org();
    for (const value of ['Influenced', 'Partner led'])
      salesforce.org.editPicklistValue('Opportunity', 'Partner_Source__c', value, { active: false });
    for (const value of ['Referred', 'Co-sell', 'Blue'])
      salesforce.org.editPicklistValue('Opportunity', 'Partner_Source__c', value, {});
    const { cwd } = await initialised(salesforce, '--lang', 'de');
    const [{ mapping }] = fileIn(cwd).sources;
    expect(mapping?.attribution).toEqual({
      fields: { role: { values: { sourced: ['Sourced', 'Referred'], influenced: ['Co-sell'] } } },
    });
    expect(textIn(cwd)).toMatch(/Bitte sagen.*Partner_Source__c bedeuten: Blue/);
  });

  it('prefers what attributes deals: a junction where no lookup is filled', async () => {
    const salesforce = await org();
    for (const { Id } of salesforce.records('SELECT Id FROM Opportunity'))
      salesforce.org.update(String(Id), { Partner__c: null });
    const { cwd, stdout } = await initialised(salesforce);
    expect(fileIn(cwd).sources[0].mapping?.ready).toBe('salesforce-junction');
    expect(stdout).toContain('Opportunity_Partner__c.Partner__c names a partner on 11 rows');
    const other = await initialised(salesforce, '--ready', 'salesforce-lookup');
    expect(fileIn(other.cwd).sources[0].mapping?.ready).toBe('salesforce-lookup');
  });

  it('finds a registration object of another name', async () => {
    const salesforce = await org();
    salesforce.org.setObjectVisibility('Deal_Registration__c', false);
    salesforce.org.define({
      name: 'ns__Partner_Registration__c',
      keyPrefix: 'a09',
      fields: [
        { name: 'Name', type: 'string', length: 80 },
        { name: 'Reseller__c', type: 'reference', referenceTo: ['Account'], childRelationshipName: 'Regs__r' },
        { name: 'Deal__c', type: 'reference', referenceTo: ['Opportunity'], childRelationshipName: 'Regs__r' },
        { name: 'State__c', type: 'picklist', picklist: [{ value: 'Waiting for review' }, { value: 'Accepted' }] },
      ],
    });
    const { cwd, stdout } = await initialised(salesforce);
    const [{ mapping }] = fileIn(cwd).sources;
    expect(mapping?.registration, stdout).toMatchObject({
      object: 'ns__Partner_Registration__c',
      fields: {
        partner: 'Reseller__c',
        deal: 'Deal__c',
        status: { field: 'State__c', values: { submitted: ['Waiting for review'], approved: ['Accepted'] } },
      },
    });
  });
});

describe('pulse init, of HubSpot', () => {
  it('proposes custom objects where there are some, and writes what config check takes', async () => {
    const hubspot = await account();
    const cwd = temporaryFolder();
    const env = { CRM_TOKEN: hubspot.token };
    const run = await pulseHere(['init', '--crm', 'hubspot', '--base-url', hubspot.url, '--yes', '--everyone'], {
      cwd,
      env,
    });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(fileIn(cwd)).toMatchObject({
      program: { timeZone: 'America/New_York', currency: 'EUR' },
      access: { everyone: true },
      sources: [{ kind: 'hubspot', mapping: { ready: 'hubspot-custom-objects' } }],
    });
    expect((await pulseHere(['config', 'check'], { cwd, env })).code).toBe(0);
    expect(hubspot.callsOf('unknown')).toEqual([]);
  }, 40_000);
});

describe('pulse init, of a HubSpot account of another kind', () => {
  it('takes labels by their names, and pipelines by their stages', async () => {
    const hubspot = await startHubSpot({ clock: systemClock, lag: 0 });
    onTestFinished(() => hubspot.close());
    const { portal } = hubspot;
    const open = { probability: '0.5', isClosed: 'false' };
    const won = { probability: '1.0', isClosed: 'true' };
    portal.definePipeline('deals', {
      id: '55',
      label: 'New business',
      stages: [
        { id: '551', label: 'Talks', metadata: open },
        { id: '552', label: 'Won', metadata: won },
      ],
    });
    portal.definePipeline('deals', {
      id: '66',
      label: 'Course enrolments',
      stages: [{ id: '661', label: 'Passed', metadata: won }],
    });
    portal.defineProperty('companies', {
      name: 'relationship_type',
      label: 'Relationship',
      type: 'enumeration',
      options: ['Customer', 'Reseller'],
      groupName: 'x',
    });
    portal.create('companies', { name: 'Nord', relationship_type: 'Reseller' });
    portal.defineLabel('deals', 'companies', 'Introduced by', 'Introduced');
    portal.defineLabel('deals', 'companies', 'Assisted by', 'Assisted');
    const cwd = temporaryFolder();
    const env = { CRM_TOKEN: hubspot.token };
    const run = await pulseHere(['init', '--crm', 'hubspot', '--base-url', hubspot.url, '--yes'], { cwd, env });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    const [{ mapping }] = fileIn(cwd).sources;
    expect(mapping).toMatchObject({
      ready: 'hubspot-labels',
      partner: { where: [{ field: 'relationship_type', value: 'Reseller' }] },
      deal: { pipelines: ['55'] },
      attribution: {
        pipelines: ['55'],
        fields: { role: { values: { sourced: ['Introduced by'], influenced: ['Assisted by'] } } },
      },
    });
  }, 40_000);
});

describe('pulse init', () => {
  it('says which secret is missing and where it is made, and writes nothing; --offline writes a template', async () => {
    const salesforce = await org();
    const cwd = temporaryFolder();
    const run = await pulseHere(['init', ...flags(salesforce), '--name', 'sales', '--yes'], { cwd });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/SALES_CLIENT_SECRET.*docs\/salesforce-admin\.md/);
    const consent = await pulseHere(['init', ...flags(salesforce), '--flow', 'refresh-token', '--yes'], { cwd });
    expect(consent.stderr).toMatch(/CRM_REFRESH_TOKEN.*pulse salesforce consent/);
    expect(readdirSync(cwd)).toEqual([]);
    const template = await pulseHere(
      ['init', '--crm', 'hubspot', '--offline', '--yes', '--currency', 'usd', '--time-zone', 'Europe/Paris'],
      { cwd },
    );
    expect([template.code, template.stderr]).toEqual([0, '']);
    expect(template.stdout).toContain('CRM_TOKEN');
    expect(fileIn(cwd)).toMatchObject({
      program: { timeZone: 'Europe/Paris', currency: 'USD' },
      sources: [{ mapping: { ready: 'hubspot-labels' } }],
    });
    expect((await pulseHere(['config', 'check'], { cwd })).code).toBe(0);
    expect(salesforce.calls).toEqual([]);
  });

  it('never replaces a file without --force', async () => {
    const cwd = temporaryFolder();
    put(cwd, 'mine.yaml', '# mine\n');
    const args = ['init', '--crm', 'files', '--yes', '--out', 'mine.yaml'];
    const run = await pulseHere(args, { cwd });
    expect([run.code, textIn(cwd, 'mine.yaml')]).toEqual([2, '# mine\n']);
    writeProgram(cwd);
    expect((await pulseHere([...args, '--force'], { cwd })).code).toBe(0);
    expect((await pulseHere(['sync', '--config', 'mine.yaml'], { cwd })).code).toBe(0);
  });

  it('reads a secret from .env beside the file, and tells a refused one', async () => {
    const salesforce = await org();
    const cwd = temporaryFolder();
    put(cwd, '.env', 'CRM_CLIENT_SECRET=wrong-secret\n');
    const run = await pulseHere(['init', ...flags(salesforce), '--yes'], { cwd });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('refuses the credentials');
    expect(readdirSync(cwd)).toEqual(['.env']);
  });

  it('wants an answer where nothing is usual, and a right one', async () => {
    const cwd = temporaryFolder();
    for (const [args, word] of [
      [[], '--crm'],
      [['--crm', 'sap'], 'salesforce, hubspot, files'],
      [['--crm', 'salesforce'], '--login-url'],
      [['--crm', 'hubspot', '--ready', 'salesforce-lookup'], 'hubspot-labels'],
      [['--crm', 'files', '--admins', 'nobody'], 'ana@example.com'],
      [['--crm', 'files', '--time-zone', 'Mars'], 'Europe/Berlin'],
    ] as const) {
      const run = await pulseHere(['init', '--yes', ...args], { cwd });
      expect([run.code, run.stderr.includes(word), run.stdout], run.stderr).toEqual([2, true, '']);
    }
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('asks on a terminal, again after a wrong answer, and takes what is usual for an empty line', async () => {
    const cwd = temporaryFolder();
    const answers = ['sap', 'files', '', './exports', '', 'Narnia', 'Europe/Berlin', 'eur', 'ana@example.com', 'yes'];
    let told = '';
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        told += chunk.toString('utf8');
        done();
      },
    });
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    stdin.end(`${answers.filter((_, place) => place !== 4).join('\n')}\n`);
    const code = await runCommandLine({
      argv: ['init'],
      env: {},
      folder: cwd,
      stdin,
      stdout: sink,
      stderr: sink,
      now: () => Date.now(),
      onStop: () => () => undefined,
    });
    expect(code, told).toBe(0);
    expect(told).toContain('Where are the data');
    expect(told.match(/Expected: /g)).toHaveLength(2);
    expect(fileIn(cwd)).toMatchObject({
      program: { timeZone: 'Europe/Berlin', currency: 'EUR' },
      access: { admins: ['ana@example.com'], everyone: true },
      sources: [{ kind: 'files', name: 'exports', folder: './exports' }],
    });
  });
});

describe('pulse init --fields', () => {
  it.each(['salesforce', 'hubspot'] as const)(
    'writes the five fields of %s with a mapping that reads them',
    async (crm) => {
      const cwd = temporaryFolder();
      const run = await pulseHere(['init', '--fields', '--crm', crm, '--out', 'fields'], { cwd });
      expect(run.code, run.stderr).toBe(0);
      for (const file of run.stdout.trim().split('\n')) expect(readFileSync(file, 'utf8').length).toBeGreaterThan(20);
      const mapping = readMapping(crm, parse(textIn(cwd, 'fields/mapping.yaml')));
      expect(mapping.problems).toBeNull();
      const entries = mapping.mapping?.entries ?? [];
      for (const record of ['attribution', 'registration', 'certification', 'partner', 'deal'])
        expect(
          entries.some((entry) => entry.record === record),
          record,
        ).toBe(true);
      expect((await pulseHere(['init', '--fields', '--crm', crm, '--out', 'fields'], { cwd })).code).toBe(2);
    },
  );

  it('writes a mapping that makes records of an org that has the fields', async () => {
    const salesforce = await org();
    const { org: crm } = salesforce;
    crm.addField('Opportunity', { name: 'Registration_Id__c', type: 'string', length: 80 });
    const statuses = ['Certified', 'Expired'].map((value) => ({ value }));
    crm.addField('Account', { name: 'Certification_Status__c', type: 'picklist', picklist: statuses });
    const [partner] = salesforce.records('SELECT Id FROM Account WHERE IsPartner = true');
    const [deal] = salesforce.records("SELECT Id FROM Opportunity WHERE Partner_Source__c = 'Sourced'");
    crm.update(String(partner?.Id), { Certification_Status__c: 'Certified' });
    crm.update(String(deal?.Id), { Registration_Id__c: 'R-1' });
    const folder = salesforceFolder(salesforce, '{ready: salesforce-lookup}');
    await pulseHere(['init', '--fields', '--crm', 'salesforce', '--out', 'f'], folder);
    const mapping = JSON.stringify(parse(textIn(folder.cwd, 'f/mapping.yaml')));
    put(folder.cwd, 'partner-pulse.yaml', textIn(folder.cwd).replace('{ready: salesforce-lookup}', mapping));
    const run = await pulseHere(['sync'], folder);
    expect(run.stdout + run.stderr).toMatch(/registration +1 /);
    expect(run.stdout).toMatch(/certification +1 /);
  });

  it('writes bodies as HubSpot takes them, five properties in all', async () => {
    const cwd = temporaryFolder();
    await pulseHere(['init', '--fields', '--crm', 'hubspot', '--out', 'f'], { cwd });
    const body = z.strictObject({
      inputs: z.array(
        z.object({
          name: z.string().regex(/^[a-z][a-z0-9_]*$/),
          groupName: z.literal('partner_pulse'),
          type: z.enum(['string', 'enumeration']),
          options: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
        }),
      ),
    });
    const all = ['deals', 'companies'].flatMap(
      (object) => body.parse(JSON.parse(textIn(cwd, `f/${object}.json`))).inputs,
    );
    expect(all.map(({ name }) => name)).toEqual([
      'partner_source',
      'partner_company_id',
      'registration_id',
      'partner_tier',
      'certification_status',
    ]);
    for (const { type, options } of all) expect((options ?? []).length > 0).toBe(type === 'enumeration');
  });

  it('writes Salesforce metadata whose package names each file, and nothing else', async () => {
    const cwd = temporaryFolder();
    await pulseHere(['init', '--fields', '--crm', 'salesforce', '--out', 'f'], { cwd });
    const base = `${cwd}/f/force-app/main/default`;
    const members = [...textIn(cwd, 'f/manifest/package.xml').matchAll(/<members>(.*?)<\/members>/g)].map(
      ([, name = '']) => name,
    );
    const fields = ['Account', 'Opportunity'].flatMap((object) =>
      readdirSync(`${base}/objects/${object}/fields`).map((file) => `${object}.${file.replace('.field-meta.xml', '')}`),
    );
    const sets = readdirSync(`${base}/permissionsets`).map((file) => file.replace('.permissionset-meta.xml', ''));
    expect(members.toSorted()).toEqual([...fields, ...sets].toSorted());
    expect(fields).toHaveLength(5);
    for (const field of fields) {
      const [object = '', name = ''] = field.split('.');
      const xml = readFileSync(`${base}/objects/${object}/fields/${name}.field-meta.xml`, 'utf8');
      expect(xml).toContain(`<fullName>${name}</fullName>`);
      const open = [...xml.matchAll(/<([a-zA-Z]+)(?: [^>]*)?>/g)].map(([, tag]) => tag).toSorted();
      expect([...xml.matchAll(/<\/([a-zA-Z]+)>/g)].map(([, tag]) => tag).toSorted()).toEqual(open);
    }
    expect(
      readFileSync(`${base}/permissionsets/Partner_Pulse_Fields_Read.permissionset-meta.xml`, 'utf8'),
    ).not.toContain('<editable>true');
  });

  it('is for CRMs only', async () => {
    expect((await pulseHere(['init', '--fields', '--crm', 'files'], { cwd: temporaryFolder() })).code).toBe(2);
  });
});
