// long: four commands on one small world of two sources.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCommandLine } from '../../src/cli/run.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { environmentOf, startBotProcess, workspace } from '../main/bot.ts';
import { pulse, pulseHere, type Run } from './pulse.ts';
import { schemaChecker } from './schemas.ts';

const check = schemaChecker();

const configuration = `access: {everyone: true}
sync: {every: 24h}
sources:
  - {kind: files, name: crm, folder: ./crm}
  - kind: files
    name: lms
    folder: ./lms
    match: {partners: [{by: id, of: crm}, {by: name}]}
`;

/** A CRM with three partners, and an LMS that names some of them in its own way. */
function folderOfTwo(more = ''): string {
  const folder = temporaryFolder();
  put(folder, 'partner-pulse.yaml', configuration + more);
  put(
    folder,
    'crm/partners.csv',
    'id,name,aliases\nP1,Nordwind Cloud GmbH,\nP2,Helvetia Data AG,\nP3,Nordwind Cloud,Nordwind Group\n',
  );
  put(
    folder,
    'crm/deals.csv',
    'id,name,amount,currency,status,created_at,closed_at\nD1,One,500,EUR,won,2026-07-01,2026-08-10\n',
  );
  put(folder, 'crm/attributions.csv', 'deal_id,partner_id,role\nD1,P3,sourced\n');
  put(
    folder,
    'lms/trainings.csv',
    'partner_id,person_id,module,required,completed_at\nHelvetia Data,u-77,M1,true,2026-02-01\nHelvetia Data,u-78,M1,true,2026-02-02\nNobody Ltd,u-79,M1,true,2026-02-02\nP1,u-80,M1,true,2026-02-03\n',
  );
  return folder;
}

const at = (folder: string, ...args: string[]): Promise<Run> => pulseHere(args, { cwd: folder });
const json = async (folder: string, ...args: string[]) => JSON.parse((await at(folder, ...args, '--json')).stdout);

/** The command line on a terminal where somebody types. */
async function typed(folder: string, args: readonly string[], lines: readonly string[]): Promise<Run> {
  const said = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof said): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        said[name] += chunk.toString();
        done();
      },
    });
  const code = await runCommandLine({
    argv: args,
    env: {},
    folder,
    stdin: Object.assign(Readable.from(lines.map((line) => `${line}\n`)), { isTTY: true }),
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    now: Date.now,
    onStop: () => () => undefined,
  });
  return { code, ...said };
}

const trained = async (folder: string): Promise<readonly string[]> => {
  const { stdout } = await at(folder, 'export', '--json');
  return stdout
    .split('\n')
    .filter((line) => line.includes('"record":"training"'))
    .map((line) => String(JSON.parse(line).partner))
    .sort();
};

describe('pulse unmatched', () => {
  it('lists names, rows and the nearest partners; proposes, and takes nothing by itself', async () => {
    const folder = folderOfTwo();
    const sync = await at(folder, 'sync');
    expect(sync.stdout).toContain('3 rows name partners whom nobody knows');
    const told = await json(folder, 'unmatched');
    check('unmatched', told);
    expect(told.unmatched).toMatchObject([
      { source: 'lms', text: 'Helvetia Data', record: 'training', count: 2, near: [{ partner: 'crm/P2' }] },
      { source: 'lms', text: 'Nobody Ltd', count: 1 },
    ]);
    expect(told.unmatched[0].near[0].score).toBeGreaterThan(0.7);
    expect((await at(folder, 'unmatched', '--source', 'crm')).stdout).toContain('is known');
    expect((await at(folder, 'unmatched', '--source', 'lsm')).code).toBe(2);
    await at(folder, 'sync', '--full');
    expect(await trained(folder)).toEqual(['P1']);
    const status = await json(folder, 'status');
    expect(status.runs).toMatchObject([
      { source: 'crm', unmatched: 0 },
      { source: 'lms', unmatched: 3 },
    ]);
  });

  it('--fix --accept writes aliases, audited, which the next sync uses', async () => {
    const folder = folderOfTwo();
    await at(folder, 'sync');
    expect((await at(folder, 'unmatched', '--accept', 'a=P2')).code).toBe(2);
    expect((await at(folder, 'unmatched', '--fix')).stderr).toContain('--accept');
    expect((await at(folder, 'unmatched', '--fix', '--accept', 'Helvetia Data')).code).toBe(2);
    expect((await at(folder, 'unmatched', '--fix', '--accept', 'Helvetia Data=P9')).code).toBe(2);
    const run = await at(folder, 'unmatched', '--fix', '--accept', 'Helvetia Data=P2');
    expect([run.code, run.stdout.split('\n')[0]]).toEqual([0, '1 alias was added.']);
    await at(folder, 'sync');
    expect(await trained(folder)).toEqual(['P1', 'P2', 'P2']);
    expect((await json(folder, 'unmatched')).unmatched).toMatchObject([{ text: 'Nobody Ltd' }]);
    expect(await json(folder, 'audit')).toMatchObject([
      { action: 'alias', place: 'cli', person: expect.stringMatching(/^cli:./), about: 'Helvetia Data = crm/P2' },
    ]);
  });

  it('--fix asks on a terminal: the first, another one, never again, or nothing', async () => {
    const folder = folderOfTwo();
    await at(folder, 'sync');
    const skipped = await typed(folder, ['unmatched', '--fix'], ['s', '']);
    expect([skipped.code, skipped.stdout]).toEqual([0, 'Nothing was changed.\n']);
    const run = await typed(folder, ['unmatched', '--fix'], ['no such partner', 'P1', 'n']);
    expect(run.stderr).toContain('No partner is called “no such partner”');
    expect(run.stdout).toContain('1 alias was added.');
    await at(folder, 'sync');
    expect(await trained(folder)).toEqual(['P1', 'P1', 'P1']);
    expect((await json(folder, 'unmatched')).unmatched).toMatchObject([{ text: 'Nobody Ltd', refused: true }]);
    // Nobody is asked again.
    expect((await typed(folder, ['unmatched', '--fix'], ['y'])).stdout).toContain('nobody’s');
  });
});

