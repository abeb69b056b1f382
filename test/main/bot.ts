import type { ChildProcess } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { writeProgram } from '../cli/program.ts';
import { outcomeOf, type Run, startPulse } from '../cli/pulse.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { type SlackStandIn, startSlack } from '../doubles/slack/index.ts';

/** A stand-in workspace for one test. */
export async function workspace(): Promise<SlackStandIn> {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  return slack;
}

/** Environment of a bot in that workspace. */
export const environmentOf = (slack: SlackStandIn): Record<string, string> => ({
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_APP_TOKEN: slack.tokens.app,
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_API_URL: slack.apiUrl,
});

/** A folder with the small program, not synced yet, and a configuration. */
export function programFolder(yaml = 'program: {timeZone: Europe/Berlin}\n', access = '{everyone: true}'): string {
  const folder = temporaryFolder();
  put(folder, 'partner-pulse.yaml', `${yaml}access: ${access}\n`);
  writeProgram(folder);
  return folder;
}

export interface RunningBot {
  readonly process: ChildProcess;
  readonly outcome: Promise<Run>;
}

/** Starts the real bot as its own process; it is killed if the test leaves it behind. */
export function startBotProcess(folder: string, env: Readonly<Record<string, string>>): RunningBot {
  const child = startPulse(['start'], { cwd: folder, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { process: child, outcome: outcomeOf(child) };
}
