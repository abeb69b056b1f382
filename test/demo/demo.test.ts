import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startDemo } from './run.ts';

const DEMO = fileURLToPath(new URL('./demo.ts', import.meta.url));

interface RunningDemo {
  readonly child: ChildProcess;
  /** Where it keeps what it writes. */
  readonly folder: string;
  /** Resolves with the first output that matches. */
  said(pattern: RegExp): Promise<string>;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** Runs the demo as a newcomer would, without a terminal, in a process group of its own. */
function runDemo(...args: readonly string[]): RunningDemo {
  const folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  const child = spawn(process.execPath, [DEMO, '--no-open', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: folder },
  });
  const said = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      said[name] += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...said }));
  });
  onTestFinished(() => {
    killGroup(child);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    child,
    folder,
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const [found] = pattern.exec(said.stdout) ?? [];
          if (found !== undefined) resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then(({ stderr }) => reject(new Error(`the demo ended before it said ${pattern}: ${stderr}`)));
      }),
  };
}

/** Whether anything of the demo is still there. */
function isAlive({ pid }: ChildProcess): boolean {
  try {
    return pid !== undefined && process.kill(-pid, 0);
  } catch {
    return false;
  }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone already, as it should be.
  }
}

const snapshotSchema = z.object({ messages: z.record(z.string(), z.array(z.object({ text: z.string() }))) });

/** What Maya sees after `/partner-kpi acme`, asked and read as the page does. */
async function answerOf(url: string): Promise<string> {
  const stream = await fetch(new URL('stream?user=U0MAYA', url));
  await fetch(new URL('do', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      deed: 'command',
      user: 'U0MAYA',
      channel: 'C0TEAM',
      command: '/partner-kpi',
      text: 'acme',
    }),
  });
  let buffer = '';
  for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    buffer += chunk;
    const whole = buffer.split('\n\n');
    buffer = whole.pop() ?? '';
    for (const event of whole) {
      const { messages } = snapshotSchema.parse(JSON.parse(event.replace(/^data: /, '')));
      const answer = messages.C0TEAM?.find(({ text }) => text.includes('Next:'));
      if (answer !== undefined) return answer.text;
    }
  }
  throw new Error('the stream ended without an answer');
}

test('the first answer comes within 15 s of the command, and Ctrl-C ends everything', async () => {
  const began = performance.now();
  const demo = runDemo('--port', '0');
  await demo.said(/ready after \d+\.\d s/);
  const url = await demo.said(/http:\/\/127\.0\.0\.1:\d+\//);
  expect(await answerOf(url)).toContain('Acme Cloud GmbH');
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(readdirSync(demo.folder)).toHaveLength(1);

  demo.child.kill('SIGINT');
  const { code, stderr } = await demo.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(isAlive(demo.child)).toBe(false);
  expect(readdirSync(demo.folder)).toEqual([]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('SIGTERM while it starts ends it as well', async () => {
  const demo = runDemo('--port', '0');
  await demo.said(/starting the bot/);
  demo.child.kill('SIGTERM');
  expect(await demo.ended).toMatchObject({ code: 0, stderr: '' });
  expect(isAlive(demo.child)).toBe(false);
  expect(readdirSync(demo.folder)).toEqual([]);
});

test('a port that is taken is named with its remedy, in one line', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const demo = runDemo('--port', String(port));
  const { code, stderr } = await demo.ended;
  expect(code).toBe(2);
  expect(stderr).toMatch(new RegExp(`^The demo could not start: port ${port} is taken\\. Remedy: .+\\n$`));
  expect(readdirSync(demo.folder)).toEqual([]);
});

test.each([['--port', 'x'], ['--seed', '1.5'], ['--nonsense']])('%s %s is refused in one line', async (...args) => {
  const { code, stderr } = await runDemo(...args).ended;
  expect(code).toBe(2);
  expect(stderr).toMatch(/^The demo could not start: [^\n]+\n$/);
});

test('a bot that dies is told of with how it died', async () => {
  const demo = await startDemo({ ports: [0], seed: 7, tell: () => undefined });
  onTestFinished(() => demo.stop());
  await demo.bot.ready;
  expect(demo.bot.pid).toBeGreaterThan(0);
  process.kill(Number(demo.bot.pid), 'SIGKILL');
  expect(await demo.bot.ended).toMatch(/^ended by itself \(SIGKILL\); its last words: “/);
});
