import { setTimeout as pause } from 'node:timers/promises';
import { startSlack } from '../../doubles/slack/index.ts';
import { type Measure, repeated } from '../measure.ts';
import { residentMb, startPulse } from '../process.ts';

const startTimeoutMs = 60_000;
const idleMs = { short: 500, long: 5_000 };

/** The real bot beside a stand-in for Slack: from its start to its connection, and what it holds when it has nothing to do. */
export const bot: Measure = {
  name: 'bot',
  worlds: ['D', 'S', 'M'],
  async run({ folder, repetitions }) {
    const runs = await repeated(repetitions, () =>
      startAndRest(folder, repetitions === 1 ? idleMs.short : idleMs.long),
    );
    return [
      { title: 'bot: start to connected', unit: 's', bar: { atMost: 3 }, values: runs.map(({ seconds }) => seconds) },
      {
        title: 'bot: idle RSS, synced, nothing asked yet',
        unit: 'MB',
        bar: { atMost: 220 },
        values: runs.map(({ idleMb }) => idleMb),
      },
    ];
  },
};

async function startAndRest(
  folder: string,
  restMs: number,
): Promise<{ readonly seconds: number; readonly idleMb: number }> {
  const slack = await startSlack();
  const began = performance.now();
  const child = startPulse(['start'], folder, {
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
  });
  const ended = new Promise((settle, reject) => child.once('error', reject).once('close', settle));
  let log = '';
  const synced = Promise.withResolvers<void>();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    if (log.includes('sync done')) synced.resolve();
  });
  child.stdout?.resume();
  try {
    await slack.waitForConnection({ timeoutMs: startTimeoutMs });
    const seconds = (performance.now() - began) / 1000;
    await Promise.race([synced.promise, ended.then(() => Promise.reject(new Error(`the bot ended: ${log}`)))]);
    await pause(restMs);
    const idleMb = child.pid === undefined ? null : residentMb(child.pid, 'VmRSS');
    return { seconds, idleMb: idleMb ?? Number.NaN };
  } finally {
    child.kill('SIGTERM');
    await ended;
    await slack.close();
  }
}