describe('pulse partners', () => {
  it('finds likely duplicates with their reasons, merges, and takes it back', async () => {
    const folder = folderOfTwo();
    await at(folder, 'sync');
    const found = await json(folder, 'partners', 'list', '--duplicates');
    check('partners', found);
    expect(found.duplicates).toMatchObject([
      { one: { partner: 'crm/P1' }, other: { partner: 'crm/P3' }, reasons: ['name'] },
    ]);
    const revenue = async () =>
      (await json(folder, 'kpi', 'sourced-revenue', '--period', '2026-Q3', '--partner', 'P1')).figures.sourced;
    expect(await revenue()).toBe('0.00');
    expect((await at(folder, 'partners', 'merge', 'P3', 'P1')).stdout).toContain('crm/P3 is a part of crm/P1 now');
    expect(await revenue()).toBe('500.00');
    expect((await at(folder, 'partners', 'merge', 'P1', 'P3')).code).toBe(2);
    const listed = await json(folder, 'partners', 'list');
    check('partners', listed);
    expect(listed.partners).toContainEqual(
      expect.objectContaining({
        partner: 'crm/P3',
        mergedInto: 'crm/P1',
        mergedHereBy: expect.stringMatching(/^cli:/),
      }),
    );
    expect((await json(folder, 'partners', 'list', '--duplicates')).duplicates).toEqual([]);
    expect((await at(folder, 'partners', 'unmerge', 'P3')).stdout).toContain('what its source says again');
    expect(await revenue()).toBe('0.00');
    expect((await json(folder, 'audit')).map(({ action }: { action: string }) => action)).toEqual(['merge', 'unmerge']);
    for (const args of [
      ['partners', 'merge', 'P1'],
      ['partners', 'unmerge'],
      ['partners', 'swap', 'P1', 'P2'],
    ])
      expect((await at(folder, ...args)).code, args.join(' ')).toBe(2);
  });

  it('takes an alias that is the other’s name for a reason, and no name that only begins alike', async () => {
    const folder = folderOfTwo();
    put(
      folder,
      'crm/partners.csv',
      'id,name,aliases\nP1,Acme,\nP2,Acme Cloud,\nP3,Zebra,ACME Ltd\nP4,Órion,\nP5,orion inc.,\n',
    );
    put(folder, 'crm/attributions.csv', 'deal_id,partner_id,role\n');
    await at(folder, 'sync', '--source', 'crm');
    const { duplicates } = await json(folder, 'partners', 'list', '--duplicates');
    expect(
      duplicates.map(
        ({ one, other, reasons }: { one: { partner: string }; other: { partner: string }; reasons: string[] }) => [
          one.partner,
          other.partner,
          ...reasons,
        ],
      ),
    ).toEqual([
      ['crm/P1', 'crm/P3', 'alias'],
      ['crm/P4', 'crm/P5', 'name'],
    ]);
  });

  it('lets a running bot do it, whose answers follow at once', async () => {
    const folder = folderOfTwo();
    const slack = await workspace();
    await at(folder, 'sync');
    const bot = startBotProcess(folder, environmentOf(slack));
    onTestFinished(() => void bot.process.kill('SIGKILL'));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    const run = await pulse(['partners', 'merge', 'P3', 'P1'], { cwd: folder });
    expect(run.stderr).toContain(`the running bot (process ${bot.process.pid}) does it`);
    expect([run.code, run.stdout]).toEqual([0, 'crm/P3 is a part of crm/P1 now.\n']);
    const ben = { user: 'U0BEN', channel: 'C0GENERAL' };
    const after = slack.mark();
    await slack.command({ ...ben, command: '/partner-kpi', text: 'P3 revenue 2026-Q3' });
    const answer = await slack.waitForMessage(ben.user, ben.channel, () => true, { after, timeoutMs: 10_000 });
    expect(JSON.stringify(answer)).toMatch(/Nordwind Cloud GmbH[\s\S]*500/);
    const purged = await pulse(['purge', '--person', 'u-80'], { cwd: folder });
    expect([purged.code, purged.stdout]).toEqual([0, '1 record of crm, lms named her; none does any more.\n']);
    const fixed = await pulse(['unmatched', '--fix', '--accept', 'Helvetia Data=P2'], { cwd: folder });
    expect([fixed.code, fixed.stdout.split('\n')[0]]).toEqual([0, '1 alias was added.']);
    bot.process.kill('SIGTERM');
    expect((await bot.outcome).code).toBe(0);
    for (const name of readdirSync(folder).filter((file) => file.startsWith('partner-pulse.db')))
      expect(readFileSync(join(folder, name)).includes('u-80'), name).toBe(false);
  }, 60_000);
});

