import { instant } from './clock.ts';
import type { Parts } from './parts.ts';

export type Stop = 'token-refused' | 'uninstalled';

const NOTICE = 'delivery-stopped';
const TRY_EVERY = 60_000;

/** Whether Slack takes anything from us at all. */
export interface Standing {
  readonly stopped: Stop | null;
  /** Nothing is delivered from now on; it is in the log and in `pulse status`. */
  stop(why: Stop, error: string): Promise<void>;
  /** Asks Slack, at most once a minute, whether it takes us again. Whether deliveries may go on. */
  mayGo(): Promise<boolean>;
}

export function createStanding({ store, clients, clock, log }: Parts): Standing {
  let stopped: Stop | null = null;
  let asked = Number.NEGATIVE_INFINITY;
  let cleared = false;

  const clear = async (): Promise<void> => {
    await store.notices.end(NOTICE, instant(clock.now()));
    cleared = true;
  };

  return {
    get stopped() {
      return stopped;
    },
    async stop(why, error) {
      if (stopped === why) return;
      stopped = why;
      asked = clock.now();
      log.error({ why, error }, 'nothing is delivered to Slack any more');
      await store.notices.raise({
        id: NOTICE,
        source: null,
        code: NOTICE,
        params: { why, reason: error },
        at: instant(clock.now()),
      });
    },
    async mayGo() {
      if (stopped !== null) {
        const since = clock.now() - asked;
        // Below zero: the clock was set back.
        if (since >= 0 && since < TRY_EVERY) return false;
        asked = clock.now();
        try {
          await clients.looking.auth.test();
        } catch (error) {
          log.warn({ err: error, why: stopped }, 'Slack still takes nothing from the bot');
          return false;
        }
        stopped = null;
        cleared = false;
        log.info({}, 'deliveries to Slack go on');
      }
      // One of an earlier life of the bot, which Slack took at its start.
      if (!cleared) await clear();
      return true;
    },
  };
}
