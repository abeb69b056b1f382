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
   * Those whose turn it is: per destination the first that is not done and whose time has come; what was tried before is
   * not overtaken. No answer in a thread that is not there yet, nothing of a subscription that is paused, unless it may be
   * there already. In the order in which they were added.
   */
  due(at: string, most: number): Promise<readonly OutboxMessage[]>;
  /** When something is next to be done; null: nothing that could be. */
  nextAt(): Promise<string | null>;
  find(id: string): Promise<OutboxMessage | undefined>;
  byKey(key: string): Promise<OutboxMessage | undefined>;
  /** Before Slack is handed it: survives a power cut where the engine can. False where it does not wait any more. */
  begin(id: string, at: string): Promise<boolean>;
  sent(id: string, place: PlaceInSlack): Promise<void>;
  /** Slack did not take it: again at `nextAt`. */
  retry(id: string, nextAt: string, error: string): Promise<void>;
  unsettled(id: string, settleAt: string, error: string): Promise<void>;
  park(id: string, error: string): Promise<void>;
  /** Somebody says that a parked one is not there: it waits again. Whether it was parked. */
  again(id: string, at: string): Promise<boolean>;
  /**
   * Somebody says that a parked one is there. Where is not known, so what would answer it is dropped. Whether it was parked.
   */
  arrived(id: string, at: string): Promise<boolean>;
  /** With it what stands in its thread. */
  fail(id: string, error: string): Promise<void>;
  /** What is open of a subscription, or of one message and its thread. How many. */
  drop(what: { readonly subscription: string } | { readonly id: string }, error: string): Promise<number>;
  /** Everything that is past its time, with what stands in its thread. How many. */
  dropExpired(at: string): Promise<number>;
  /** What is waiting of a subscription is not sent before. */
  postpone(subscription: string, notBefore: string): Promise<void>;
  /** A channel goes on under another id. */
  moved(from: string, to: string): Promise<void>;
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

/** Of a subscription that is paused nothing is sent; what may be there already is looked for all the same. */
const unpaused = (name: string) => {
  const of = (column: string) => sql.ref(`${name}.${column}`);
  return sql`(${of('state')} <> 'waiting' or not exists (
    select 1 from subscription held where held.id = ${of('subscription')} and held.pause is not null))`;
};

const rooted = (name: string, state: 'is there' | 'is not parked') => {
  const thread = sql.ref(`${name}.thread`);
  const root = state === 'is there' ? sql`root.state = 'sent' and root.ts is not null` : sql`root.state <> 'parked'`;
  return sql`(${thread} is null or exists (select 1 from outbox root where root.key = ${thread} and ${root}))`;
};

/** The first of each destination whose time has come or that was tried before; an answer whose thread is parked lets others pass. */
const due = (db: Db, at: string, most: number) =>
  sql`
    with head as (
      select o.destination, min(o.seq) as seq from outbox o
      where o.state in ('waiting', 'sending', 'unsettled')
        and (o.next_at <= ${at} or o.attempts > 0)
        and ${rooted('o', 'is not parked')} and ${unpaused('o')}
      group by o.destination)
    select one.* from head join outbox one on one.seq = head.seq
    where one.state in ('waiting', 'unsettled') and one.next_at <= ${at} and ${rooted('one', 'is there')}
    order by one.seq
    limit ${most}
  `.execute(db);

/** What waits behind something that was tried is due when that is. */
const nextAt = (db: Db) =>
  sql<{ readonly at: string | null }>`
    select min(one.next_at) as at from outbox one
    where one.state in ('waiting', 'unsettled') and ${rooted('one', 'is there')} and ${unpaused('one')}
      and not exists (
        select 1 from outbox prior
        where prior.destination = one.destination and prior.seq < one.seq
          and prior.state in ('waiting', 'sending', 'unsettled') and prior.attempts > 0
          and ${rooted('prior', 'is not parked')} and ${unpaused('prior')})
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

async function dropExpired(db: Db, at: string): Promise<number> {
  const expired = await db
    .updateTable('outbox')
    .set({ state: 'dropped', error: 'expired' })
    .where('state', 'in', open)
    .where('state', '=', 'waiting')
    .where('expires_at', '<=', at)
    .executeTakeFirst();
  return Number(expired.numUpdatedRows) + (expired.numUpdatedRows > 0n ? await dropLost(db) : 0);
}

/** Answers whose first message will never be there, or is long forgotten. */
async function dropLost(db: Db): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ state: 'dropped', error: 'thread-gone' })
    .where('state', 'in', open)
    .where('state', '=', 'waiting')
    .where('thread', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('outbox as root')
            .select('root.id')
            .whereRef('root.key', '=', 'outbox.thread')
            .where('root.state', 'not in', ['failed', 'dropped']),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

async function arrived(db: Db, id: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ state: 'sent', sent_at: at, error: 'said-to-have-arrived' })
    .where('id', '=', id)
    .where('state', '=', 'parked')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await db
    .updateTable('outbox')
    .set({ state: 'dropped', error: 'thread-unknown' })
    .where('id', 'in', inThreadOf(db, id))
    .where('state', '=', 'waiting')
    .execute();
  return true;
}

async function begin(db: Db, id: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set(({ eb }) => ({ state: 'sending', attempted_at: at, attempts: eb('attempts', '+', 1), error: null }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A power cut that took this mark would let the message be sent a second time. */
const beginDurably = (db: Db, id: string, at: string): Promise<boolean> =>
  // On one connection: another write between would end what holds for this one.
  db.connection().execute(async (session) => {
    await sql`pragma synchronous = FULL`.execute(session);
    try {
      return await begin(session, id, at);
    } finally {
      await sql`pragma synchronous = NORMAL`.execute(session);
    }
  });

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
        // What was dropped meanwhile stays so.
        .where('state', 'in', open)
        .execute();
    });
  return {
    add: (messages) => within(() => atomic(ledger, (db) => add(db, messages))),
    due: (at, most) => within(async () => (await due(ledger, at, most)).rows.map(messageOf)),
    nextAt: () => within(async () => ((await ready()) ? ((await nextAt(ledger)).rows[0]?.at ?? null) : null)),
    find: (id) => within(() => where('id', id)),
    byKey: (key) => within(() => where('key', key)),
    begin: (id, at) =>
      within(() =>
        of.ledgerFile === undefined || ledger.isTransaction ? begin(ledger, id, at) : beginDurably(ledger, id, at),
      ),
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
    again: (id, at) =>
      within(async () => {
        const { numUpdatedRows } = await ledger
          .updateTable('outbox')
          .set({ state: 'waiting', next_at: at, error: null })
          .where('id', '=', id)
          .where('state', '=', 'parked')
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
    arrived: (id, at) => within(() => atomic(ledger, (db) => arrived(db, id, at))),
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
    dropExpired: (at) => within(() => atomic(ledger, (db) => dropExpired(db, at))),
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
    moved: (from, to) =>
      within(() =>
        atomic(ledger, async (db) => {
          const place = (id: string): string => destinationText({ kind: 'channel', id });
          await db
            .updateTable('outbox')
            .set({ destination: place(to) })
            .where('destination', '=', place(from))
            .execute();
          await db.updateTable('outbox').set({ channel: to }).where('channel', '=', from).execute();
        }),
      ),
    recover: (settleAt) =>
      within(async () => {
        const { numUpdatedRows } = await ledger
          .updateTable('outbox')
          .set({ state: 'unsettled', next_at: settleAt, error: 'process-ended' })
          .where('state', '=', 'sending')
          .executeTakeFirst();
        await dropLost(ledger);
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
