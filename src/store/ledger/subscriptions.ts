import { z } from 'zod';
import type { Db } from '../database.ts';
import { atomic } from './atomic.ts';
import { inLedger, type Ledger } from './ledger.ts';

/** What can be subscribed to. */
export const reportKinds = ['weekly', 'monthly', 'quarterly'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** Why a subscription does not deliver now. */
export const pauseReasons = [
  /** Its owner, or an admin, paused it: it goes on when they say so. All others end by themselves with their cause. */
  'by-hand',
  'not-in-channel',
  'channel-archived',
  'channel-gone',
  'channel-shared',
  'guests-here',
  'audience-unknown',
  'owner-deactivated',
  'owner-may-not-see',
  'recipient-gone',
  'token-refused',
  'uninstalled',
  'invalid-scope',
] as const;
export type PauseReason = (typeof pauseReasons)[number];

export interface Pause {
  readonly reason: PauseReason;
  /** UTC instant. */
  readonly since: string;
}

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const scope = z.object({
  /** As `Segment` of the KPIs; empty: the whole program. `manager`: the e-mail as the CRM has it. */
  segment: z.record(z.string(), z.string()),
  /** Ids as answers show them; null: all. */
  partners: z.array(z.string()).readonly().nullable(),
});
const destination = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('channel'), id: z.string() }),
  /** `id`: the person's. */
  z.object({ kind: z.literal('direct'), id: z.string() }),
]);
const schedule = z.object({
  /** Weekly: 1 Monday … 7 Sunday. Monthly, quarterly: day of the month, 1–28 (quarterly: of the fiscal quarter's first). */
  day: z.int().min(1).max(28),
  hour: z.int().min(0).max(23),
  minute: z.int().min(0).max(59),
  /** IANA name. */
  zone: z.string(),
});
const quiet = z.object({
  /** Nothing is delivered from … to, in the schedule's zone; over midnight where `from` is the later. */
  from: clockTime,
  to: clockTime,
});

export const subscriptionSchema = z.object({
  id: z.string(),
  report: z.enum(reportKinds),
  scope,
  destination,
  /** Slack's id of the person who answers for it and hears of its trouble; null: set up in the configuration, the admins do. */
  owner: z.string().nullable(),
  schedule,
  /** Of the message; the catalogue's codes. */
  language: z.string(),
  quiet: quiet.nullable(),
  /** Local days on which nothing is delivered. */
  holidays: z.array(day).readonly(),
  origin: z.enum(['slack', 'command', 'configuration']),
  /** UTC instant. */
  createdAt: z.string(),
});
const pause = z.object({ reason: z.enum(pauseReasons), since: z.string() });

export type SubscriptionScope = z.infer<typeof scope>;
export type Destination = z.infer<typeof destination>;
export type DigestSchedule = z.infer<typeof schedule>;
export type NewSubscription = Readonly<z.infer<typeof subscriptionSchema>>;
export type Subscription = NewSubscription & {
  readonly pause: Pause | null;
  /** UTC instant: as-of of its last digest; null before the first (rule 5.1 counts as new what expired since). */
  readonly lastAsOf: string | null;
};

/** Who gets which digest, where and when. */
export interface Subscriptions {
  /** Adds one, or replaces the one of its id; its pause and what it was told stay. */
  put(subscription: NewSubscription): Promise<void>;
  /** Whether there was one. Its messages that are not out are dropped by the outbox. */
  remove(id: string): Promise<boolean>;
  find(id: string): Promise<Subscription | undefined>;
  /** By creation. */
  list(): Promise<readonly Subscription[]>;
  /** Whether that is news: it was not paused, or for another reason. */
  pause(id: string, pause: Pause): Promise<boolean>;
  /** Whether it was paused. */
  resume(id: string): Promise<boolean>;
  noteDigest(id: string, asOf: string): Promise<void>;
}

const stored = z.object({
  id: z.string(),
  settings: z.string(),
  pause: z.string().nullable(),
  last_as_of: z.string().nullable(),
});

function subscriptionOf(row: unknown): Subscription {
  const { settings, pause: paused, last_as_of } = stored.parse(row);
  return {
    ...subscriptionSchema.parse(JSON.parse(settings)),
    pause: paused === null ? null : pause.parse(JSON.parse(paused)),
    lastAsOf: last_as_of,
  };
}

async function list(db: Db): Promise<readonly Subscription[]> {
  const rows = await db.selectFrom('subscription').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map(subscriptionOf);
}

async function find(db: Db, id: string): Promise<Subscription | undefined> {
  const row = await db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : subscriptionOf(row);
}

async function setPause(db: Db, id: string, next: Pause | null): Promise<boolean> {
  const before = await find(db, id);
  if (before === undefined || before.pause?.reason === next?.reason) return false;
  await db
    .updateTable('subscription')
    .set({ pause: next === null ? null : JSON.stringify(next) })
    .where('id', '=', id)
    .execute();
  return true;
}

/** The subscriptions in a ledger. */
export function subscriptionsIn(of: Ledger): Subscriptions {
  const { ledger } = of;
  // A reader may come before any owner has made it.
  const ready = (): Promise<boolean> => of.hasTable(ledger, 'subscription');
  return {
    put: (subscription) =>
      inLedger(of, async () => {
        const settings = JSON.stringify(subscriptionSchema.parse(subscription));
        await ledger
          .insertInto('subscription')
          .values({
            id: subscription.id,
            settings,
            created_at: subscription.createdAt,
            pause: null,
            last_as_of: null,
          })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ settings }))
          .execute();
      }),
    remove: (id) =>
      inLedger(of, async () => {
        const { numDeletedRows } = await ledger.deleteFrom('subscription').where('id', '=', id).executeTakeFirst();
        return numDeletedRows > 0n;
      }),
    find: (id) => inLedger(of, async () => ((await ready()) ? find(ledger, id) : undefined)),
    list: () => inLedger(of, async () => ((await ready()) ? list(ledger) : [])),
    pause: (id, next) => inLedger(of, () => atomic(ledger, (db) => setPause(db, id, next))),
    resume: (id) => inLedger(of, () => atomic(ledger, (db) => setPause(db, id, null))),
    noteDigest: (id, asOf) =>
      inLedger(of, async () => {
        await ledger.updateTable('subscription').set({ last_as_of: asOf }).where('id', '=', id).execute();
      }),
  };
}
