import { describe, expect, it } from 'vitest';
import { reconciliation } from '../../jobs/reconciliation.ts';
import type { SourceSettings } from '../../src/sources/index.ts';
import { sourceSettings } from '../../src/sources/settings.ts';
import type { SyncReport } from '../../src/sources/sync.ts';
import type { SyncAsked } from '../../src/sources/syncer.ts';
import { clockedStore, day, hour, ms, timetableOf } from './support.ts';

const recurrence = { cron: '10 5 * * *', zone: 'UTC' };
const hubspot = (reconcileEveryDays: number, name = 'hubspot'): SourceSettings =>
  sourceSettings.parse({ kind: 'hubspot', name, reconcileEveryDays, mapping: { ready: 'hubspot-labels' } });
const files = sourceSettings.parse({ kind: 'files', name: 'exports', folder: '/nowhere' });

const report: SyncReport = {
  source: 'hubspot',
  result: { added: 0, changed: 0, deleted: 0, unchanged: 0, perType: {} },
  rejectedRows: 0,
  rejectedFields: 0,
  perReason: [],
  first: [],
  rejectsFile: null,
  unmatched: 0,
  warnings: [],
  readAt: null,
  calls: null,
  durationMs: 1,
};

async function bot(...sources: SourceSettings[]) {
  const { state, store } = await clockedStore('2026-11-01T12:00:00Z');
  const asked: string[] = [];
  let fails = false;
  const syncer = {
    sync: async ({ settings, reconcile, onProgress }: SyncAsked): Promise<SyncReport> => {
      asked.push(`${new Date(state.now).toISOString().slice(5, 10)} ${settings.name} ${reconcile}`);
      onProgress(1, 2, 'deals');
      if (fails) throw new Error('down');
      return report;
    },
    refresh: () => Promise.resolve(0),
    decide: () => Promise.resolve(0),
    forget: () => Promise.resolve(0),
  };
  const world = timetableOf([{ job: reconciliation, recurrence }], store, () => state.now, { sources, syncer });
  const nights = async (count: number): Promise<void> => {
    for (let night = 0; night < count; night += 1) {
      state.now = Math.floor(state.now / day) * day + day + 5 * hour + 10 * 60_000;
      await world.look();
    }
  };
  await world.look();
  return { ...world, store, state, asked, nights, fail: (now: boolean) => (fails = now) };
}

describe('the reconciliation', () => {
  it('checks each CRM at night as often as its source says, and files never', async () => {
    const { nights, asked } = await bot(hubspot(7), files, hubspot(1.5, 'other'));
    await nights(8);
    expect(asked).toEqual([
      '11-02 hubspot true',
      '11-02 other true',
      '11-03 other true',
      '11-04 other true',
      '11-05 other true',
      '11-06 other true',
      '11-07 other true',
      '11-08 other true',
      '11-09 hubspot true',
      '11-09 other true',
    ]);
  });

  it('by hand is done whether it is due or not', async () => {
    const { nights, asked, table, state } = await bot(hubspot(7));
    await nights(2);
    state.now += hour;
    expect(await table.runNow('reconciliation/hubspot', () => undefined)).toEqual({ outcome: 'well' });
    expect(asked).toEqual(['11-02 hubspot true', '11-03 hubspot true']);
  });

  it('that failed comes again the next night, and the nights with nothing to do say so', async () => {
    const { nights, asked, store, fail } = await bot(hubspot(7));
    fail(true);
    await nights(1);
    fail(false);
    await nights(2);
    expect(asked).toEqual(['11-02 hubspot true', '11-02 hubspot true', '11-02 hubspot true', '11-03 hubspot true']);
    const runs = await store.jobRuns.list({ job: 'reconciliation/hubspot', last: 9 });
    expect(runs.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['skipped', 'not-due'],
      ['well', null],
      ['failed', 'internal'],
    ]);
    expect(ms('2026-11-04T05:10:00Z')).toBe(Date.parse(runs[0]?.dueAt ?? ''));
  });
});
