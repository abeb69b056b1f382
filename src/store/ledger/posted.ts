import { inLedger, type Ledger } from './ledger.ts';

/** A message or file with figures that others can see, wherever it came from: a digest, an alert, “Share here”. */
export interface Posted {
  readonly channel: string;
  /** Slack's timestamp of the message. */
  readonly ts: string;
  /** Slack's id of a file that came with it. */
  readonly file: string | null;
  /** UTC instant. */
  readonly at: string;
}

/** What stands in channels, so that it can be taken away where a channel becomes shared with others. */
export interface PostedMessages {
  note(posted: Posted): Promise<void>;
  /** Those not taken away yet, oldest first. */
  in(channel: string): Promise<readonly Posted[]>;
  /** Where something stands that is not taken away yet. */
  channels(): Promise<readonly string[]>;
  /** It is taken away. */
  replaced(channel: string, ts: string, at: string): Promise<void>;
  /** A channel goes on under another id. */
  moved(from: string, to: string): Promise<void>;
  forgetBefore(instant: string): Promise<void>;
}

/** What was posted, in a ledger. */
export function postedIn(of: Ledger): PostedMessages {
  const { ledger } = of;
  return {
    note: (posted) =>
      inLedger(of, async () => {
        await ledger
          .insertInto('posted')
          .values({ ...posted, replaced_at: null })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }),
    in: (channel) =>
      inLedger(of, () =>
        ledger
          .selectFrom('posted')
          .select(['channel', 'ts', 'file', 'at'])
          .where('channel', '=', channel)
          .where('replaced_at', 'is', null)
          .orderBy('at')
          .execute(),
      ),
    channels: () =>
      inLedger(of, async () => {
        const rows = await ledger
          .selectFrom('posted')
          .select('channel')
          .distinct()
          .where('replaced_at', 'is', null)
          .orderBy('channel')
          .execute();
        return rows.map(({ channel }) => channel);
      }),
    replaced: (channel, ts, at) =>
      inLedger(of, async () => {
        await ledger
          .updateTable('posted')
          .set({ replaced_at: at })
          .where('channel', '=', channel)
          .where('ts', '=', ts)
          .execute();
      }),
    moved: (from, to) =>
      inLedger(of, async () => {
        await ledger.updateTable('posted').set({ channel: to }).where('channel', '=', from).execute();
      }),
    forgetBefore: (instant) =>
      inLedger(of, async () => {
        await ledger.deleteFrom('posted').where('at', '<', instant).execute();
      }),
  };
}
