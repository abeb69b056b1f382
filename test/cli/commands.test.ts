// long: one program folder is synced once for all commands; each command is looked at in turn.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { permanentFolder, put, temporaryFolder } from '../config/folder.ts';
import { syncedFolder, writeProgram } from './program.ts';
import { pulse, pulseHere } from './pulse.ts';

const lines = (text: string): string[] => text.trimEnd().split('\n');
/** The small program, synced once, for what only reads. */
let cwd = '';
beforeAll(async () => {
  cwd = await syncedFolder(permanentFolder());
}, 60_000);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const figures = z.object({ figures: z.record(z.string(), z.unknown()), asOf: z.string() });

describe('sync --forget', () => {
  it('removes a source that left the configuration, which a sync names until then', async () => {
    const cwd = await syncedFolder(temporaryFolder());
    put(cwd, 'lms/partners.csv', 'id,name\nL1,Left Ltd\n');
    const other = await pulseHere(['sync', '--from', 'lms', '--source', 'lms'], { cwd });
    expect([other.code, other.stderr]).toEqual([0, '']);
    const told = await pulseHere(['sync'], { cwd });
    expect(told.code).toBe(0);
    expect(told.stderr).toBe(
      'partner-pulse: Warning: the source lms has left the configuration, but its 1 record still counts; `pulse sync --forget lms` removes it.\n',
    );
    for (const [args, why] of [
      [['--forget', 'exports'], 'still has the source “exports”'],
      [['--forget', 'lsm'], 'no source “lsm”; it has: exports, lms'],
      [['--forget', 'lms', '--full'], '--full'],
    ] as const) {
      const refused = await pulseHere(['sync', ...args], { cwd });
      expect([refused.code, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toContain(why);
    }
    expect(await pulseHere(['sync', '--forget', 'lms'], { cwd })).toEqual({
      code: 0,
      stdout: 'Source lms: 1 record removed.\n',
      stderr: '',
    });
    expect((await pulseHere(['scorecard', 'L1'], { cwd })).code).toBe(2);
    expect((await pulseHere(['sync'], { cwd })).stderr).toBe('');
  }, 60_000);
});

describe('help and usage', () => {
  it('lists every command, and explains each with examples', async () => {
    const cwd = temporaryFolder();
    const all = await pulseHere(['--help'], { cwd });
    expect(all.code).toBe(0);
    const names = [...all.stdout.matchAll(/^ {2}([a-z][a-z-]*)(?: \S+)? {2,}\S/gm)].map((match) => match[1] ?? '');
    expect(names).toEqual(
      expect.arrayContaining([
        'sync',
        'kpi',
        'scorecard',
        'kpis',
        'movers',
        'export',
        'status',
        'backup',
        'config',
        'audit',
        'start',
      ]),
    );
    for (const name of names) {
      const help = await pulseHere([name, '--help'], { cwd });
      expect([help.code, help.stderr]).toEqual([0, '']);
      expect(help.stdout).toContain(`pulse ${name}`);
    }
  }, 60_000);

  it('speaks German where the locale does, or on request', async () => {
    const cwd = temporaryFolder();
    expect((await pulseHere(['--help'], { cwd, env: { LANG: 'de_DE.UTF-8' } })).stdout).toContain('Aufruf:');
    expect((await pulseHere(['kpo', '--lang', 'de'], { cwd })).stderr).toContain('war „kpi“ gemeint?');
  });

  it.each([
    [[], 2, 'Usage:'],
    [['--version'], 0, ''],
    [['kpo'], 2, 'did you mean “kpi”?'],
    [['kpi', '--perod', 'all'], 2, 'did you mean --period?'],
    [['kpi', 'sourced-revenu'], 2, 'did you mean sourced-revenue?'],
    [['kpi', 'q'], 2, 'there are: sourced-revenue, registered-deals,'],
    [['sync', '--source', 'q'], 2, 'it has: exports.'],
    [['kpi', 'sourced-revenue', 'acme', 'gmbh'], 2, 'one word too many'],
    [['kpi', 'sourced-revenue', '--period'], 2, 'the value is missing'],
    [['kpi', 'sourced-revenue', '--json=yes'], 2, 'takes no value'],
    [['kpi', 'sourced-revenue', '--as-of', '2026-10-01T09:00'], 2, 'neither a date'],
    [['kpi', 'sourced-revenue', '--as-of', '2026-02-30'], 2, 'neither a date'],
    [['kpi', 'sourced-revenue', '--segment', 'gold'], 2, 'KEY=VALUE'],
    [['kpi', 'sourced-revenue', '--segment', 'teir=Gold'], 2, 'teir'],
    [['kpi', '--stdin', '--period', 'all'], 2, '--stdin'],
    [['scorecard'], 2, 'PARTNER'],
    [['sync', '--source', 'exprots'], 2, 'did you mean exports?'],
    [['sync', '--from', './nowhere'], 2, 'nowhere'],
    [['config', 'chek'], 2, 'config check'],
    [['kpis', '--lang', 'fr'], 2, 'en, de'],
    [['export'], 2, '--json'],
    [['kpi', 'sourced-revenue'], 1, 'pulse sync'],
    [['scorecard', 'acme'], 1, 'pulse sync'],
    [['export', '--json'], 1, 'pulse sync'],
    [['status'], 1, 'pulse sync'],
    [['backup', 'copy.db'], 1, 'pulse sync'],
    [['config', 'check', '--config', 'no.yaml'], 2, 'no.yaml'],
  ] as const)('%j ends with %i and says “%s”', async (args, code, says) => {
    const run = await pulseHere(args, { cwd: temporaryFolder() });
    expect(run.code, run.stderr).toBe(code);
    expect(run.stderr).toContain(says);
    if (code !== 0) expect(run.stdout).toBe('');
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  it('tells every mistake of the configuration with its line', async () => {
    const cwd = temporaryFolder();
    const file = put(
      cwd,
      'partner-pulse.yaml',
      'program:\n  timezone: UTC\nsync:\n  every: soon\nslack: {botToken: xoxb-1}\n',
    );
    const run = await pulseHere(['sync'], { cwd });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(`${file}:2: unknown key program.timezone`);
    expect(run.stderr).toContain('Did you mean timeZone?');
    expect(run.stderr).toContain(`${file}:4: sync.every: “soon”`);
    expect(run.stderr).toContain(`${file}:5: slack.botToken is a secret`);
    expect(run.stderr).not.toContain('xoxb-1');
    expect(existsSync(join(cwd, 'partner-pulse.db'))).toBe(false);
  });
});

describe('sync', () => {
  it('changes nothing the second time, and deletes what is gone', async () => {
    const cwd = await syncedFolder(temporaryFolder());
    expect((await pulse(['sync'], { cwd })).stdout).toMatch(/\n0 added, 0 changed, 0 deleted, \d+ unchanged\./);
    writeProgram(cwd, { 'content_events.csv': 'partner_id,asset_id,kind,at\n' });
    const third = await pulse(['sync'], { cwd });
    expect(third.stdout).toContain('0 added, 0 changed, 2 deleted');
    expect(third.code).toBe(0);
  });

  it('reports rejected rows and fields with file, line, column and reason, counts them, keeps the list, and ends with 3', async () => {
    const cwd = await syncedFolder(temporaryFolder());
    writeProgram(cwd, {
      'registrations.csv':
        'id,partner_id,status,submitted_at,decided_at\nR1,P1,approved,2026-07-01,soon\nR2,P9,submitted,2026-09-15,\n',
    });
    const run = await pulse(['sync', '--rejects', 'out/../bad.csv'], { cwd });
    expect([run.code, run.stderr]).toEqual([3, '']);
    expect(run.stdout).toMatch(/registrations\.csv:2\s+decided_at\s+.*\(field\)/);
    expect(run.stdout).toMatch(/registrations\.csv:3\s+partner_id\s+.*\(row\)/);
    expect(run.stdout).toContain('1 row, 1 field');
    const list = join(cwd, 'bad.csv');
    expect(run.stdout).toContain(list);
    expect(lines(readFileSync(list, 'utf8'))[0]).toBe('file,line,column,reason,effect');
    expect(lines(readFileSync(list, 'utf8'))).toHaveLength(3);
  });

  it('changes nothing when a file cannot be read (rule 7.2)', async () => {
    const cwd = await syncedFolder(temporaryFolder());
    const before = (await pulse(['export', '--json'], { cwd })).stdout;
    writeProgram(cwd, { 'deals.csv': 'id,name\nD1,"open\n' });
    const run = await pulse(['sync'], { cwd });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/deals\.csv/);
    expect((await pulse(['export', '--json'], { cwd })).stdout).toBe(before);
  });

  it('reads another folder into another store', async () => {
    const folder = temporaryFolder();
    writeProgram(join(folder, 'elsewhere'));
    const run = await pulse(['sync', '--from', 'elsewhere/data', '--store', 'new/p.db'], { cwd: folder });
    expect(run.code, run.stderr).toBe(0);
    expect(statSync(join(folder, 'new/p.db')).mode & 0o777).toBe(0o600);
    expect((await pulse(['kpi', 'sourced-revenue', '--json', '--store', 'new/p.db'], { cwd: folder })).code).toBe(0);
  });
});

describe('relative paths', () => {
  const root = resolve(import.meta.dirname, '../..');

  it('of flags are the caller’s under npm, whose folder INIT_CWD names', async () => {
    const folder = temporaryFolder();
    writeProgram(folder);
    const env = { INIT_CWD: folder, npm_package_json: join(root, 'package.json') };
    const run = await pulse(['sync', '--from', './data', '--store', './p.db'], { cwd: root, env });
    expect(run.code, run.stderr).toBe(0);
    expect(existsSync(join(folder, 'p.db'))).toBe(true);
    expect(existsSync(join(root, 'p.db'))).toBe(false);
  });

  it('are not taken from an INIT_CWD that was only inherited', async () => {
    const folder = temporaryFolder();
    writeProgram(folder);
    const env = { INIT_CWD: root, npm_package_json: join(root, 'package.json') };
    expect((await pulse(['sync', '--from', './data'], { cwd: folder, env })).code).toBe(0);
    expect(existsSync(join(folder, 'partner-pulse.db'))).toBe(true);
  });
});

describe('answers', () => {
  it('say when no partner was ever in the segment', async () => {
    const run = await pulseHere(['kpi', 'sourced-revenue', '--segment', 'tier=Golden'], { cwd });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('no partner has tier “Golden”; known: (unknown), Gold, Silver');
  });

  it('take a bare --as-of as midnight of the reporting zone (rule 1.5) and an instant as it is', async () => {
    const asked = async (moment: string): Promise<z.infer<typeof figures>> => {
      const run = await pulseHere(['kpi', 'sourced-revenue', '--period', 'this-year', '--as-of', moment, '--json'], {
        cwd,
      });
      return figures.parse(JSON.parse(run.stdout));
    };
    expect((await asked('2026-10-01')).asOf).toBe('2026-09-30T22:00:00.000Z');
    expect((await asked('2026-10-01T00:00:00+02:00')).asOf).toBe('2026-09-30T22:00:00.000Z');
    expect((await asked('2026-08-09T22:00:00Z')).figures.sourced).toBe('1000.50');
    expect((await asked('2026-08-09T21:59:59Z')).figures.sourced).toBe('0.00');
  });

  it('are tables for people: the figures, the revenue beside them, age of the data, the definition’s version (rule 3.9)', async () => {
    const run = await pulseHere(
      ['kpi', 'registered-deals', '--period', '2026-Q3', '--as-of', '2026-11-01', '--records'],
      {
        cwd,
      },
    );
    expect(run.stdout).toMatch(
      /^Deal registrations · program · 2026-Q3 \(1 Jul 2026 – 30 Sept 2026\)\nAs of 1 Nov 2026, 00:00 \(Europe\/Berlin\)/,
    );
    expect(run.stdout).toMatch(/Registrations {2,}2 /);
    expect(run.stdout).toMatch(/Revenue beside it\n {2}Sourced revenue {2,}€3,000\.50/);
    expect(run.stdout).toContain('definitions v1');
    expect(run.stdout).toMatch(/^Approved +1 +0 {2}↑ new/m);
    expect(run.stdout).toMatch(/Registration .*R1/);
  });

  it('show a change from nothing as new, what an answer rests on, and what its number means (rules 2.4, 1.10)', async () => {
    const run = await pulseHere(['kpi', 'sourced-revenue', '--period', '2026-Q3', '--as-of', '2026-11-01'], { cwd });
    expect(run.stdout).toMatch(/^Sourced revenue +€3,000\.50 +€0\.00 {2}↑ new/m);
    expect(run.stdout).toMatch(/^Definition: Sum of the deals won/m);
    const training = await pulseHere(['kpi', 'training-certification', '--lang', 'de'], { cwd });
    expect(training.stdout).toContain('Jedes gültige Zertifikat zählt;');
    const german = await pulseHere(['kpi', 'sourced-revenue', '--json', '--lang', 'de'], { cwd });
    expect(JSON.parse(german.stdout)).toMatchObject({ definition: expect.stringMatching(/^Sum of the deals won/) });
  });

  it('list the records by name, id and link; a name cannot steer the terminal and is shortened', async () => {
    const own = temporaryFolder();
    writeProgram(own, {
      'deals.csv': `id,name,amount,status,created_at,closed_at,url\nD1,"Big\u001b[31m deal ${'x'.repeat(80)}",5,won,2026-07-01,2026-08-10,https://crm.example/D1\n`,
      'attributions.csv': 'deal_id,partner_id,role\nD1,P1,sourced\n',
      'registrations.csv': 'id,partner_id,deal_id,status,submitted_at,decided_at\n',
    });
    await pulseHere(['sync', '--from', 'data'], { cwd: own });
    const args = ['kpi', 'sourced-revenue', '--period', '2026-Q3', '--as-of', '2026-11-01', '--records'];
    const run = await pulseHere(args, { cwd: own });
    expect(run.stdout).not.toContain('\u001b');
    expect(run.stdout).toMatch(/^ {2}Deal {2}Big \[31m deal x{10,}… +D1 {2}https:\/\/crm\.example\/D1$/m);
    expect(JSON.parse((await pulseHere([...args, '--json'], { cwd: own })).stdout)).toMatchObject({
      records: [{ record: 'deal', id: 'D1', label: expect.stringMatching(/^Big/) }],
    });
  });

  it.each([60, 80, undefined])(
    'of a partner fit the terminal of %s columns, verdict and next step first',
    async (columns) => {
      const run = await pulseHere(['scorecard', 'acme', '--as-of', '2026-11-01'], { cwd, ...(columns && { columns }) });
      expect(run.stdout).toMatch(/^Acme GmbH .+\n(.+\n)*?Next: /);
      expect(lines(run.stdout).filter((line) => line.length > (columns ?? 100))).toEqual([]);
    },
  );

  it('warn, once, of a .env that others can read', async () => {
    const own = temporaryFolder();
    const file = put(own, '.env', 'SLACK_BOT_TOKEN=xoxb-1\n');
    const told = `partner-pulse: Warning: ${file} can be read by others. Run: chmod 600 ${file}\n`;
    expect(await pulseHere(['config', 'check'], { cwd: own })).toMatchObject({ code: 0, stderr: told });
    chmodSync(file, 0o600);
    expect(await pulseHere(['config', 'check'], { cwd: own })).toMatchObject({ code: 0, stderr: '' });
  });

  it('ask for a partner with one full stop, also where the nearest one’s name has its own', async () => {
    const own = temporaryFolder();
    writeProgram(own, { 'partners.csv': 'id,name\nP1,Delta Inc.\nP2,Beta\n' });
    await pulseHere(['sync', '--from', 'data'], { cwd: own });
    const run = await pulseHere(['scorecard', 'Delta Ink'], { cwd: own });
    expect(run.stderr).toContain('Delta Inc.');
    expect(run.stderr).not.toContain('..');
  });

  it('name a merged partner’s survivor, by alias too', async () => {
    const run = await pulseHere(['scorecard', 'P3'], { cwd });
    expect(run.stdout).toContain('Acme GmbH');
    expect(run.stdout).toMatch(/Old Acme|P3/);
    expect((await pulseHere(['scorecard', 'acme cloud'], { cwd })).code).toBe(0);
  });

  it.each([
    [['kpi', 'sourced-revenue', '--period', 'last-decade'], 'last-decade'],
    [['kpi', 'sourced-revenue', '--period', '2099'], '2099'],
    [['scorecard', 'Acne GmbH'], 'Acne GmbH'],
  ] as const)('%j is bad input: exit code 2, nothing on stdout', async (args, says) => {
    const run = await pulseHere(args, { cwd });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(says);
    expect(lines(run.stderr)).toHaveLength(1);
  });
});

describe('kpi --stdin', () => {
  it('answers each line in its place, errors too, and ends with 1', async () => {
    const asOf = '2026-11-01';
    const questions = [
      { kpi: 'sourced-revenue', period: '2026-Q3', asOf },
      { kpi: 'sourced-revenues', asOf },
      { kpi: 'registered-deals', period: 'sometime', asOf },
      { kpi: 'registered-deals', period: '2026-Q3', partner: 'P2', asOf },
      { kpi: 'registered-deals', partner: 'Nobody', asOf },
      { kpi: 'sourced-revenue', perod: 'all' },
      { kpi: 'sourced-revenue', period: '2026-Q3', segment: { tier: 'Gold' }, partner: null, asOf },
    ].map((question) => JSON.stringify(question));
    const run = await pulse(['kpi', '--stdin'], { cwd, input: `${questions.join('\n')}\nnot json\n\n${questions[0]}` });
    const answers = lines(run.stdout).map((line): unknown => JSON.parse(line));
    expect(answers).toMatchObject([
      { kpi: 'sourced-revenue', figures: { sourced: '3000.50' } },
      { error: { code: 'unknown-kpi' } },
      { error: { code: 'bad-period' } },
      { kpi: 'registered-deals', figures: { registrations: 1 } },
      { error: { code: 'unknown-partner' } },
      { error: { code: 'bad-argument', message: expect.stringContaining('did you mean period?') } },
      { kpi: 'sourced-revenue', figures: { sourced: '2000.50' } },
      { error: { code: 'bad-argument' } },
      { error: { code: 'bad-argument' } },
      { kpi: 'sourced-revenue' },
    ]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('6 questions');
  });

  it('ends with 0 where all went well, and on nothing asked', async () => {
    expect(await pulse(['kpi', '--stdin'], { cwd, input: '{"kpi":"sourced-revenue"}\n' })).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(await pulse(['kpi', '--stdin'], { cwd, input: '' })).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('export and backup', () => {
  it('export writes plain ids, bare dates as dates, hashes for people', async () => {
    const run = await pulse(['export', '--json'], { cwd });
    const records = lines(run.stdout).map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
    expect(records.find((record) => record.record === 'deal')).toMatchObject({
      source: 'exports',
      id: 'D1',
      amount: '1000.50',
      createdAt: '2026-07-01',
    });
    expect(records.filter((record) => record.record === 'content-event')).toMatchObject([
      { id: null, partner: 'P1', asset: 'A1', at: '2026-09-01T08:00:00.000Z' },
      { id: null, partner: 'P1' },
    ]);
    expect(records.find((record) => record.record === 'partner' && record.id === 'P3')).toMatchObject({
      mergedInto: 'P1',
    });
    expect(records.find((record) => record.record === 'training')?.person).toMatch(/^[0-9a-f]{32}$/);
    expect(run.stdout).not.toContain('ann@acme.example');
  });

  it('export spells references out where two sources share an id', async () => {
    const folder = temporaryFolder();
    put(
      folder,
      'partner-pulse.yaml',
      'sources:\n  - {kind: files, name: one, folder: one/data}\n  - {kind: files, name: two, folder: two/data}\n',
    );
    writeProgram(join(folder, 'one'));
    writeProgram(join(folder, 'two'), {
      'partners.csv': 'id,name\nP1,Gamma\nP8,Delta\n',
      'deals.csv': 'id,name,status,created_at\nD8,Eight,open,2026-09-01\n',
      'attributions.csv': 'deal_id,partner_id,role\nD8,P1,sourced\nD8,P8,influenced\n',
      'registrations.csv': 'id,partner_id,status,submitted_at\n',
      'trainings.csv': 'partner_id,module\n',
      'content_events.csv': 'partner_id,asset_id,kind,at\n',
    });
    expect((await pulse(['sync'], { cwd: folder })).code).toBe(0);
    const run = await pulse(['export', '--json', '--out', 'all.jsonl'], { cwd: folder });
    expect([run.code, run.stdout]).toEqual([0, '']);
    const written = readFileSync(join(folder, 'all.jsonl'), 'utf8');
    const attributions = lines(written).filter((line) => line.includes('"record":"attribution","source":"two"'));
    expect(attributions.map((line): unknown => JSON.parse(line))).toMatchObject([
      { deal: 'D8', partner: 'two/P1' },
      { deal: 'D8', partner: 'P8' },
    ]);
    expect(statSync(join(folder, 'all.jsonl')).mode & 0o777).toBe(0o600);
  });

  it('a closed pipe is no failure', async () => {
    const bin = resolve(import.meta.dirname, '../../bin/partner-pulse.js');
    const script = `"${process.execPath}" "${bin}" export --json | head -n 1 | wc -l; echo "\${PIPESTATUS[0]}"`;
    const run = spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8' });
    expect([run.stdout.trim().split(/\s+/), run.stderr]).toEqual([['1', '0'], '']);
  });

  it('backup copies a store that answers the same, 0600, and never writes over a file', async () => {
    expect((await pulse(['backup', 'copy.db'], { cwd })).code).toBe(0);
    expect(statSync(join(cwd, 'copy.db')).mode & 0o777).toBe(0o600);
    const ask = ['kpi', 'sourced-revenue', '--as-of', '2026-11-01', '--json'];
    const original = await pulse(ask, { cwd });
    expect((await pulse([...ask, '--store', 'copy.db'], { cwd })).stdout).toBe(original.stdout);
    expect((await pulse(['backup', 'copy.db'], { cwd })).code).toBe(2);
  });

  it('status says what is held and how old it is', async () => {
    const run = await pulse(['status'], { cwd });
    expect(run.stdout).toMatch(/exports {2}files/);
    expect(run.stdout).toMatch(/^deal {2,}3$/m);
  });
});
