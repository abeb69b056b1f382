import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/store/ledger/audit.ts';
import type { Store } from '../../src/store/store.ts';
import { engines, titleOn } from './engines.ts';
import { partner, publication } from './world.ts';

const entry = (at: string, person: string, refused: string | null): AuditEntry => ({
  at,
  person,
  action: 'ask',
  place: 'C0PARTNERS',
  about: `scorecard partner ${at.slice(-4)}`,
  refused,
});
const entries = [
  entry('2026-09-01T08:00:00.000Z', 'U1', null),
  entry('2026-09-01T09:00:00.000Z', 'U2', 'guest'),
  entry('2026-09-02T08:00:00.000Z', 'U1', 'not-yours'),
];

describe.each(engines)('Small writes', (engine) => {
  describe.skipIf(engine.missing !== undefined)(titleOn(engine), () => {
    let store: Store;
    beforeAll(async () => {
      await engine.start();
      store = await (await engine.place()).open();
    }, 60_000);
    afterAll(async () => {
      await store.close();
      await engine.stop();
    });

    it('the audit gives the newest, oldest of them first, and forgets', async () => {
      expect(await store.audit.list({ last: 10 })).toEqual([]);
      for (const one of entries.toReversed()) await store.audit.add(one);
      expect(await store.audit.list({ last: 10 })).toEqual(entries);
      expect(await store.audit.list({ last: 2 })).toEqual(entries.slice(1));
      expect(await store.audit.list({ last: 10, person: 'U1' })).toEqual([entries[0], entries[2]]);
      expect(await store.audit.list({ last: 10, refusedOnly: true })).toEqual(entries.slice(1));
      expect(await store.audit.list({ last: 10, person: 'U1', refusedOnly: true })).toEqual(entries.slice(2));
      await store.audit.forgetBefore('2026-09-01T08:30:00.000Z');
      expect(await store.audit.list({ last: 10 })).toEqual(entries.slice(1));
    });

    it('a personal digest is offered to a person once, of two at the same time too; what was said to it stays', async () => {
      const { digestOffers } = store;
      expect(await digestOffers.find('U1')).toBeNull();
      const at = '2026-09-01T08:00:00.000Z';
      const both = await Promise.all([digestOffers.offer('U1', 'offered', at), digestOffers.offer('U1', 'preset', at)]);
      expect(both.toSorted()).toEqual([false, true]);
      await digestOffers.answer('U1', 'declined', '2026-09-01T09:00:00.000Z');
      expect(await digestOffers.offer('U1', 'offered', '2026-09-02T08:00:00.000Z')).toBe(false);
      expect(await digestOffers.find('U1')).toBe('declined');
      await digestOffers.answer('U2', 'accepted', at);
      expect(await digestOffers.find('U2')).toBe('accepted');
    });

    it('a request is taken once, in its turn, and ends once; a new owner ends what was begun', async () => {
      const { requests } = store;
      const asker = { pid: 7, host: 'here' };
      const second = await requests.ask('sync', { full: true }, '2026-09-01T10:00:01.000Z', asker);
      const first = await requests.ask('sync', {}, '2026-09-01T10:00:00.000Z', asker);
      expect(await requests.take()).toMatchObject({ id: first, state: 'running', askedBy: asker, exitCode: null });
      await requests.report(first, { done: 1, total: 2, what: 'deals' });
      expect((await requests.find(first))?.progress).toEqual({ done: 1, total: 2, what: 'deals' });
      await requests.end(first, { state: 'done', exitCode: 3, report: { reports: [] } });
      await requests.end(first, { state: 'failed', exitCode: 1, report: null });
      expect(await requests.find(first)).toMatchObject({ state: 'done', exitCode: 3, report: { reports: [] } });
      expect(await requests.take()).toMatchObject({ id: second, arguments: { full: true } });
      expect(await requests.take()).toBeUndefined();
      const owned = { since: '2026-09-01T11:00:00.000Z', until: '2026-09-01T11:00:01.000Z' };
      await requests.succeed(owned, '2026-09-01T10:00:00.500Z', { state: 'failed', exitCode: 1, report: null });
      expect(await requests.find(second)).toMatchObject({ state: 'failed', exitCode: 1 });
      expect(await requests.find(first)).toBeUndefined();
    });

    it('a notice is shown once in each place while it holds, and anew when it comes back', async () => {
      const { notices } = store;
      const raised = (at: string, left: number) => ({
        id: 'crm-budget/salesforce',
        source: 'salesforce',
        code: 'crm-budget',
        params: { left, unit: 'calls' },
        at,
      });
      const [first, second, third] = [
        '2026-09-01T08:00:00.000Z',
        '2026-09-01T09:00:00.000Z',
        '2026-09-01T10:00:00.000Z',
      ];
      await notices.raise(raised(first, 9));
      expect(await notices.unshown('log')).toHaveLength(1);
      await notices.markShown('crm-budget/salesforce', 'log');
      await notices.markShown('crm-budget/salesforce', 'log');
      await notices.raise(raised(second, 5));
      const { at: _, ...told } = raised(second, 5);
      const open = { ...told, since: first, lastAt: second };
      expect([await notices.open(), await notices.unshown('log'), await notices.unshown('slack')]).toEqual([
        [open],
        [],
        [open],
      ]);
      await notices.end('crm-budget/salesforce', second);
      await notices.end('crm-budget/salesforce', third);
      expect([await notices.open(), await notices.unshown('slack')]).toEqual([[], []]);
      await notices.raise(raised(third, 1));
      expect(await notices.unshown('log')).toMatchObject([{ since: third, lastAt: third, params: { left: 1 } }]);
      await notices.end('crm-budget/salesforce', third);
    });

    it('calls add up per source and day', async () => {
      const { calls } = store;
      expect(await calls.of('salesforce', '2026-09-01')).toBe(0);
      await calls.add('salesforce', '2026-09-01', 2);
      await calls.add('salesforce', '2026-09-01', 3);
      await calls.add('salesforce', '2026-09-02', 1);
      await calls.add('hubspot', '2026-09-01', 7);
      expect(await calls.of('salesforce', '2026-09-01')).toBe(5);
      expect(await calls.of('salesforce', '2026-09-02')).toBe(1);
    });

    it('the last run of a source is known, and when one last ended well', async () => {
      const { runs } = store;
      const run = (hour: string, ok: boolean) => ({
        source: 'salesforce',
        startedAt: `2026-09-01T${hour}:00:00.000Z`,
        endedAt: `2026-09-01T${hour}:01:00.000Z`,
        ok,
        code: ok ? null : 'crm-limit',
        params: ok ? null : { limit: 100, kind: 'day' },
        mode: 'usual',
        calls: 4,
        nextAt: ok ? '2026-09-01T20:00:00.000Z' : null,
      });
      expect(await runs.last('salesforce')).toBeUndefined();
      await runs.note(run('08', false));
      expect(await runs.last('salesforce')).toEqual({ ...run('08', false), lastSuccessAt: null });
      await runs.note(run('09', true));
      await runs.note(run('10', false));
      expect(await runs.last('salesforce')).toEqual({ ...run('10', false), lastSuccessAt: run('09', true).endedAt });
      expect(await runs.last('hubspot')).toBeUndefined();
    });

    it.skipIf(!engine.sessions)('are made while a publication is under way', async () => {
      let written = false;
      async function* records() {
        yield partner('a');
        await store.audit.add(entry('2026-09-03T08:00:00.000Z', 'U3', null));
        written = (await store.audit.list({ last: 1 }))[0]?.person === 'U3';
        yield partner('b');
      }
      await store.publish({ ...publication([]), records: records() });
      expect(written).toBe(true);
    });
  });
});
