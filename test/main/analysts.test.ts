import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { emptyBoard } from '../../jobs/job.ts';
import { sync } from '../../jobs/sync.ts';
import { PulseError } from '../../src/errors.ts';
import { analystState } from '../../src/main/analyst-state.ts';
import { AnalystThread } from '../../src/main/analyst-thread.ts';
import { createAnalysts } from '../../src/main/analysts.ts';
import { createSyncer } from '../../src/main/sync-thread.ts';
import { programSettings } from '../../src/records/settings.ts';
import { openStore } from '../../src/store/open.ts';
import { writeProgram } from '../cli/program.ts';
import { temporaryFolder } from '../config/folder.ts';
import { contextOf } from '../jobs/context.ts';

const settings = programSettings.parse({});
const now = (): number => Date.parse('2026-11-24T08:00:00Z');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('an analyst is made once per version of the data, however many ask, and again after a sync that changed some', async () => {
  const folder = temporaryFolder();
  const store = await openStore({
    address: join(folder, 'p.db'),
    mode: 'own',
    role: 'bot',
    now,
    warn: () => undefined,
  });
  onTestFinished(() => store.close());
  const thread = new AnalystThread({ store: store.where, settings });
  onTestFinished(() => thread.stop());
  const failures: unknown[] = [];
  const analysts = createAnalysts(store, thread, (error) => failures.push(error));
  const board = emptyBoard();
  const sources = [{ kind: 'files', name: 'exports', folder: join(folder, 'data') } as const];
  const outside = { beside: store.where, secrets: {}, named: {}, proxy: null };
  const syncer = createSyncer({
    store: store.where,
    personKey: undefined,
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    outside,
    log,
  });
  const context = contextOf({ store, sources, syncer, board, now });

  expect(await analystState(analysts, board, store.notices)).toEqual({ kind: 'loading', progress: null });

  await sync.run(context);
  const [failure] = board.failures.values();
  expect(failure).toBeInstanceOf(PulseError);
  expect(await analystState(analysts, board, store.notices)).toEqual({
    kind: 'failed',
    error: failure,
    analyst: null,
    stale: [],
  });

  writeProgram(folder);
  await sync.run(context);
  const [first, second] = await Promise.all([analysts.current(), analysts.current()]);
  expect([first === second, first.partnerCount]).toEqual([true, 2]);
  await sync.run(context);
  expect(await analysts.current()).toBe(first);
  expect(await analystState(analysts, board, store.notices)).toEqual({ kind: 'ready', analyst: first, stale: [] });

  writeProgram(folder, {
    'content_events.csv': 'partner_id,asset_id,kind,at\nP1,A1,view,2026-09-01\nP1,A2,view,2026-09-01\n',
  });
  await sync.run(context);
  expect(await analysts.current()).not.toBe(first);
  expect(failures).toEqual([]);
});
