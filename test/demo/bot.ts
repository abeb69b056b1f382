import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { SlackStandIn } from '../doubles/slack/index.ts';

/** The real bot, as a process of its own. */
export interface DemoBot {
  readonly pid: number | undefined;
  /** Resolves when the bot can answer; rejects where it ends before that. */
  readonly ready: Promise<void>;
  /** Settles when the bot has ended, with a sentence on how. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

const BIN = fileURLToPath(new URL('../../bin/partner-pulse.js', import.meta.url));
/** The bot promises to end sooner than this. */
const PATIENCE_MS = 6_000;
const ERROR = 50;

/** Starts the bot on the configuration in a folder, in a workspace of the stand-in; tells what goes wrong there. */
export function startDemoBot(
  home: string,
  slack: SlackStandIn,
  tell: (line: string) => void,
  secrets: Readonly<Record<string, string>> = {},
): DemoBot {
  const child = spawn(process.execPath, [BIN, 'start', '--config', join(home, 'partner-pulse.yaml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_API_URL: slack.apiUrl,
      ...secrets,
    },
  });
  return { pid: child.pid, ...follow(child, tell), stop: () => stop(child) };
}

/** Lets the running bot do a job now, as `pulse run` does. Fails with what the command says. */
export async function runJob(job: string, home: string): Promise<void> {
  const child = spawn(process.execPath, [BIN, 'run', job, '--config', join(home, 'partner-pulse.yaml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(said.trim());
}

const logLine = z.object({ msg: z.string(), level: z.number(), code: z.string().optional() });

function follow(child: ChildProcess, tell: (line: string) => void): Pick<DemoBot, 'ready' | 'ended'> {
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  let last = '';
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const { msg, level, code } = parsed(line);
      last = code === undefined ? msg : `${msg} (${code})`;
      if (msg === 'connected to Slack') tell('the bot is connected; it reads the sample program');
      if (msg === 'sync done') ready.resolve();
      // What it merely notices about the sample program is of no interest here; a failed sync has a code.
      if (level >= ERROR || code !== undefined) tell(`the bot says: ${last}`);
    });
  }
  child.on('error', (error) => ended.resolve(`did not start: ${error.message}`));
  // Not on `exit`: its last words may still be in the pipe.
  child.on('close', (code, signal) => {
    const how = signal === null ? `exit code ${code}` : signal;
    ended.resolve(`ended by itself (${how})${last === '' ? '' : `; its last words: “${last}”`}`);
  });
  // Rejects in vain once the bot was ready, and is no failure of its own where only the end is waited for.
  void ended.promise.then((how) => ready.reject(new Error(`the bot ${how}`)));
  ready.promise.catch(() => undefined);
  return { ready: ready.promise, ended: ended.promise };
}

/** A line of the log; plain lines, such as of a bot that could not start, count as information. */
function parsed(line: string): z.infer<typeof logLine> {
  try {
    return logLine.parse(JSON.parse(line));
  } catch {
    return { msg: line, level: 0 };
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await gone;
  clearTimeout(impatient);
}
