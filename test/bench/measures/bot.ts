import { setTimeout as pause } from 'node:timers/promises';
import { startBenchBot } from '../bot.ts';
import { type Measure, repeated } from '../measure.ts';
import { residentMb } from '../process.ts';

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
  const { child, startSeconds, stop } = await startBenchBot(folder);
  try {
    await pause(restMs);
    const idleMb = child.pid === undefined ? null : residentMb(child.pid, 'VmRSS');
    return { seconds: startSeconds, idleMb: idleMb ?? Number.NaN };
  } finally {
    await stop();
  }
}
