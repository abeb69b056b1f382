import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { systemCode } from '../../errors.ts';
import type { PauseReason } from '../../store/ledger/subscriptions.ts';
import { isRefusal, reasonOf } from '../failures.ts';

/** What a call that failed says about the message. `error` is a short word for the store and the log. */
export type Failure =
  /** Slack did not take it, and will later. `wait` in milliseconds, where Slack names one. */
  | { readonly kind: 'later'; readonly error: string; readonly wait: number | null }
  /** Slack did not take it for its pace. */
  | { readonly kind: 'too-fast'; readonly error: string; readonly wait: number }
  /** Perhaps Slack has it. */
  | { readonly kind: 'unknown'; readonly error: string }
  /** Slack does not accept our token. */
  | { readonly kind: 'token'; readonly error: string }
  /** Slack does not let us write there, whatever we write. */
  | { readonly kind: 'place'; readonly error: string; readonly reason: PauseReason }
  /** A block, not the whole: the text of it may go. */
  | { readonly kind: 'blocks'; readonly error: string }
  /** Slack will never take this message. */
  | { readonly kind: 'never'; readonly error: string };

/** Where Slack says how long to wait, but not in numbers. */
const noNumber = 60_000;

const places: Readonly<Record<string, PauseReason>> = {
  channel_not_found: 'channel-gone',
  not_in_channel: 'not-in-channel',
  is_archived: 'channel-archived',
  user_not_found: 'recipient-gone',
  users_not_found: 'recipient-gone',
  user_not_visible: 'recipient-gone',
  user_disabled: 'recipient-gone',
  cannot_dm_bot: 'recipient-gone',
  user_is_bot: 'recipient-gone',
};

const passing = new Set([
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'messages_tab_disabled',
  'accesslimited',
]);
const paces = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
const blocks = new Set(['invalid_blocks', 'invalid_blocks_format']);
/** “It's possible some aspect of the operation succeeded before the error was raised.” */
const halfDone = new Set(['internal_error', 'fatal_error']);

/** No connection stood yet, so nothing was handed over. */
const notReached =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;

/** Reads what became of a call from how it failed; what is not certain counts as perhaps done. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'too-fast', error: 'ratelimited', wait: error.retryAfter * 1_000 };
  }
  if (isRefusal(error)) return { kind: 'token', error: error.data.error };
  if (error instanceof WebAPIPlatformError) return ofSlack(error.data.error);
  if (error instanceof WebAPIHTTPError) {
    // Slack answers 200, 429 or 5xx; anything else is of something between, which passed nothing on.
    const refused = error.statusCode >= 400 && error.statusCode < 500 && error.statusCode !== 408;
    const told = `http-${error.statusCode}`;
    return refused ? { kind: 'later', error: told, wait: null } : { kind: 'unknown', error: told };
  }
  if (error instanceof WebAPIRequestError) {
    const code = systemCode(error.original) ?? '';
    if (notReached.test(code)) return { kind: 'later', error: code, wait: null };
    return { kind: 'unknown', error: code === '' ? reasonOf(error) : code };
  }
  // The client's word for a 429 without a number.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain')) {
    return { kind: 'too-fast', error: 'ratelimited', wait: noNumber };
  }
  return { kind: 'unknown', error: reasonOf(error) };
}

function ofSlack(error: string): Failure {
  // A body that was cut, or is somebody else's page, is handed on by the client as if it were Slack's word.
  if (!/^[a-z][a-z0-9_]*$/.test(error)) return { kind: 'unknown', error: 'cut-answer' };
  if (halfDone.has(error)) return { kind: 'unknown', error };
  if (paces.has(error)) return { kind: 'too-fast', error, wait: noNumber };
  const reason = places[error];
  if (reason !== undefined) return { kind: 'place', error, reason };
  if (passing.has(error)) return { kind: 'later', error, wait: null };
  return { kind: blocks.has(error) ? 'blocks' : 'never', error };
}

/** Whether Slack says that the token lacks a scope for this call. */
export const isScopeMissing = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && error.data.error === 'missing_scope';
