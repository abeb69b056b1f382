import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Restatement } from '../../src/store/ledger/published.ts';
import { openStore } from '../../src/store/open.ts';
import { permanentFolder, put } from '../config/folder.ts';
import { writeProgram } from './program.ts';
import { pulseHere, type Run, startPulse } from './pulse.ts';
import { schemaChecker } from './schemas.ts';

const NOW = '2026-11-24T09:30:00Z';
const check = schemaChecker();

let cwd = '';
beforeAll(async () => {
  cwd = permanentFolder();
  put(cwd, 'partner-pulse.yaml', 'program: {timeZone: Europe/Berlin, stalledDaysByStage: {Legal: 90}}\n');
  writeProgram(cwd, {
    'partners.csv': `id,name,aliases,tier,manager_email,active,joined_at,merged_into
P1,Acme GmbH,acme,Gold,kim@acme.example,true,2026-07-01,
P2,Beta Ltd,,Silver,,true,2026-02-01,
P3,Old Acme,,,,true,2025-01-01,P1
`,
    'deals.csv': `id,name,amount,stage,status,created_at,closed_at,expected_close_on,stage_entered_at,registration_id
D1,First,1000.50,Won,won,2026-07-01,2026-08-10,,,
D2,=Second(),2000,Qualify,open,2026-07-02,,2026-11-23,2026-10-01,R3
D3,Third,,Legal,open,2026-09-01,,2026-12-15,2026-10-01,R2
`,
    'registrations.csv': `id,partner_id,account,status,submitted_at,expires_at,url
R1,P1,Nova AG,approved,2026-07-01,2026-11-20,https://crm.example/R1
R2,P2,Bolt Ltd,submitted,2026-09-15,2026-11-30,
R3,P3,,converted,2026-07-02,,
`,
  });
  const run = await pulseHere(['sync'], { cwd });
  if (run.code !== 0) throw new Error(run.stderr);
}, 60_000);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const digest = (...args: string[]): Promise<Run> => pulseHere(['digest', ...args], { cwd });
const preview = (kind: string, ...args: string[]): Promise<Run> => digest(kind, '--preview', '--as-of', NOW, ...args);

