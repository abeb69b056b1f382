import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Alarms } from '../../jobs/alarms.ts';
import { type JobContext, type TimedJob, type Turn, well } from '../../jobs/job.ts';
import { type Timed, Timetable } from '../../jobs/timetable.ts';
import type { Recurrence } from '../../src/schedule/index.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../config/folder.ts';
import { contextOf } from './context.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const ms = (text: string): number => Date.parse(text);
export const iso = (at: number): string => new Date(at).toISOString();

/** A store at a time that the test sets. */
export async function clockedStore(begin: string) {
  const state = { now: ms(begin) };
  const address = join(temporaryFolder(), 'store.db');
  const open = async (): Promise<Store> => {
    const store = await openStore({
      address,
      mode: 'own',
      role: 'bot',
      now: () => state.now,
      warn: () => undefined,
    });
    onTestFinished(() => store.close());
    return store;
  };
  return { state, address, open, store: await open() };
}

/** A job that writes down when it ran; `work` may do more. */
export function diary(
  given: Partial<TimedJob> & { readonly work?: (turn: Turn, context: JobContext) => Promise<void> } = {},
) {
  const ran: { at: string; due: string; late: boolean; key: string | null }[] = [];
  const { work, ...rest } = given;
  const job: TimedJob = {
    name: 'diary',
    cron: null,
    makeUpWithinMs: 6 * hour,
    retries: { times: 0, pauseMs: minute },
    run: async (context, turn) => {
      ran.push({ at: iso(context.now()), due: iso(turn.dueAt), late: turn.late, key: turn.key });
      await work?.(turn, context);
      return well;
    },
    ...rest,
  };
  return { job, ran };
}

/** A bot's timetable: its clock goes only where the test sets it, its timers fire only when the test looks. */
export function timetableOf(
  timed: readonly (Omit<Timed, 'enabled'> & { readonly enabled?: boolean })[],
  store: Store,
  now: () => number,
  given: Partial<JobContext> = {},
) {
  const stopping = new AbortController();
  const logged: { level: string; message: string; values: object }[] = [];
  const say = (level: string) => (values: object, message: string) => void logged.push({ level, message, values });
  const context = contextOf({
    store,
    now,
    log: { info: say('info'), warn: say('warn'), error: say('error') },
    signal: stopping.signal,
    ...given,
  });
  const pauses: number[] = [];
  const booked: { recurrences: readonly Recurrence[] } = { recurrences: [] };
  const alarms: Alarms = {
    set: (recurrences) => {
      booked.recurrences = recurrences;
    },
    cancel: () => {
      booked.recurrences = [];
    },
  };
  const table = new Timetable({
    timed: timed.map((one) => ({ enabled: true, ...one })),
    context,
    pause: async (milliseconds, signal) => {
      pauses.push(milliseconds);
      return !signal.aborted;
    },
    alarms: () => alarms,
  });
  return {
    table,
    context,
    logged,
    pauses,
    booked,
    /** Looks, and waits until what is due has run. */
    look: async () => {
      await table.look();
      await table.idle();
    },
    /** The bot dies: nothing of it goes on, nothing is written down. */
    abort: () => stopping.abort(),
  };
}
