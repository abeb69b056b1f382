// long: every step in the life of a message that is to be sent is one statement here, read side by side.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../database.ts';
import { atomic } from './atomic.ts';
import { inLedger, type Ledger } from './ledger.ts';
import type { Destination } from './subscriptions.ts';

export const messageStates = [
  /** To be sent from `nextAt` on. */
  'waiting',
  /** Handed to Slack; nothing is known yet. After a crash: perhaps there, perhaps not. */
  'sending',
  /** Perhaps there: to be looked for from `nextAt` on. */
  'unsettled',
  'sent',
  /** Perhaps there, and nobody can look: somebody has to say. */
  'parked',
  /** Slack refuses it for good. */
  'failed',
  /** Not sent any more: too old, its subscription ended, or its thread's first message failed. */
  'dropped',
] as const;
export type MessageState = (typeof messageStates)[number];
const open: readonly MessageState[] = ['waiting', 'sending', 'unsettled'];

export interface NewMessage {
  /** What it reports, once for all time: subscription and due time and part, or an episode and its state. */
  readonly key: string;
  readonly subscription: string | null;
  readonly destination: Destination;
  /** Key of the message in whose thread it goes. */
  readonly thread: string | null;
  /** Nobody waits for it at the screen. */
  readonly bulk: boolean;
  /** It tells figures: it is replaced where a channel becomes shared with others. */
  readonly figures: boolean;
  /** `{text, blocks}` as Slack takes them. */
  readonly body: unknown;
  /** UTC instants. */
  readonly createdAt: string;
  readonly notBefore: string;
  readonly expiresAt: string | null;
}

export interface OutboxMessage extends NewMessage {
  /** Opaque; travels with the message as its metadata, by which it is found again. */
  readonly id: string;
  readonly seq: number;
  readonly state: MessageState;
  readonly attempts: number;
  readonly nextAt: string;
  /** When Slack was handed it last. */
  readonly attemptedAt: string | null;
  readonly sentAt: string | null;
  /** Where it is: a conversation and Slack's timestamp. */
  readonly channel: string | null;
  readonly ts: string | null;
  /** Why it is not sent yet, or never. */
  readonly error: string | null;
}

/** A message that is in Slack. */
export interface PlaceInSlack {
  readonly channel: string;
  readonly ts: string;
  readonly at: string;
}

/** Messages on their way. One dispatcher moves them; each step is durable before the next one is taken. */
export interface Outbox {
  /** Keys that are known already are left as they are; how many were new. */
  add(messages: readonly NewMessage[]): Promise<number>;
  /**
   * Those whose turn it is: per destination the first that is not done, if its time has come, and it is no answer in a
   * thread that is not there yet. In the order in which they were added.
   */
  due(at: string, most: number): Promise<readonly OutboxMessage[]>;
  /** When something is next to be done; null: nothing is open. */
  nextAt(): Promise<string | null>;
  find(id: string): Promise<OutboxMessage | undefined>;
  byKey(key: string): Promise<OutboxMessage | undefined>;
  /** Before Slack is handed it: survives a power cut where the engine can. */
  begin(id: string, at: string): Promise<void>;
  sent(id: string, place: PlaceInSlack): Promise<void>;
  /** Slack did not take it: again at `nextAt`. */
  retry(id: string, nextAt: string, error: string): Promise<void>;
  unsettled(id: string, settleAt: string, error: string): Promise<void>;
  park(id: string, error: string): Promise<void>;
  /** With it what stands in its thread. */
  fail(id: string, error: string): Promise<void>;
  /** What is open of a subscription, or of one message and its thread. How many. */
  drop(what: { readonly subscription: string } | { readonly id: string }, error: string): Promise<number>;
  /** Everything that is past its time. How many. */
  dropExpired(at: string): Promise<number>;
  /** What is waiting of a subscription is not sent before. */
  postpone(subscription: string, notBefore: string): Promise<void>;
  /** For a new owner: what was being sent is unsettled. How many. */
  recover(settleAt: string): Promise<number>;
  /** Newest last. */
  list(query: {
    readonly states?: readonly MessageState[] | undefined;
    readonly subscription?: string | undefined;
    readonly last: number;
  }): Promise<readonly OutboxMessage[]>;
  /** The first messages of a subscription's threads, newest first, without what they say. */
  roots(
    subscription: string,
    last: number,
  ): Promise<readonly Pick<OutboxMessage, 'key' | 'state' | 'createdAt' | 'sentAt'>[]>;
  /** Of one subscription, or all, added since. */
  counts(since: string, subscription?: string): Promise<Readonly<Record<MessageState, number>>>;
  /** Forgets the bodies and rows of what was done before. */
  forgetBefore(instant: string): Promise<void>;
}

const stored = z.object({
  id: z.string(),
  key: z.string(),
  seq: z.coerce.number(),
  subscription: z.string().nullable(),
  destination: z.string(),
  thread: z.string().nullable(),
  bulk: z.number(),
  figures: z.number(),
  body: z.string(),
  state: z.enum(messageStates),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  attempts: z.number(),
  next_at: z.string(),
  attempted_at: z.string().nullable(),
  sent_at: z.string().nullable(),
  channel: z.string().nullable(),
  ts: z.string().nullable(),
  error: z.string().nullable(),
  not_before: z.string(),
});

