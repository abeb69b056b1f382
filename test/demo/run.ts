import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { SLACKBOT, type SlackStandIn, startSlack } from '../doubles/slack/index.ts';
import { type Page, servePage } from './page/server.ts';
import { demoSeed, START, WELCOME } from './workspace.ts';
import { generateWorld, writeWorld } from './world/index.ts';

export interface DemoOptions {
  /** The page's port; the next free one where it is taken. */
  readonly port: number;
  /** Chooses the sample program. */
  readonly seed: number;
  readonly tell: (line: string) => void;
}

export interface Demo {
  readonly url: string;
  readonly slack: SlackStandIn;
  /** Settles when the bot can answer. */
  readonly ready: Promise<void>;
  /** Settles when the bot has ended by itself, with what it said last. */
  readonly died: Promise<string>;
  /** Ends bot, page and workspace and removes what they wrote. */
  stop(): Promise<void>;
}

const BIN = fileURLToPath(new URL('../../bin/partner-pulse.js', import.meta.url));
const PORTS_TRIED = 20;

/** Plays the main job: a sample program, the real bot, a workspace that stands in for Slack, and a page to look at it. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const home = mkdtempSync(join(tmpdir(), 'partner-pulse-demo-'));
  const slack = await startSlack({ seed: demoSeed, botName: 'Partner Pulse' });
  try {
    options.tell('writing the sample program: 60 partners, two years');
    await writeWorld(generateWorld({ seed: options.seed, asOf: Date.now() }), join(home, 'data'));
    writeFileSync(join(home, 'partner-pulse.yaml'), 'program: {timeZone: Europe/Berlin}\n');
    slack.workspace.add({ channel: START.channel, user: SLACKBOT, text: WELCOME, blocks: [] });
    slack.im(START.user);
    const page = await openPage(slack, options.port);
    options.tell('starting the bot');
    const bot = startBot(home, slack);
    return {
      url: `${page.url}#${START.user}/${START.channel}`,
      slack,
      ...watch(bot, options),
      stop: once(() => stop(bot, page, slack, home)),
    };
  } catch (error) {
    await slack.close();
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

async function openPage(slack: SlackStandIn, port: number): Promise<Page> {
  for (let tried = port; ; tried++) {
    try {
      return await servePage(slack, { port: tried });
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || port === 0 || tried >= port + PORTS_TRIED) throw error;
    }
  }
}

function startBot(home: string, slack: SlackStandIn): ChildProcess {
  return spawn(process.execPath, [BIN, 'start', '--config', join(home, 'partner-pulse.yaml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_API_URL: slack.apiUrl,
    },
  });
}

const logLine = z.object({ msg: z.string() });

/** Follows what the bot says: ready after its first sync; its last words where it ends. */
function watch(bot: ChildProcess, { tell }: DemoOptions): Pick<Demo, 'ready' | 'died'> {
  const ready = Promise.withResolvers<void>();
  const died = Promise.withResolvers<string>();
  let last = '';
  if (bot.stderr !== null) {
    createInterface({ input: bot.stderr }).on('line', (line) => {
      last = line;
      const message = messageOf(line);
      if (message === 'connected to Slack') tell('the bot is connected; it reads the sample program');
      if (message === 'sync done') ready.resolve();
    });
  }
  bot.on('exit', () => died.resolve(messageOf(last) ?? last));
  bot.on('error', (error) => died.resolve(error.message));
  return { ready: ready.promise, died: died.promise };
}

function messageOf(line: string): string | null {
  try {
    return logLine.safeParse(JSON.parse(line)).data?.msg ?? null;
  } catch {
    return null;
  }
}

async function stop(bot: ChildProcess, page: Page, slack: SlackStandIn, home: string): Promise<void> {
  if (bot.exitCode === null && bot.signalCode === null) {
    const gone = new Promise<void>((resolve) => bot.once('exit', () => resolve()));
    bot.kill('SIGTERM');
    const impatient = setTimeout(() => bot.kill('SIGKILL'), 6_000);
    await gone;
    clearTimeout(impatient);
  }
  await page.close();
  await slack.close();
  rmSync(home, { recursive: true, force: true });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= work();
    return done;
  };
}
