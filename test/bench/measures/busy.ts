import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { SlackStandIn } from '../../doubles/slack/index.ts';
import { startBenchBot } from '../bot.ts';
import { type Measure, quantile, type Row, timedAsync } from '../measure.ts';
import { runPulse } from '../process.ts';
import { type BenchWorld, benchWorld, configuration } from '../worlds.ts';

const preload = join(import.meta.dirname, '..', 'loop-delay.ts');
const askEveryMs = 50;
const answerTimeoutMs = 120_000;
/** A smoke run's sync would end before anything was asked. */
const atLeastMs = 2_000;
const quarters = ['2026-Q3', '2026-Q2', '2026-Q1', '2025-Q4', '2025-Q3'] as const;
const kpis = ['revenue', 'registrations', 'content', 'portal', 'onboarding', 'training'] as const;
const loopDelay = z.object({ p99: z.number(), worst: z.number() });

/** What somebody who types a command feels while the bot reads everything again and computes the program's KPIs. */
export const busy: Measure = {
  name: 'busy',
  worlds: ['D', 'S', 'M', 'L'],
  async run(world) {
    const folder = mkdtempSync(join(tmpdir(), 'pulse-bench-busy-'));
    const file = join(folder, 'loop.json');
    try {
      for (const end of ['', '.key']) cpSync(join(world.folder, `pulse.db${end}`), join(folder, `pulse.db${end}`));
      writeFileSync(join(folder, 'partner-pulse.yaml'), await configurationOf(world));
      const bot = await startBenchBot(folder, { NODE_OPTIONS: `--import=${preload}`, BENCH_LOOP_DELAY: file });
      try {
        // The first question reads the store into memory; that is another measure.
        await ask(bot.slack, 'revenue');
        bot.child.kill('SIGUSR2');
        const felt = await whileBusy(bot.slack, folder);
        bot.child.kill('SIGUSR2');
        while (!existsSync(file)) await pause(askEveryMs);
        await pause(askEveryMs);
        return rows(felt, loopDelay.parse(JSON.parse(readFileSync(file, 'utf8'))));
      } finally {
        await bot.stop();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The largest world has no files of its own: beside its records the bot reads those of the next smaller one as a second source. */
async function configurationOf(world: BenchWorld): Promise<string> {
  if (existsSync(world.data)) return configuration(world.data);
  const smaller = await benchWorld('M', () => undefined);
  return configuration(smaller.data, 'second');
}

interface Felt {
  readonly acks: readonly number[];
  readonly answers: readonly number[];
}

/** A full sync beside the bot (which does it), the program's KPIs one after the other, and a command again and again. */
async function whileBusy(slack: SlackStandIn, folder: string): Promise<Felt> {
  let over = false;
  const isOver = (): boolean => over;
  const acks: number[] = [];
  const [answers] = await Promise.all([
    askAll(slack, isOver),
    tapping(slack, acks, isOver),
    Promise.all([runPulse(['sync', '--full'], folder), pause(atLeastMs)]).finally(() => {
      over = true;
    }),
  ]);
  return { acks, answers };
}

async function tapping(slack: SlackStandIn, acks: number[], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const { ackMs, error } = await slack.command({ user: 'U0DEV', channel: 'C0PARTNERS', command, text: 'help' });
    if (error !== undefined) throw new Error(`a command was not acknowledged: ${error}`);
    acks.push(ackMs);
    await pause(askEveryMs);
  }
}

const command = '/partner-kpi';

async function askAll(slack: SlackStandIn, isOver: () => boolean): Promise<number[]> {
  const times: number[] = [];
  for (let asked = 0; !isOver(); asked += 1) {
    const text = `${kpis[asked % kpis.length]} ${quarters[Math.floor(asked / kpis.length) % quarters.length]}`;
    times.push(await timedAsync(() => ask(slack, text)));
  }
  return times;
}

async function ask(slack: SlackStandIn, text: string): Promise<void> {
  const person = { user: 'U0BEN', channel: 'C0RANDOM' };
  const after = slack.mark();
  await slack.command({ ...person, command, text });
  await slack.waitForMessage(person.user, person.channel, () => true, { after, timeoutMs: answerTimeoutMs });
}

function rows({ acks, answers }: Felt, loop: z.infer<typeof loopDelay>): readonly Row[] {
  const row = (title: string, bar: number | null, value: number): Row => ({
    title: `during a full sync and program KPIs: ${title}`,
    unit: 'ms',
    bar: bar === null ? null : { atMost: bar },
    values: [value],
  });
  return [
    row(`envelope to ack, p99 of ${acks.length}`, 50, quantile(acks, 0.99)),
    row('envelope to ack, worst', null, Math.max(...acks)),
    row('delay of the bot’s event loop, p99', 50, loop.p99),
    row('delay of the bot’s event loop, worst', null, loop.worst),
    row(`program KPI asked in Slack, p95 of ${answers.length}`, null, quantile(answers, 0.95)),
  ];
}
