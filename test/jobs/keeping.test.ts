import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backup } from '../../jobs/backup.ts';
import type { JobContext } from '../../jobs/job.ts';
import { keptDays, retention } from '../../jobs/retention.ts';
import { openStore } from '../../src/store/open.ts';
import { temporaryFolder } from '../config/folder.ts';
import { contextOf } from './context.ts';
import { clockedStore, day, iso, ms } from './support.ts';

const turn = (dueAt: number) => ({ key: null, dueAt, late: false, byHand: false, onProgress: () => undefined });

describe('the backup', () => {
  const world = async (keep: number) => {
    const { state, store } = await clockedStore('2026-11-24T02:40:00Z');
    const folder = join(temporaryFolder(), 'copies');
    const context: JobContext = contextOf({ store, now: () => state.now, backup: { folder, keep } });
    const run = async () => {
      await backup.run(context, turn(state.now));
      state.now += day;
    };
    return { store, folder, run, state, context };
  };

  it('makes one copy a night that can be opened, and keeps the newest', async () => {
    const { folder, run, store } = await world(2);
    await store.notices.raise({ id: 'x', source: null, code: 'data-old', params: {}, at: iso(0) });
    await run();
    await run();
    writeFileSync(join(folder, 'mine.db'), '');
    writeFileSync(join(folder, 'partner-pulse-2026-11-24T024000Z.db.partial-99'), '');
    await run();
    expect(readdirSync(folder).sort()).toEqual([
      'mine.db',
      'partner-pulse-2026-11-25T024000Z.db',
      'partner-pulse-2026-11-25T024000Z.db.ledger',
      'partner-pulse-2026-11-26T024000Z.db',
      'partner-pulse-2026-11-26T024000Z.db.ledger',
    ]);
    const copy = await openStore({
      address: join(folder, 'partner-pulse-2026-11-26T024000Z.db'),
      mode: 'read',
      role: 'test',
      now: () => 0,
      warn: () => undefined,
    });
    expect((await copy.notices.open()).map(({ id }) => id)).toEqual(['x']);
    await copy.close();
  });

  it('that was broken off is done again', async () => {
    const { folder, run, state } = await world(2);
    await run();
    state.now -= day;
    await run();
    expect(readdirSync(folder)).toHaveLength(2);
    const next = join(folder, 'partner-pulse-2026-11-25T024000Z.db');
    writeFileSync(`${next}.ledger`, 'half');
    await run();
    expect(existsSync(next)).toBe(true);
  });

  it('lacks a folder where none is configured', async () => {
    const { context } = await world(2);
    expect([backup.lacks?.(context), backup.lacks?.({ ...context, backup: null })]).toEqual([null, 'folder']);
  });
});

describe('the retention', () => {
  it('forgets what is older than its time, and nothing else', async () => {
    const { state, store } = await clockedStore('2026-11-24T04:20:00Z');
    const ago = (days: number): string => iso(state.now - days * day);
    for (const days of [keptDays.audit + 1, keptDays.audit - 1]) {
      const entry = { person: 'U1', action: 'ask', place: 'direct', about: String(days), refused: null };
      await store.audit.add({ at: ago(days), ...entry });
    }
    for (const days of [keptDays.jobRuns + 1, keptDays.jobRuns - 1]) {
      await store.jobRuns.claim('backup', ago(days), ago(days), false);
      await store.jobRuns.end('backup', ago(days), { outcome: 'well', at: ago(days) });
    }
    await store.jobRuns.claim('digest', ago(500), ago(500), false);
    const asked: string[] = [];
    for (const days of [keptDays.requests + 1, keptDays.requests - 1]) {
      const id = await store.requests.ask('sync', {}, ago(days), { pid: 1, host: 'h' });
      await store.requests.end(id, { state: 'done', exitCode: 0, report: null });
      asked.push(id);
    }
    const waiting = await store.requests.ask('sync', {}, ago(30), { pid: 1, host: 'h' });
    for (const days of [8, 6]) {
      await store.jobRuns.claim('sync', ago(days), ago(days), false);
      await store.jobRuns.end('sync', ago(days), { outcome: 'well', at: ago(days) });
    }
    const progress: number[] = [];
    await retention.run(contextOf({ store, now: () => state.now }), {
      ...turn(state.now),
      onProgress: (done) => progress.push(done),
    });
    expect((await store.audit.list({ last: 9 })).map(({ about }) => about)).toEqual([String(keptDays.audit - 1)]);
    expect((await store.jobRuns.list({ job: 'backup', last: 9 })).map(({ dueAt }) => dueAt)).toEqual([
      ago(keptDays.jobRuns - 1),
    ]);
    // Syncs may be thousands a day.
    expect((await store.jobRuns.list({ job: 'sync', last: 9 })).map(({ dueAt }) => dueAt)).toEqual([ago(6)]);
    // What runs is not forgotten.
    expect(await store.jobRuns.list({ job: 'digest', last: 9 })).toHaveLength(1);
    const left = await Promise.all(
      [...asked, waiting].map(async (id) => (await store.requests.find(id)) !== undefined),
    );
    expect(left).toEqual([false, true, true]);
    expect(progress).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(ms(ago(0))).toBe(state.now);
  });
});
