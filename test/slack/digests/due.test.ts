// long: the life of a subscription's digests, from one due time to the next, is told in one go.
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Reporter } from '../../../src/reports/report.ts';
import { nextDue, recurrenceOf } from '../../../src/schedule/index.ts';
import { type DueSettings, type FailingSource, resumeWaiting, runDigest } from '../../../src/slack/digests/due.ts';
import { digestMessages, digestVoice } from '../../../src/slack/digests/messages.ts';
import { digestJob, digestKey, produceDigest } from '../../../src/slack/digests/produce.ts';
import { digestWaitsMessage } from '../../../src/slack/notices/digest-waits.ts';
import type { NewSubscription } from '../../../src/store/ledger/subscriptions.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { temporaryFolder } from '../../config/folder.ts';
import { reporterOn } from '../../reports/world.ts';
import { asRemoteReporter } from './sample.ts';

const hour = 3_600_000;
const week = 7 * 24 * hour;
/** A Monday, nine o'clock in Berlin. */
const MONDAY = Date.parse('2026-11-02T08:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();

const weekly: NewSubscription = {
  id: 'team',
  report: 'weekly',
  scope: { segment: {}, partners: null },
  destination: { kind: 'channel', id: 'C0TEAM' },
  owner: 'U0MAYA',
  schedule: { day: 1, hour: 9, minute: 0, zone: 'Europe/Berlin' },
  language: 'en',
  quiet: null,
  holidays: [],
  origin: 'slack',
  createdAt: '2026-10-01T08:00:00.000Z',
};

const partners = ['id,name,manager_email,active,joined_at', 'P1,Acme,ann@example.com,true,2025-01-01'];
const attributions = ['deal_id,partner_id,role', 'D1,P1,sourced', 'D2,P1,sourced'];
const registrations = ['id,partner_id,deal_id,status,submitted_at', 'R1,P1,D3,approved,2026-07-01'];
const deal = 'id,name,amount,currency,status,created_at,closed_at';
const won = [deal, 'D1,First,400,EUR,won,2026-07-01,2026-08-10', 'D2,Second,12,EUR,won,2026-07-01,2026-08-11'];

let store: Store;
let now: number;
let reporter: Reporter;
let failing: readonly FailingSource[];
let basis: string;
let begun: boolean;
const settings = (): DueSettings => ({
  store,
  reporter: async () => asRemoteReporter(reporter),
  basis,
  messages: (content, language) => {
    const { root, thread } = digestMessages(
      content,
      digestVoice(content.report, language === 'de' ? 'de' : 'en', { now, command: '/partner-kpi' }),
    );
    return [...root, ...thread];
  },
  waits: (sources, until) =>
    digestWaitsMessage(
      sources,
      until,
      digestVoice({ timeZone: 'Europe/Berlin', currency: 'EUR' }, 'en', { now, command: '/partner-kpi' }).speak,
    ),
  firstNote: async () => null,
  begun: () => begun,
  stale: async () => [],
  failing: async () => failing,
  waitMs: 24 * hour,
  nextDue: ({ report, schedule }, after) => nextDue(recurrenceOf({ report, schedule, fiscalYearStart: 1 }), after),
  clock: () => now,
});

/** As the job does it: the run is claimed, made, and its end noted. */
async function run(dueAt: number, late = false): Promise<string | null> {
  const job = digestJob('team');
  await store.jobRuns.claim(job, iso(dueAt), iso(now), late);
  const { outcome, code, params } = await runDigest('team', { at: iso(dueAt), late, waited: null }, settings());
  await store.jobRuns.end(job, iso(dueAt), { outcome, at: iso(now), code, params });
  return outcome === 'well' ? (code ?? 'well') : code;
}

const queued = () => store.outbox.list({ last: 100 });
const said = async (key: string): Promise<string> =>
  JSON.stringify((await queued()).filter((one) => one.key === key || one.thread === key).map(({ body }) => body));

beforeEach(async () => {
  now = MONDAY;
  failing = [];
  basis = 'as it is';
  begun = true;
  store = await openStore({
    address: join(temporaryFolder(), 'store.db'),
    mode: 'own',
    role: 'bot',
    now: () => now,
    warn: () => undefined,
  });
  onTestFinished(() => store.close());
  reporter = await reporterOn({
    partners,
    deals: [...won, 'D3,Third,7,EUR,open,2026-07-01,'],
    attributions,
    registrations,
  });
  await store.subscriptions.put(weekly);
});

describe('a digest that is due', () => {
  it('is put on its way once, whoever asks and however often, with what it tells kept beside', async () => {
    expect(await run(MONDAY)).toBe('well');
    const first = await queued();
    expect(first[0]).toMatchObject({ key: digestKey('team', iso(MONDAY)), thread: null, figures: true });
    expect(first.slice(1).every(({ thread }) => thread === first[0]?.key)).toBe(true);
    expect((await store.subscriptions.find('team'))?.lastAsOf).toBe(iso(MONDAY));
    expect(
      (await store.published.of('team')).map(({ figure, period, value }) => [figure, period, value]),
    ).toContainEqual(['sourced', '2026-Q3', '412.00']);
    now += 60_000;
    expect(await produceDigest('team', { at: iso(MONDAY), late: null }, settings())).toMatchObject({ kind: 'already' });
    expect(await queued()).toEqual(first);
    expect((await store.subscriptions.find('team'))?.lastAsOf).toBe(iso(MONDAY));
  });

  it('leaves nothing where a part of it cannot be written', async () => {
    const { subscriptions, outbox, published, rowWork, jobRuns } = store;
    // Everything is written, and then the power goes.
    const together: Store['together'] = (work) =>
      store.together(async (parts) => {
        await work(parts);
        throw new Error('the power is gone');
      });
    const broken = { ...settings(), store: { subscriptions, outbox, published, rowWork, jobRuns, together } };
    await expect(produceDigest('team', { at: iso(MONDAY), late: null }, broken)).rejects.toThrow('the power is gone');
    expect(await queued()).toEqual([]);
    expect(await store.published.of('team')).toEqual([]);
    expect((await store.subscriptions.find('team'))?.lastAsOf).toBeNull();
  });

  it('is about what its subscription is about', async () => {
    await store.subscriptions.put({ ...weekly, scope: { segment: { manager: 'bob@example.com' }, partners: null } });
    expect(await run(MONDAY)).toBe('well');
    expect(await said(digestKey('team', iso(MONDAY)))).toContain('bob');
  });

  it('says nothing where the subscription is paused or gone', async () => {
    await store.subscriptions.pause('team', { reason: 'channel-archived', since: iso(now) });
    expect(await run(MONDAY)).toBe('paused-channel-archived');
    await store.subscriptions.remove('team');
    expect(await run(MONDAY + week)).toBe('removed');
    expect(await queued()).toEqual([]);
  });
});

describe('restatements', () => {
  it('what was told and is another number now is said, once, and kept', async () => {
    await run(MONDAY);
    // One reopened, one amount changed.
    reporter = await reporterOn({
      partners,
      deals: [deal, 'D1,First,398,EUR,won,2026-07-01,2026-08-10', 'D2,Second,12,EUR,open,2026-07-01,'],
      attributions,
    });
    now += week;
    await run(now);
    const [restated] = (await store.published.restatements(10)).filter(({ period }) => period === '2026-Q3');
    expect(restated).toMatchObject({ figure: 'sourced', before: '412.00', after: '398.00', subscription: 'team' });
    expect(JSON.stringify(restated?.reasons)).toMatch(/reopened.*amount-changed/);
    const text = await said(digestKey('team', iso(now)));
    expect(text).toMatch(/412/);
    expect(text).toMatch(/398/);
    now += week;
    await run(now);
    expect((await store.published.restatements(10)).filter(({ period }) => period === '2026-Q3')).toHaveLength(1);
  });

  it('another definition or mapping is a reason', async () => {
    await run(MONDAY);
    reporter = await reporterOn({ partners, deals: won.slice(0, 2), attributions: attributions.slice(0, 2) });
    basis = 'mapped otherwise';
    now += week;
    await run(now);
    const restated = (await store.published.restatements(10)).find(({ period }) => period === '2026-Q3');
    expect(JSON.stringify(restated?.reasons)).toContain('basis-changed');
  });
});

describe('what a digest waits for', () => {
  it('a source that fails: it says so once at its place, and comes when the data are there', async () => {
    failing = [{ source: 'crm', since: iso(MONDAY - 8 * hour), code: 'crm-unreachable', params: {} }];
    expect(await run(MONDAY)).toBe('waits-for-sync');
    now += 10 * 60_000;
    expect(await resumeWaiting(settings())).toBe(0);
    expect((await queued()).map(({ key }) => key)).toEqual([`${digestKey('team', iso(MONDAY))}/waits`]);
    expect((await queued())[0]).toMatchObject({ figures: true, body: { text: expect.stringContaining('crm') } });
    failing = [];
    now += 10 * 60_000;
    expect(await resumeWaiting(settings())).toBe(1);
    expect(await store.jobRuns.last(digestJob('team'))).toMatchObject({ outcome: 'well', code: 'waited-for-sync' });
    expect(await said(digestKey('team', iso(MONDAY)))).toMatch(/late|waited/i);
    expect(await resumeWaiting(settings())).toBe(0);
  });

  it('a source that goes on failing: after a day it comes with old data', async () => {
    failing = [{ source: 'crm', since: null, code: 'crm-unreachable', params: {} }];
    await run(MONDAY);
    now += 23 * hour;
    expect(await resumeWaiting(settings())).toBe(0);
    now += hour;
    expect(await resumeWaiting(settings())).toBe(1);
  });

  it('the first sync of a bot that was down: it says nothing of that, and tells the new data', async () => {
    begun = false;
    expect(await run(MONDAY, true)).toBe('waits-for-start');
    expect(await resumeWaiting(settings())).toBe(0);
    expect(await queued()).toEqual([]);
    begun = true;
    expect(await resumeWaiting(settings())).toBe(1);
    expect(await store.jobRuns.last(digestJob('team'))).toMatchObject({ late: true, code: 'was-down' });
  });

  it('quiet hours: it comes when they end', async () => {
    await store.subscriptions.put({ ...weekly, quiet: { from: '20:00', to: '10:30' } });
    expect(await run(MONDAY)).toBe('waits-for-hours');
    now = MONDAY + hour;
    expect(await resumeWaiting(settings())).toBe(0);
    now = MONDAY + 1.5 * hour;
    expect(await resumeWaiting(settings())).toBe(1);
    expect(await store.jobRuns.last(digestJob('team'))).toMatchObject({ code: 'quiet-hours' });
  });

  it('holidays: it comes on the next day that is none, at its hour and not at midnight', async () => {
    await store.subscriptions.put({ ...weekly, holidays: ['2026-11-02', '2026-11-03'] });
    expect(await run(MONDAY)).toBe('waits-for-holiday');
    now = Date.parse('2026-11-03T23:30:00Z');
    expect(await resumeWaiting(settings())).toBe(0);
    now = MONDAY + 48 * hour - 60_000;
    expect(await resumeWaiting(settings())).toBe(0);
    now = MONDAY + 48 * hour;
    expect(await resumeWaiting(settings())).toBe(1);
    expect(await store.jobRuns.last(digestJob('team'))).toMatchObject({ code: 'holiday' });
  });

  it('one that still waits when the next is due never comes, and the account says so', async () => {
    failing = [{ source: 'crm', since: null, code: 'crm-unreachable', params: {} }];
    await run(MONDAY);
    now += week;
    failing = [];
    expect(await run(now)).toBe('well');
    expect(await resumeWaiting(settings())).toBe(0);
    const all = (await queued()).map(({ key }) => key);
    expect(all).not.toContain(digestKey('team', iso(MONDAY)));
    expect(await said(digestKey('team', iso(now)))).toMatch(/failed 1|1 failed/i);
  });
});

it('the account counts what reached Slack, what came late and why, and what never came', async () => {
  for (const [index, late] of [false, true, false].entries()) {
    await run(MONDAY + index * week, late);
    const root = await store.outbox.byKey(digestKey('team', iso(MONDAY + index * week)));
    if (root === undefined) throw new Error('no digest');
    if (index < 2) await store.outbox.sent(root.id, { channel: 'C0TEAM', ts: `${index}`, at: iso(now) });
    else await store.outbox.fail(root.id, 'invalid_blocks');
    now += week;
  }
  await run(now);
  const text = await said(digestKey('team', iso(now)));
  expect(text).toMatch(/sent 2/i);
  expect(text).toMatch(/late 1/i);
  expect(text).toMatch(/failed 1/i);
});

it('snoozed and assigned rows are what they are now: a snooze that is over is none', async () => {
  await store.rowWork.snooze({ record: 'deal', id: 'D1' }, iso(now - 1), 'U0MAYA', iso(now - week));
  await store.rowWork.assign({ record: 'deal', id: 'D2' }, 'U0BEN', iso(now - week));
  let work: ReadonlyMap<string, unknown> = new Map();
  const own = settings();
  await runDigest(
    'team',
    { at: iso(MONDAY), late: false, waited: null },
    {
      ...own,
      messages: (content, language) => {
        work = content.work;
        return own.messages(content, language);
      },
    },
  );
  expect([...work.keys()]).toEqual(['deal/D2']);
});
