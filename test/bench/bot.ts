import type { ChildProcess } from 'node:child_process';
import { type SlackStandIn, startSlack } from '../doubles/slack/index.ts';
import { startPulse } from './process.ts';

const startTimeoutMs = 60_000;

/** The real bot as a process of its own, beside a stand-in for Slack. */
export interface BenchBot {
  readonly slack: SlackStandIn;
  readonly child: ChildProcess;
  /** From the start of the process to its connection. */
  readonly startSeconds: number;
  stop(): Promise<void>;
}

/** Starts a bot on a folder; it is connected and has done its first sync. */
export async function startBenchBot(folder: string, env: Readonly<Record<string, string>> = {}): Promise<BenchBot> {
  const slack = await startSlack();
  const began = performance.now();
  const child = startPulse(['start'], folder, {
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    ...env,
  });
  const ended = new Promise((settle, reject) => child.once('error', reject).once('close', settle));
  let log = '';
  const synced = Promise.withResolvers<void>();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    if (log.includes('sync done')) synced.resolve();
  });
  child.stdout?.resume();
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await slack.close();
  };
  try {
    await slack.waitForConnection({ timeoutMs: startTimeoutMs });
    const startSeconds = (performance.now() - began) / 1000;
    await Promise.race([synced.promise, ended.then(() => Promise.reject(new Error(`the bot ended: ${log}`)))]);
    return { slack, child, startSeconds, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
