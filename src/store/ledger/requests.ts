import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Db } from '../database.ts';
import { inLedger, type Ledger } from './ledger.ts';

/** Who asked: enough to find the process. */
export interface Asker {
  readonly pid: number;
  readonly host: string;
}

export interface RequestProgress {
  readonly done: number;
  readonly total: number;
  readonly what: string;
}

export const requestStates = ['waiting', 'running', 'done', 'failed', 'refused'] as const;
export type RequestState = (typeof requestStates)[number];

/** Something that a command asks the owner of the store to do. */
export interface WorkRequest {
  readonly id: string;
  readonly command: string;
  /** As the asker gave them: to be checked by whoever carries them out. */
  readonly arguments: unknown;
  readonly askedAt: string;
  readonly askedBy: Asker;
  readonly state: RequestState;
  readonly progress: RequestProgress | null;
  /** null until the request has ended. */
  readonly exitCode: number | null;
  /** What came of it: to be checked by the asker. */
  readonly report: unknown;
}

/** How a request ended. */
export interface RequestEnd {
  readonly state: 'done' | 'failed' | 'refused';
  readonly exitCode: number;
  readonly report: unknown;
}

/** Requests of commands to the owner. Written without owning the store. */
export interface Requests {
  /** Returns the new request's id. */
  ask(command: string, args: unknown, askedAt: string, askedBy: Asker): Promise<string>;
  find(id: string): Promise<WorkRequest | undefined>;
  /** The owner takes the one that has waited longest; it is then `running`. */
  take(): Promise<WorkRequest | undefined>;
  report(id: string, progress: RequestProgress): Promise<void>;
  /** Ends a request; one that has ended stays as it is. */
  end(id: string, end: RequestEnd): Promise<void>;
  /**
   * The new owner ends what was asked of the owner before (what was begun, or not asked since it is the owner: `[since,
   * until]`), and forgets what ended long ago.
   */
  succeed(
    owned: { readonly since: string; readonly until: string },
    forgetBefore: string,
    end: RequestEnd,
  ): Promise<void>;
  /** What was asked before, and has ended. */
  forgetBefore(instant: string): Promise<void>;
}

const asker = z.object({ pid: z.number().int(), host: z.string() });
const progress = z.object({ done: z.number(), total: z.number(), what: z.string() });
const state = z.enum(requestStates);

interface RequestRow {
  readonly id: string;
  readonly command: string;
  readonly arguments: string;
  readonly asked_at: string;
  readonly asked_by: string;
  readonly state: string;
  readonly progress: string | null;
  readonly exit_code: number | null;
  readonly report: string | null;
}

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

const requestOf = (row: RequestRow): WorkRequest => ({
  id: row.id,
  command: row.command,
  arguments: parsed(row.arguments),
  askedAt: row.asked_at,
  askedBy: asker.parse(parsed(row.asked_by)),
  state: state.parse(row.state),
  progress: progress.nullable().parse(parsed(row.progress)),
  exitCode: row.exit_code,
  report: parsed(row.report),
});

const open = ['waiting', 'running'];

const ended = ({ state: last, exitCode, report }: RequestEnd) => ({
  state: last,
  exit_code: exitCode,
  report: JSON.stringify(report),
});

async function take(db: Db): Promise<WorkRequest | undefined> {
  const row = await db
    .selectFrom('request')
    .selectAll()
    .where('state', '=', 'waiting')
    .orderBy('asked_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await db.updateTable('request').set({ state: 'running' }).where('id', '=', row.id).execute();
  return { ...requestOf(row), state: 'running' };
}

async function forget(db: Db, before: string): Promise<void> {
  await db.deleteFrom('request').where('state', 'not in', open).where('asked_at', '<', before).execute();
}

/** The requests in a ledger. */
export function requestsIn(of: Ledger): Requests {
  const { ledger } = of;
  const within = <R>(work: () => Promise<R>): Promise<R> => inLedger(of, work);
  return {
    ask: (command, args, askedAt, askedBy) =>
      within(async () => {
        const id = randomUUID();
        const asked = { id, command, asked_at: askedAt, state: 'waiting' };
        const told = { arguments: JSON.stringify(args), asked_by: JSON.stringify(askedBy) };
        const open = { progress: null, exit_code: null, report: null };
        await ledger
          .insertInto('request')
          .values({ ...asked, ...told, ...open })
          .execute();
        return id;
      }),
    find: (id) =>
      within(async () => {
        const row = await ledger.selectFrom('request').selectAll().where('id', '=', id).executeTakeFirst();
        return row === undefined ? undefined : requestOf(row);
      }),
    take: () => within(() => take(ledger)),
    report: (id, at) =>
      within(async () => {
        await ledger
          .updateTable('request')
          .set({ progress: JSON.stringify(at) })
          .where('id', '=', id)
          .execute();
      }),
    end: (id, end) =>
      within(async () => {
        await ledger.updateTable('request').set(ended(end)).where('id', '=', id).where('state', 'in', open).execute();
      }),
    succeed: ({ since, until }, forgetBefore, end) =>
      within(async () => {
        await ledger
          .updateTable('request')
          .set(ended(end))
          .where(({ and, eb, or }) =>
            or([
              eb('state', '=', 'running'),
              // Later than now: the clock was set back meanwhile.
              and([eb('state', '=', 'waiting'), or([eb('asked_at', '<', since), eb('asked_at', '>', until)])]),
            ]),
          )
          .execute();
        await forget(ledger, forgetBefore);
      }),
    forgetBefore: (instant) => within(() => forget(ledger, instant)),
  };
}
