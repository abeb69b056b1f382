import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { PulseError } from '../errors.ts';
import { type Work, type WorkReport, workReport } from '../sources/asked-work.ts';
import type { WorkRequest } from '../store/ledger/requests.ts';
import type { Store } from '../store/store.ts';
import { type Context, type Exit, exits } from './command.ts';
import { withStore } from './open.ts';
import { createProgress } from './progress.ts';

const lookEveryMs = 200;

/** A running bot, as its refusal names it. */
interface Bot {
  readonly pid: number;
  readonly host: string;
}

/** The bot that owns the store, if that is why it could not be opened. */
function botThatOwns(error: unknown): Bot | undefined {
  if (!(error instanceof PulseError) || error.code !== 'store-owned') return undefined;
  const { role, pid, host } = error.params;
  return role === 'bot' && typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
}

/** Tells what came of the work. */
export type Tell = (report: WorkReport) => Promise<void>;

/**
 * Does `own`; where a bot owns the store, lets the bot do `work` instead, shows how it goes until it is done and tells
 * it. The exit code. Throws what the work failed with, or `other-host`.
 */
export async function ownOrAsk(
  context: Context,
  own: () => Promise<Exit>,
  work: Work,
  tell: Tell,
  signal: AbortSignal,
): Promise<Exit> {
  for (;;) {
    let bot: Bot | undefined;
    try {
      return await own();
    } catch (error) {
      bot = botThatOwns(error);
      if (bot === undefined) throw error;
    }
    const done = await askBot(context, bot, work, tell, signal);
    if (done !== 'bot-gone') return done;
  }
}

/** `bot-gone`: it ended before, and nobody has the request any more. */
async function askBot(
  context: Context,
  bot: Bot,
  work: Work,
  tell: Tell,
  signal: AbortSignal,
): Promise<Exit | 'bot-gone'> {
  const { host, note, words } = context;
  const hasPath = work.command === 'sync' && (work.from ?? work.rejects) !== null;
  if (bot.host !== hostname() && hasPath) throw new PulseError('other-host', { host: bot.host });
  const ended = await withStore(context, 'read', async (store) => {
    const asker = { pid: process.pid, host: hostname() };
    const id = await store.requests.ask(work.command, work, new Date(host.now()).toISOString(), asker);
    note(words('sync.by-bot', { pid: bot.pid }));
    return watch(context, store, bot, id, signal);
  });
  if (ended === 'left') {
    note(words('sync.left-going', { pid: bot.pid }));
    return exits.failed;
  }
  if (ended === 'gone') {
    note(words('sync.bot-gone', { pid: bot.pid }));
    return 'bot-gone';
  }
  return told(ended, tell);
}

async function watch(
  context: Context,
  store: Store,
  bot: Bot,
  id: string,
  signal: AbortSignal,
): Promise<WorkRequest | 'left' | 'gone'> {
  const progress = createProgress(context.host);
  try {
    for (;;) {
      if (signal.aborted) return 'left';
      // Looked at first: a bot may end its work and itself between the two.
      const runs = isRunning(bot);
      const request = await store.requests.find(id);
      if (request === undefined) throw new PulseError('owner-gone');
      if (request.exitCode !== null) return request;
      if (!runs) {
        // So that the next bot does not do it again.
        await store.requests.end(id, { state: 'refused', exitCode: exits.failed, report: null });
        return 'gone';
      }
      if (request.progress !== null)
        progress.show(request.progress.done, request.progress.total, request.progress.what);
      await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    progress.clear();
  }
}

/** A bot on another machine is taken to be running: its successor ends what it left. */
function isRunning({ pid, host }: Bot): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function told({ report, exitCode, state, command }: WorkRequest, tell: Tell): Promise<Exit> {
  if (state === 'refused') throw new PulseError('bad-argument', { reason: command });
  const done = workReport.parse(report);
  await tell(done);
  const { failure } = done;
  if (failure !== null) throw new PulseError(failure.code, failure.params);
  return exitCode === exits.rejected ? exits.rejected : exits.well;
}