describe('pulse digest --preview', () => {
  it('the weekly one as text: lists with their counts, the revenue beside the KPIs, and the gaps', async () => {
    const run = await preview('weekly');
    expect([run.code, run.stderr]).toEqual([0, '']);
    const lines = run.stdout.split('\n');
    expect(lines[0]).toBe('Weekly digest · whole program · 2026-W47 (16 Nov 2026 – 22 Nov 2026)');
    expect(lines).toEqual(
      expect.arrayContaining([
        'Expired registrations: 1 new, 0 older, 0 without a date; 0 expired longer ago',
        'Registrations that expire within 14 days: 1',
        'Stalled registered opportunities: 1, €2,000 open',
        'Open partner pipeline: €2,000 sourced, €0 influenced beside it',
        'Last complete quarter (2026-Q3): €1,000.50 sourced, €0.00 influenced beside it',
        'Revenue beside it',
        '1 of 2 active partners have no manager in the CRM; 1 open deals have no amount, 0 no exchange rate.',
      ]),
    );
    expect(run.stdout).toMatch(/new +Acme GmbH +Nova AG +20 Nov 2026 +4 +– +kim@acme\.example +R1/);
    expect(run.stdout).toMatch(/=Second\(\) +Qualify +54 +€2,000\.00 +Acme GmbH/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('all three in German, in a narrow terminal', async () => {
    for (const [kind, title] of [
      ['weekly', 'Wochen-Digest'],
      ['monthly', 'Monats-Review'],
      ['quarterly', 'Quartals-Review'],
    ] as const) {
      const run = await pulseHere(['digest', kind, '--preview', '--as-of', NOW, '--lang', 'de'], { cwd, columns: 72 });
      expect([run.code, run.stderr]).toEqual([0, '']);
      expect(run.stdout.startsWith(title)).toBe(true);
    }
  });

  it('as JSON after rule 8', async () => {
    const run = await preview('weekly', '--format', 'json');
    expect([run.code, run.stderr]).toEqual([0, '']);
    const told: unknown = JSON.parse(run.stdout);
    check('digest', told);
    expect(told).toMatchObject({
      version: 1,
      definitionVersion: 1,
      asOf: '2026-11-24T09:30:00.000Z',
      expired: ['R1'],
      expiredOlder: 0,
      expiring: ['R2'],
      stalled: [{ deal: 'D2', days: 54 }],
      training: expect.arrayContaining([
        { week: '2026-11-16', tier: 'Gold', cohort: '2026-Q3', withRequired: 1, trained: 1, completions: 0 },
      ]),
      rows: {
        registrations: [
          { id: 'R1', group: 'new' },
          { id: 'R2', group: 'coming' },
        ],
        deals: [{ name: '=Second()' }],
      },
    });
  });

  it('as one page that needs nothing else, and as a picture of it, which no terminal gets', async () => {
    const page = await preview('weekly', '--format', 'html');
    expect([page.code, page.stderr]).toEqual([0, '']);
    expect(page.stdout).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page.stdout).toContain('<a href="https://crm.example/R1">Nova AG</a>');
    expect(page.stdout).not.toMatch(/<script|@import|<link|src=/);
    const child = startPulse(['digest', 'monthly', '--preview', '--as-of', NOW, '--format', 'png'], { cwd });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    const png = Buffer.concat(chunks);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // The width of a phone, two pixels to each; the whole picture came through the pipe.
    expect(png.readUInt32BE(16)).toBe(960);
    expect(png.subarray(-8, -4).toString()).toBe('IEND');
    const refused = await pulseHere(['digest', 'weekly', '--preview', '--format', 'png'], { cwd, columns: 100 });
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('> digest.png');
  });

  it('of a segment, and of partners by name, alias and the id of a merged one', async () => {
    const scope = async (...args: string[]) => {
      const run = await preview('weekly', '--format', 'json', ...args);
      expect([run.code, run.stderr]).toEqual([0, '']);
      return z
        .object({ expired: z.unknown(), expiring: z.unknown(), scope: z.unknown() })
        .parse(JSON.parse(run.stdout));
    };
    expect(await scope('--segment', 'tier=Silver')).toEqual({
      expired: [],
      expiring: ['R2'],
      scope: { segment: { tier: 'Silver' }, partners: null },
    });
    expect(await scope('--partner', 'P3', '--partner', 'acme')).toEqual({
      expired: ['R1'],
      expiring: [],
      scope: { segment: {}, partners: [{ id: 'P1', name: 'Acme GmbH', url: null }] },
    });
  });

  it('as CSV, formula-safe, with CRLF', async () => {
    const run = await preview('weekly', '--csv');
    expect(run.stdout.split('\r\n')).toEqual([
      'list,record,id,name,partner_id,partner,manager,stage,date,days,amount,currency,url',
      'expired-new,registration,R1,Nova AG,P1,Acme GmbH,kim@acme.example,,2026-11-20,4,,,https://crm.example/R1',
      'expiring,registration,R2,Bolt Ltd,P2,Beta Ltd,,,2026-11-30,6,,,',
      "stalled,deal,D2,'=Second(),P1,Acme GmbH,kim@acme.example,Qualify,,54,2000.00,EUR,",
      '',
    ]);
  });

  it('says of a segment value that nobody has that nobody has it', async () => {
    const run = await preview('weekly', '--segment', 'tier=Glod');
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('Glod');
  });

  it.each([
    [['daily', '--preview'], 'no digest “daily”; there are: weekly, monthly, quarterly'],
    [['weekly'], 'Say --preview'],
    [['weekly', '--preview', '--format', 'xml'], '--format xml'],
    [['weekly', '--preview', '--csv', '--format', 'json'], 'give one of them'],
    [['weekly', '--preview', '--partner', 'Acne'], 'Acme GmbH'],
    [['weekly', '--preview', '--segment', 'colour=red'], 'colour'],
    [['weekly', '--preview', '--as-of', 'soon'], 'soon'],
  ])('%j is refused with exit code 2', async (args, why) => {
    const run = await digest(...args);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(why);
  });
});

describe('pulse restatements', () => {
  const reasons = [
    {
      reason: 'reopened',
      count: 2,
      value: '-14000.00',
      records: [
        { record: 'deal', id: 'D1', label: 'First', url: 'https://crm.example/D1' },
        { record: 'deal', id: 'D9', label: null, url: null },
      ],
    },
    { reason: 'amount-changed', count: 1, value: '100.00', records: [] },
  ];
  const one: Restatement = {
    subscription: 'S1',
    kpi: 'sourced-revenue',
    figure: 'sourced',
    period: '2026-Q2',
    before: '412000.00',
    after: '398100.00',
    reasons,
    at: '2026-11-23T08:00:00.000Z',
  };
  const restatements = (...args: string[]): Promise<Run> => pulseHere(['restatements', ...args], { cwd });

  it('there are none at first; then the newest first, each with its reasons and links', async () => {
    expect(await restatements()).toEqual({ code: 0, stdout: 'No digest has had to correct a figure.\n', stderr: '' });
    const store = await openStore({
      address: join(cwd, 'partner-pulse.db'),
      mode: 'own',
      role: 'bot',
      now: () => Date.parse(NOW),
      warn: () => undefined,
    });
    await store.published
      .restate([
        one,
        {
          ...one,
          kpi: 'registered-deals',
          figure: 'registrations',
          period: '2026-W46',
          before: '5',
          after: '4',
          reasons: 'of a later version',
          at: '2026-11-24T08:00:00.000Z',
        },
      ])
      .finally(() => store.close());
    const run = await restatements();
    expect(run.stdout.trimEnd().split('\n')).toEqual([
      'Registrations, 2026-W46: was 5, now 4 · said 24 Nov 2026, 09:00 (S1)',
      '  its reasons cannot be read',
      'Sourced revenue, 2026-Q2: was €412,000.00, now €398,100.00 · said 23 Nov 2026, 09:00 (S1)',
      '  2 deals reopened: -€14,000.00',
      '    First · https://crm.example/D1',
      '    D9',
      '  1 amount changed: +€100.00',
    ]);
    const last = await restatements('--last', '1', '--json');
    expect(JSON.parse(last.stdout)).toMatchObject({ version: 1, restatements: [{ period: '2026-W46' }] });
  });

  it('refuses a number that is none', async () => {
    const run = await restatements('--last', 'all');
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('--last');
  });
});
