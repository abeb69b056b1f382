import { describe, expect, it } from 'vitest';
import { type Config, loadConfig } from '../../src/config/config.ts';
import { BadConfig } from '../../src/config/problems.ts';
import { applyConfigured } from '../../src/slack/subscriptions/applied.ts';
import { storeIn } from '../slack/subscriptions/bot.ts';
import { put, temporaryFolder } from './folder.ts';

function load(yaml: string): Config {
  const folder = temporaryFolder();
  put(folder, 'partner-pulse.yaml', yaml);
  return loadConfig({ callerFolder: folder, env: {} });
}

function problemsOf(yaml: string): readonly (readonly [number | null, string, string])[] {
  try {
    load(yaml);
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error;
    return error.problems.map(({ line, key, expected, nearest }) => [
      line,
      key,
      nearest ?? (expected?.kind === 'phrase' ? expected.text : (expected?.kind ?? '')),
    ]);
  }
  throw new Error('the configuration was accepted');
}

describe('subscriptions in the configuration', () => {
  it('have the program’s zone, the bot’s language, Monday and nine o’clock where they say nothing', () => {
    const { subscriptions } = load(
      'program: {timeZone: Asia/Kolkata}\nslack: {language: de}\nsubscriptions:\n  - {id: all, report: weekly, channel: C012ABCDEF}\n',
    );
    expect(subscriptions).toEqual([
      {
        id: 'all',
        report: 'weekly',
        scope: { segment: {}, partners: null },
        destination: { kind: 'channel', id: 'C012ABCDEF' },
        schedule: { day: 1, hour: 9, minute: 0, zone: 'Asia/Kolkata' },
        language: 'de',
        quiet: null,
        holidays: [],
        owner: null,
      },
    ]);
  });

  it('may say everything', () => {
    const { subscriptions } = load(`subscriptions:
  - id: gold-review
    report: quarterly
    user: U012ABCDEF
    scope: {tier: Gold, manager: maya@example.com, partners: [P1, P2]}
    day: 28
    time: "7:30"
    zone: Europe/Berlin
    language: en
    quiet: {from: "20:00", to: "7:00"}
    holidays: [2026-12-24..2026-12-25, 2027-01-01]
    owner: U0OWNER1
`);
    expect(subscriptions).toMatchObject([
      {
        scope: { segment: { tier: 'Gold', manager: 'maya@example.com' }, partners: ['P1', 'P2'] },
        destination: { kind: 'direct', id: 'U012ABCDEF' },
        schedule: { day: 28, hour: 7, minute: 30, zone: 'Europe/Berlin' },
        quiet: { from: '20:00', to: '07:00' },
        holidays: ['2026-12-24', '2026-12-25', '2027-01-01'],
        owner: 'U0OWNER1',
      },
    ]);
  });

  it.each([
    ['report: daily, channel: C0A1', '2 subscriptions[0].report one-of'],
    ['report: weekly', '2 subscriptions[0].channel either a channel or a user'],
    ['report: weekly, channel: C0A1, user: U0A1', '2 subscriptions[0].user either a channel or a user'],
    ['report: weekly, channel: "#sales"', '2 subscriptions[0].channel a Slack channel id (C…)'],
    ['report: weekly, user: maya', '2 subscriptions[0].user a Slack user id (U…)'],
    ['report: weekly, channel: C0A1, day: 8', '2 subscriptions[0].day 1 (Monday) to 7 (Sunday)'],
    ['report: monthly, channel: C0A1, day: 29', '2 subscriptions[0].day 1 to 28'],
    ['report: weekly, channel: C0A1, time: "25:00"', '2 subscriptions[0].time a time such as 09:00, in quotes'],
    ['report: weekly, channel: C0A1, zone: Mars/Olympus', '2 subscriptions[0].zone a time zone such as Europe/Berlin'],
    ['report: weekly, channel: C0A1, scope: {teir: Gold}', '2 subscriptions[0].scope.teir tier'],
    [
      'report: weekly, channel: C0A1, holidays: [2026-02-30]',
      '2 subscriptions[0].holidays[0] a day such as 2026-12-25',
    ],
    ['report: weekly, channel: C0A1, quiet: {from: "8:00", to: "10:00"}', '2 subscriptions[0].time a time outside'],
    ['report: weekly, channel: C0A1, quiet: {from: "8:00", to: "8:00"}', '2 subscriptions[0].quiet.to another time'],
  ])('{%s} is refused with its line and key', (entry, told) => {
    const [problem, ...more] = problemsOf(`subscriptions:\n  - {id: one, ${entry}}\n`);
    expect(more).toEqual([]);
    expect(problem?.join(' ').startsWith(told), problem?.join(' ')).toBe(true);
  });

  it('have each its own id, and are each something else', () => {
    const one = '{id: a, report: weekly, channel: C0A1}';
    expect(problemsOf(`subscriptions:\n  - ${one}\n  - {id: a, report: monthly, channel: C0A1}\n`)).toEqual([
      [3, 'subscriptions[1].id', 'an id that no other one has'],
    ]);
    expect(problemsOf(`subscriptions:\n  - ${one}\n  - {id: b, report: weekly, channel: C0A1, day: 2}\n`)).toEqual([
      [3, 'subscriptions[1].id', 'no second one of the same report, scope and place (see a)'],
    ]);
    expect(problemsOf('subscriptions:\n  - {id: S-7KQ2MF9X, report: weekly, channel: C0A1}\n')[0]?.[1]).toBe(
      'subscriptions[0].id',
    );
  });
});

describe('the store follows the configuration', () => {
  const yaml = (...entries: string[]): Config => load(`subscriptions: [${entries.join(', ')}]\n`);
  const weekly = '{id: all, report: weekly, channel: C0A1, time: "09:00"}';
  const now = Date.parse('2026-11-24T09:00:00Z');

  it('adds, changes and removes its own, and touches nobody else’s', async () => {
    const store = await storeIn(temporaryFolder());
    try {
      const theirs = {
        ...(yaml(weekly).subscriptions[0] ?? expect.fail('there is one')),
        id: 'S-THEIRS2',
        origin: 'slack' as const,
        createdAt: new Date(now).toISOString(),
      };
      await store.subscriptions.put(theirs);
      expect(await applyConfigured(store, yaml(weekly), now)).toEqual({ configured: 1, removed: 0 });
      await store.subscriptions.noteDigest('all', '2026-11-23T08:00:00.000Z');
      await store.subscriptions.pause('all', { reason: 'by-hand', since: '2026-11-23T08:00:00.000Z' });
      await applyConfigured(store, yaml('{id: all, report: weekly, channel: C0B2, time: "10:00"}'), now + 60_000);
      expect(await store.subscriptions.find('all')).toMatchObject({
        origin: 'configuration',
        destination: { id: 'C0B2' },
        schedule: { hour: 10 },
        createdAt: '2026-11-24T09:00:00.000Z',
        lastAsOf: '2026-11-23T08:00:00.000Z',
        pause: { reason: 'by-hand' },
      });
      // About something else: what was told before does not count for it.
      await applyConfigured(store, yaml('{id: all, report: monthly, channel: C0B2}'), now + 120_000);
      expect(await store.subscriptions.find('all')).toMatchObject({ report: 'monthly', lastAsOf: null, pause: null });
      expect(await applyConfigured(store, yaml(), now)).toEqual({ configured: 0, removed: 1 });
      expect(await store.subscriptions.list()).toEqual([{ ...theirs, pause: null, lastAsOf: null }]);
    } finally {
      await store.close();
    }
  });
});
