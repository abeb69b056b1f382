import type { SocketModeReceiver } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import type { Log } from './log.ts';

const FIRST_WAIT = 250;
const LONGEST_WAIT = 60_000;
const CLOSING = 3_000;

interface Settings {
  readonly receiver: SocketModeReceiver;
  readonly log: Log;
  /** The app token no longer holds; nothing can be received any more. */
  readonly onRefused: (error: unknown) => void;
}

export interface SocketKeeper {
  connect(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Keeps the socket open. The client's own reconnection waits five seconds after every routine refresh, during which
 * commands fail, and ends the process by an unhandled rejection when a reconnection meets a refused token; so it is
 * switched off and done here: at once, then with growing pauses up to a minute, for as long as it takes.
 */
export function keepSocket({ receiver, log, onRefused }: Settings): SocketKeeper {
  const { client } = receiver;
  let closing = false;
  let connecting = false;
  let wake: (() => void) | undefined;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const again = async (): Promise<void> => {
    connecting = true;
    for (let wait = 0; !closing; wait = Math.min(LONGEST_WAIT, Math.max(FIRST_WAIT, wait * 2))) {
      if (wait > 0) await pause(wait);
      if (closing) break;
      try {
        await client.start();
        log.info({}, 'the connection to Slack is back');
        break;
      } catch (error) {
        if (isRefusal(error)) {
          log.error({ err: error }, 'Slack refuses the app token');
          onRefused(error);
          break;
        }
        log.warn({ err: error, nextTryMs: Math.max(FIRST_WAIT, wait * 2) }, 'no connection to Slack');
      }
    }
    connecting = false;
  };

  client.on('disconnected', () => {
    if (!closing && !connecting) void again();
  });

  return {
    async connect() {
      connecting = true;
      try {
        await client.start();
      } finally {
        connecting = false;
      }
    },
    async close() {
      closing = true;
      wake?.();
      await Promise.race([client.disconnect(), pause(CLOSING)]);
      wake?.();
    },
  };
}

const refusals = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'team_disabled',
  'user_removed_from_team',
  'not_allowed_token_type',
  'missing_scope',
]);

export const isRefusal = (error: unknown): error is WebAPIPlatformError =>
  error instanceof WebAPIPlatformError && refusals.has(error.data.error);