describe('pulse purge', () => {
  it('takes somebody out of a source, and keeps her out of its later syncs', async () => {
    const folder = folderOfTwo();
    put(
      folder,
      'lms/portal_sessions.csv',
      'partner_id,person_id,at\nP1,u-80,2026-02-01T08:00:00Z\nP1,u-81,2026-02-01T08:00:00Z\n',
    );
    await at(folder, 'sync');
    const people = async (): Promise<number> =>
      (await at(folder, 'export', '--json')).stdout.split('\n').filter((line) => /"person":"/.test(line)).length;
    expect(await people()).toBe(3);
    expect((await at(folder, 'purge')).code).toBe(2);
    expect((await at(folder, 'purge', '--person', 'u-80', '--source', 'nope')).code).toBe(2);
    const run = await at(folder, 'purge', '--person', 'u-80', '--source', 'lms');
    expect(run.stdout).toContain('2 records of lms named her');
    expect(await people()).toBe(1);
    await at(folder, 'sync', '--full');
    expect(await people()).toBe(1);
    const [entry] = await json(folder, 'audit');
    expect(entry).toMatchObject({ action: 'purge', about: 'lms' });
  });
});

describe('retention', () => {
  it('forgets engagement that is older, once a day also where files are the same; figures of later periods stay', async () => {
    const folder = folderOfTwo();
    const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString();
    put(
      folder,
      'crm/touches.csv',
      `partner_id,kind,at\nP1,call,${day(1000)}\nP1,call,${day(10)}\nP2,call,${day(300)}\n`,
    );
    put(folder, 'crm/portal_sessions.csv', `partner_id,person_id,at\nP1,a,${day(1200)}\nP2,b,${day(20)}\n`);
    await at(folder, 'sync');
    const figures = async () => (await json(folder, 'kpi', 'portal-engagement', '--period', 'last-30-days')).figures;
    const before = await figures();
    const count = async () => (await json(folder, 'status')).records;
    expect(await count()).toMatchObject({ touch: 3, 'portal-session': 2, training: 1 });
    put(folder, 'partner-pulse.yaml', `${configuration}retention: {days: 800}\n`);
    await at(folder, 'sync');
    expect(await count()).toMatchObject({ touch: 2, 'portal-session': 1, training: 1 });
    expect(await figures()).toEqual(before);
    put(folder, 'partner-pulse.yaml', `${configuration}retention: {days: 30}\n`);
    expect((await at(folder, 'config', 'check')).code).toBe(2);
  });
});
