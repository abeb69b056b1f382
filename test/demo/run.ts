import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SLACKBOT, type SlackStandIn, startSlack } from '../doubles/slack/index.ts';
import { type DemoBot, runJob, startDemoBot } from './bot.ts';
import { type Page, servePage } from './page/server.ts';
import type { Moment } from './page/snapshot.ts';
import { demoSeed, START, WELCOME } from './workspace.ts';
import { generateWorld, writeWorld } from './world/index.ts';

/** The subscription of the demo. */
const DIGEST = 'partner-team';

export interface DemoOptions {
  /** The page's port: the first of these that is free; 0 is any. */
  readonly ports: readonly number[];
  /** Chooses the sample program. */
  readonly seed: number;
  readonly tell: (line: string) => void;
}

export interface Demo {
  readonly url: string;
  readonly slack: SlackStandIn;
  readonly bot: DemoBot;
  /** Ends bot, page and workspace and removes what they wrote. */
  stop(): Promise<void>;
}

/**
 * Plays the main job: a sample program, the real bot, a workspace that stands in for Slack, and a page to look at it.
 * Throws an Error that says what to do where no port is free; nothing is left behind then.
 */
export async function startDemo({ ports, seed, tell }: DemoOptions): Promise<Demo> {
  const closers: (() => unknown)[] = [];
  const stop = once(async () => {
    for (const close of closers.toReversed()) await close();
  });
  try {
    const slack = await startSlack({ seed: demoSeed, botName: 'Partner Pulse' });
    closers.push(() => slack.close());
    const home = mkdtempSync(join(tmpdir(), 'partner-pulse-demo-'));
    closers.push(() => rmSync(home, { recursive: true, force: true }));
    const page = await openPage(slack, ports, monday(home));
    closers.push(() => page.close());
    tell('writing the sample program: 60 partners, two years');
    // As of this morning, so that whoever starts the demo twice on a day sees the same numbers.
    const asOf = new Date().setUTCHours(0, 0, 0, 0);
    await writeWorld(generateWorld({ seed, asOf }), join(home, 'data'));
    const configuration = join(home, 'partner-pulse.yaml');
    writeFileSync(configuration, CONFIGURATION);
    slack.workspace.add({ channel: START.channel, user: SLACKBOT, text: WELCOME, blocks: [] });
    slack.im(START.user);
    tell('starting the bot');
    const bot = startDemoBot(home, slack, tell);
    closers.push(() => bot.stop());
    return { url: `${page.url}#${START.user}/${START.channel}`, slack, bot, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The team's digests; the bot posts them at their times, or when the page's button says that it is time. */
const CONFIGURATION = `program: {timeZone: Europe/Berlin}
access: {everyone: true}
subscriptions:
  - {id: ${DIGEST}, report: weekly, channel: ${START.channel}, day: 1, time: "09:00", zone: Europe/Berlin}
`;

const monday = (home: string): Moment => ({
  name: 'monday',
  label: 'It is Monday, 9:00',
  hint: 'Posts the weekly digest of the partner team, as it comes by itself on Mondays',
  run: () => runJob(`digest/${DIGEST}`, home),
});

async function openPage(slack: SlackStandIn, ports: readonly number[], moment: Moment): Promise<Page> {
  for (const port of ports) {
    try {
      return await servePage(slack, { port, moments: [moment] });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'EACCES') throw new Error(`port ${port} is not allowed to you. Remedy: one above 1024`);
      if (code !== 'EADDRINUSE') throw error;
    }
  }
  const [first, last] = [ports[0], ports.at(-1)];
  const taken = first === last ? `port ${first} is taken` : `the ports ${first} to ${last} are taken`;
  throw new Error(`${taken}. Remedy: name a free one, such as --port ${Number(last) + 1}; --port 0 takes any`);
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= work();
    return done;
  };
}
