import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { temporaryFolder } from '../config/folder.ts';
import { syncedFolder, writeProgram } from './program.ts';
import { outcomeOf, pulse, startPulse } from './pulse.ts';

const exported = async (cwd: string): Promise<string> => {
  const run = await pulse(['export', '--json'], { cwd });
  expect(run.code, run.stderr).toBe(0);
  return createHash('sha256').update(run.stdout).digest('hex');
};

/** Enough rows that a sync is still busy when its signal arrives. */
function manyEvents(): Record<string, string> {
  const rows = Array.from({ length: 80_000 }, (_, row) => `P1,A${row % 50},view,2026-09-01T08:00:00Z`);
  return { 'content_events.csv': `partner_id,asset_id,kind,at\n${rows.join('\n')}\n` };
}

/** Waits until a sync has left so many bytes beside the store: it has its lock from the first, and is publishing after many. */
async function untilWritten(cwd: string, bytes: number): Promise<void> {
  const log = join(cwd, 'partner-pulse.db-wal');
  for (let tries = 0; tries < 4_000; tries++) {
    if (existsSync(log) && statSync(log).size > bytes) return;
    await pause(5);
  }
  throw new Error('the sync never wrote');
}

describe('a sync that dies half-way', () => {
  it.each([
    ['SIGTERM', 'while it reads', 0],
    ['SIGKILL', 'while it reads', 0],
    ['SIGKILL', 'while it publishes', 100_000],
  ] as const)(
    'by %s %s leaves a complete state, its lock is free, the next one completes',
    async (signal, _when, bytes) => {
      const cwd = await syncedFolder(temporaryFolder());
      const before = await exported(cwd);
      writeProgram(cwd, manyEvents());
      const child = startPulse(['sync'], { cwd });
      const ended = outcomeOf(child);
      await untilWritten(cwd, bytes);
      expect(child.exitCode, 'it had not ended by itself').toBeNull();
      child.kill(signal);
      const run = await ended;
      if (signal === 'SIGTERM') {
        expect(run.code).toBe(1);
        expect(run.stderr).toContain('Stopped by SIGTERM');
      }
      const left = await exported(cwd);
      const again = await pulse(['sync'], { cwd });
      expect(again.code, again.stderr).toBe(0);
      expect(again.stdout).toMatch(/content-event {2,}80000/);
      // The kernel may see the kill just before or just after the commit.
      expect(bytes === 0 ? [before] : [before, await exported(cwd)]).toContain(left);
    },
    120_000,
  );
});

describe('one owner', () => {
  it('that is no bot keeps other writers out, who are told who it is; readers work beside it', async () => {
    const cwd = await syncedFolder(temporaryFolder());
    const store = await openStore({
      address: join(cwd, 'partner-pulse.db'),
      mode: 'own',
      role: 'sync',
      now: () => Date.parse('2026-11-24T08:00:00Z'),
      warn: () => undefined,
    });
    try {
      const run = await pulse(['sync'], { cwd });
      expect([run.code, run.stdout]).toEqual([1, '']);
      expect(run.stderr).toMatch(new RegExp(`in use by sync \\(process ${process.pid} on .+, since 2026-11-24`));
      expect(run.stderr.trim().split('\n')).toHaveLength(1);
      for (const args of [['kpi', 'sourced-revenue'], ['status'], ['export', '--json'], ['backup', 'b.db']]) {
        expect((await pulse(args, { cwd })).code, args[0]).toBe(0);
      }
      expect((await pulse(['status'], { cwd })).stdout).toContain(`Owner: sync, process ${process.pid} on `);
    } finally {
      await store.close();
    }
    expect((await pulse(['status'], { cwd })).stdout).toContain('Owner: nobody');
    expect((await pulse(['sync'], { cwd })).code).toBe(0);
  }, 60_000);
});

describe('a progress bar', () => {
  it('is silent where stderr is no terminal', async () => {
    const cwd = temporaryFolder();
    writeProgram(cwd);
    expect(await pulse(['sync'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });
});
