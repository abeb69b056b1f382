import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../src/store/open.ts';
import { permanentFolder } from '../config/folder.ts';
import { syncedFolder } from './program.ts';
import { pulseHere, type Run } from './pulse.ts';
import { schemaChecker } from './schemas.ts';

const check = schemaChecker();
let folder = '';
beforeAll(async () => {
  folder = await syncedFolder(permanentFolder());
}, 60_000);
const at = (...args: string[]): Promise<Run> => pulseHere(['subscriptions', ...args], { cwd: folder });

const one = z.looseObject({ id: z.string(), next: z.string().nullable(), pause: z.unknown() });
async function json(...args: string[]): Promise<z.infer<typeof one>> {
  const run = await at(...args, '--json');
  expect(run.code, run.stderr).toBe(0);
  const told: unknown = JSON.parse(run.stdout);
  check('subscriptions', told);
  return one.parse(z.object({ subscription: z.unknown() }).parse(told).subscription);
}
async function all(): Promise<readonly z.infer<typeof one>[]> {
  const told: unknown = JSON.parse((await at('--json')).stdout);
  check('subscriptions', told);
  return z.object({ subscriptions: z.array(one) }).parse(told).subscriptions;
}
afterAll(async () => {
  for (const { id } of await all()) await at('remove', id);
});

it('adds, lists, shows, pauses, resumes and removes, beside a running owner', async () => {
  const owner = await openStore({
    address: join(folder, 'partner-pulse.db'),
    mode: 'own',
    role: 'bot',
    now: Date.now,
    warn: () => undefined,
  });
  try {
    expect((await at()).stdout).toBe('Nobody has subscribed to anything.\n');
    const added = await json(
      ...['add', '--report', 'weekly', '--channel', 'C012ABCDEF', '--day', 'Dienstag', '--time', '07:30'],
      ...['--zone', 'Asia/Kolkata', '--segment', 'tier=gold', '--partner', 'acme', '--language', 'de'],
      ...[
        '--quiet',
        '20:00-7:00',
        '--holiday',
        '2026-12-24..2026-12-26',
        '--holiday',
        '2027-01-01',
        '--owner',
        'U012ABCDEF',
      ],
    );
    expect(added).toMatchObject({
      report: 'weekly',
      scope: { segment: { tier: 'Gold' }, partners: ['P1'] },
      destination: { kind: 'channel', id: 'C012ABCDEF' },
      owner: 'U012ABCDEF',
      schedule: { day: 2, hour: 7, minute: 30, zone: 'Asia/Kolkata' },
      language: 'de',
      quiet: { from: '20:00', to: '07:00' },
      holidays: ['2026-12-24', '2026-12-25', '2026-12-26', '2027-01-01'],
      origin: 'command',
      pause: null,
    });
    expect(
      new Date(added.next ?? '').toLocaleString('en-GB', {
        timeZone: 'Asia/Kolkata',
        weekday: 'long',
        timeStyle: undefined,
      }),
    ).toMatch(/Tuesday/);
    expect(await owner.subscriptions.find(added.id)).toMatchObject({ id: added.id });

    const table = (await at()).stdout;
    expect(table).toContain(added.id);
    expect(table).toContain('tier=Gold, P1');
    const paused = await json('pause', added.id);
    expect(paused).toMatchObject({ next: null, pause: { reason: 'by-hand' } });
    expect((await at('show', added.id)).stdout).toMatch(/Next\s+Paused since .*Somebody paused it/);
    expect(await json('resume', added.id)).toMatchObject({ pause: null });
    expect((await at('show', added.id)).stdout).toMatch(/When\s+every Tuesday at 07:30 \(Asia\/Kolkata\)/);
    const again = await at('add', '--channel', 'C012ABCDEF', '--segment', 'tier=Gold', '--partner', 'P1');
    expect(again.stderr).toContain('takes the place of the same subscription');
    expect(await all()).toHaveLength(1);
    const gone = await at('remove', added.id, '--json');
    check('subscriptions', JSON.parse(gone.stdout));
    expect(await all()).toEqual([]);
  } finally {
    await owner.close();
  }
});

describe('refuses, with nothing done:', () => {
  const to = ['--channel', 'C012ABCDEF'];
  it.each([
    ['nowhere', ['add'], /either --channel ID or --user ID/],
    ['two places', ['add', ...to, '--user', 'U012ABCDEF'], /either --channel ID or --user ID/],
    ['a channel by name', ['add', '--channel', '#sales'], /id begins with C/],
    ['a person by name', ['add', '--user', 'maya'], /no Slack user id/],
    ['another report', ['add', ...to, '--report', 'daily'], /no report “daily”: weekly, monthly, quarterly/],
    ['an eighth day', ['add', ...to, '--day', '8'], /--day 8/],
    ['a 30th of the month', ['add', ...to, '--report', 'monthly', '--day', '30'], /--day 30/],
    ['no time', ['add', ...to, '--time', '9 o’clock'], /--time 9 o’clock/],
    ['no zone', ['add', ...to, '--zone', 'Berlin'], /--zone Berlin/],
    ['an offset', ['add', ...to, '--zone', '+02:00'], /--zone \+02:00/],
    ['half of quiet hours', ['add', ...to, '--quiet', '20:00'], /--quiet 20:00/],
    ['quiet hours at its time', ['add', ...to, '--quiet', '08:00-10:00'], /within --quiet/],
    ['a day that is none', ['add', ...to, '--holiday', '2026-02-30'], /--holiday 2026-02-30/],
    ['another language', ['add', ...to, '--language', 'fr'], /fr/],
    [
      'a group of nobody',
      ['add', ...to, '--segment', 'tier=Bronze'],
      /No partner is in tier=Bronze\. There are: .*Gold, Silver/,
    ],
    ['an unknown partner', ['add', ...to, '--partner', 'Nobody AG'], /Nobody AG/],
    ['another verb', ['stop'], /Expected list, add/],
    ['no id', ['remove'], /ID/],
    ['an unknown id', ['show', 'S-NOTHERE2'], /no subscription S-NOTHERE2/],
    ['options of add elsewhere', ['list', '--day', '3'], /--day goes with/],
  ])('%s', async (_what, args, message) => {
    const run = await at(...args);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(await all()).toEqual([]);
  });
});