/** `channel:C…` or `direct:U…`: one text, so that an index holds the order. */
const destinationText = ({ kind, id }: Destination): string => `${kind}:${id}`;
const destinationOf = (text: string): Destination => {
  const [kind, id = ''] = text.split(':');
  return { kind: kind === 'direct' ? 'direct' : 'channel', id };
};

function messageOf(row: unknown): OutboxMessage {
  const read = stored.parse(row);
  return {
    id: read.id,
    key: read.key,
    seq: read.seq,
    subscription: read.subscription,
    destination: destinationOf(read.destination),
    thread: read.thread,
    bulk: read.bulk === 1,
    figures: read.figures === 1,
    body: JSON.parse(read.body),
    state: read.state,
    createdAt: read.created_at,
    notBefore: read.not_before,
    expiresAt: read.expires_at,
    attempts: read.attempts,
    nextAt: read.next_at,
    attemptedAt: read.attempted_at,
    sentAt: read.sent_at,
    channel: read.channel,
    ts: read.ts,
    error: read.error,
  };
}

async function add(db: Db, messages: readonly NewMessage[]): Promise<number> {
  const last = await db
    .selectFrom('outbox')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .executeTakeFirst();
  let seq = Number(last?.seq ?? 0);
  let added = 0;
  for (const message of messages) {
    seq += 1;
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('outbox')
      .values({
        id: randomUUID(),
        key: message.key,
        seq,
        subscription: message.subscription,
        destination: destinationText(message.destination),
        thread: message.thread,
        bulk: message.bulk ? 1 : 0,
        figures: message.figures ? 1 : 0,
        body: JSON.stringify(message.body),
        state: 'waiting',
        created_at: message.createdAt,
        not_before: message.notBefore,
        expires_at: message.expiresAt,
        attempts: 0,
        next_at: message.notBefore,
        attempted_at: null,
        sent_at: null,
        channel: null,
        ts: null,
        error: null,
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    added += Number(numInsertedOrUpdatedRows ?? 0n);
  }
  return added;
}

/** The first of each destination that is not done; an answer whose thread is parked lets others pass. */
const due = (db: Db, at: string, most: number) =>
  sql`
    select one.* from outbox one
    where one.state in ('waiting', 'unsettled') and one.next_at <= ${at}
      and (one.thread is null or exists (select 1 from outbox root where root.key = one.thread and root.state = 'sent'))
      and not exists (
        select 1 from outbox prior
        where prior.destination = one.destination and prior.seq < one.seq
          and prior.state in ('waiting', 'sending', 'unsettled')
          and (prior.thread is null
            or exists (select 1 from outbox root where root.key = prior.thread and root.state <> 'parked')))
    order by one.seq
    limit ${most}
  `.execute(db);

const inThreadOf = (db: Db, id: string) =>
  db
    .selectFrom('outbox')
    .select('id')
    .where('thread', 'in', db.selectFrom('outbox').select('key').where('id', '=', id));

async function endWithThread(db: Db, id: string, state: 'failed' | 'dropped', error: string): Promise<number> {
  const answers = await db
    .updateTable('outbox')
    .set({ state: 'dropped', error })
    .where('id', 'in', inThreadOf(db, id))
    .where('state', 'in', open)
    .executeTakeFirst();
  const own = await db
    .updateTable('outbox')
    .set({ state, error })
    .where('id', '=', id)
    .where('state', 'in', [...open, 'parked'])
    .executeTakeFirst();
  return Number(answers.numUpdatedRows + own.numUpdatedRows);
}

const noCounts = (): Record<MessageState, number> => ({
  waiting: 0,
  sending: 0,
  unsettled: 0,
  sent: 0,
  parked: 0,
  failed: 0,
  dropped: 0,
});

async function counts(db: Db, since: string, subscription: string | undefined) {
  const rows = await db
    .selectFrom('outbox')
    .select(['state', ({ fn }) => fn.countAll().as('count')])
    .where('created_at', '>=', since)
    .$if(subscription !== undefined, (query) => query.where('subscription', '=', subscription ?? ''))
    .groupBy('state')
    .execute();
  const all = noCounts();
  for (const { state, count } of rows) all[z.enum(messageStates).parse(state)] = Number(count);
  return all;
}

/** The outbox in a ledger. */
export function outboxIn(of: Ledger): Outbox {
  const { ledger } = of;
  const ready = (): Promise<boolean> => of.hasTable(ledger, 'outbox');
  const within = <R>(work: () => Promise<R>): Promise<R> => inLedger(of, work);
  const where = async (column: 'id' | 'key', value: string): Promise<OutboxMessage | undefined> => {
    if (!(await ready())) return undefined;
    const row = await ledger.selectFrom('outbox').selectAll().where(column, '=', value).executeTakeFirst();
    return row === undefined ? undefined : messageOf(row);
  };
  const set = (id: string, values: Readonly<Partial<Record<'state' | 'next_at' | 'error', string | null>>>) =>
    within(async () => {
      await ledger
        .updateTable('outbox')
        .set(values as { state?: string; next_at?: string; error?: string | null })
        .where('id', '=', id)
        .execute();
    });
  return {
    add: (messages) => within(() => atomic(ledger, (db) => add(db, messages))),
    due: (at, most) => within(async () => (await due(ledger, at, most)).rows.map(messageOf)),
    nextAt: () =>
      within(async () => {
        const row = await ledger
          .selectFrom('outbox')
          .select(({ fn }) => fn.min('next_at').as('at'))
          .where('state', 'in', ['waiting', 'unsettled'])
          .executeTakeFirst();
        return row?.at ?? null;
      }),
    find: (id) => within(() => where('id', id)),
    byKey: (key) => within(() => where('key', key)),
    begin: (id, at) =>
      within(async () => {
        const write = () =>
          ledger
            .updateTable('outbox')
            .set(({ eb }) => ({ state: 'sending', attempted_at: at, attempts: eb('attempts', '+', 1), error: null }))
            .where('id', '=', id)
            .execute();
        if (of.ledgerFile === undefined) await write();
        else {
          // A power cut that took this mark would let the message be sent a second time.
          await sql`pragma synchronous = FULL`.execute(ledger);
          await write();
          await sql`pragma synchronous = NORMAL`.execute(ledger);
        }
      }),
    sent: (id, { channel, ts, at }) =>
      within(async () => {
        await ledger
          .updateTable('outbox')
          .set({ state: 'sent', channel, ts, sent_at: at, error: null })
          .where('id', '=', id)
          .execute();
      }),
    retry: (id, nextAt, error) => set(id, { state: 'waiting', next_at: nextAt, error }),
    unsettled: (id, settleAt, error) => set(id, { state: 'unsettled', next_at: settleAt, error }),
    park: (id, error) => set(id, { state: 'parked', error }),
    fail: (id, error) =>
      within(async () => {
        await atomic(ledger, (db) => endWithThread(db, id, 'failed', error));
      }),
    drop: (what, error) =>
      within(async () => {
        if ('id' in what) return atomic(ledger, (db) => endWithThread(db, what.id, 'dropped', error));
        const { numUpdatedRows } = await ledger
          .updateTable('outbox')
          .set({ state: 'dropped', error })
          .where('subscription', '=', what.subscription)
          .where('state', 'in', ['waiting', 'parked'])
          .executeTakeFirst();
        return Number(numUpdatedRows);
      }),
    dropExpired: (at) =>
      within(async () => {
        const { numUpdatedRows } = await ledger
          .updateTable('outbox')
          .set({ state: 'dropped', error: 'expired' })
          .where('state', '=', 'waiting')
          .where('expires_at', '<=', at)
          .executeTakeFirst();
        return Number(numUpdatedRows);
      }),
    postpone: (subscription, notBefore) =>
      within(async () => {
        await ledger
          .updateTable('outbox')
          .set({ next_at: notBefore })
          .where('subscription', '=', subscription)
          .where('state', '=', 'waiting')
          .where('next_at', '<', notBefore)
          .execute();
      }),
    recover: (settleAt) =>
      within(async () => {
        const { numUpdatedRows } = await ledger
          .updateTable('outbox')
          .set({ state: 'unsettled', next_at: settleAt, error: 'process-ended' })
          .where('state', '=', 'sending')
          .executeTakeFirst();
        return Number(numUpdatedRows);
      }),
    list: ({ states, subscription, last }) =>
      within(async () => {
        if (!(await ready())) return [];
        const rows = await ledger
          .selectFrom('outbox')
          .selectAll()
          .$if(states !== undefined, (query) => query.where('state', 'in', states ?? []))
          .$if(subscription !== undefined, (query) => query.where('subscription', '=', subscription ?? ''))
          .orderBy('seq', 'desc')
          .limit(last)
          .execute();
        return rows.map(messageOf).reverse();
      }),
    roots: (subscription, last) =>
      within(async () => {
        if (!(await ready())) return [];
        const rows = await ledger
          .selectFrom('outbox')
          .select(['key', 'state', 'created_at', 'sent_at'])
          .where('subscription', '=', subscription)
          .where('thread', 'is', null)
          .orderBy('seq', 'desc')
          .limit(last)
          .execute();
        return rows.map(({ key, state, created_at, sent_at }) => ({
          key,
          state: z.enum(messageStates).parse(state),
          createdAt: created_at,
          sentAt: sent_at,
        }));
      }),
    counts: (since, subscription) =>
      within(async () => ((await ready()) ? counts(ledger, since, subscription) : noCounts())),
    forgetBefore: (instant) =>
      within(async () => {
        await ledger
          .deleteFrom('outbox')
          .where('created_at', '<', instant)
          .where('state', 'in', ['sent', 'failed', 'dropped'])
          .execute();
      }),
  };
}
