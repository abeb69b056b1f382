import { WebAPIPlatformError } from '@slack/web-api';
import { PulseError } from '../errors.ts';

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

/** Slack does not accept the token, and will not later. */
export const isRefusal = (error: unknown): error is WebAPIPlatformError =>
  error instanceof WebAPIPlatformError && refusals.has(error.data.error);

/** The refusal of the token called `name`. */
export const tokenWrong = (name: string, error: unknown): PulseError =>
  new PulseError(
    'slack-token-wrong',
    { name, reason: error instanceof WebAPIPlatformError ? error.data.error : 'refused' },
    error,
  );

/** A refused token, or anything else between us and Slack. */
export function reachFailure(error: unknown, name: string, address: string): PulseError {
  if (isRefusal(error) || error instanceof WebAPIPlatformError) return tokenWrong(name, error);
  return new PulseError('slack-unreachable', { address, reason: reasonOf(error) }, error);
}

/** The innermost message: “fetch failed” says nothing, its cause does. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = 'original' in error && error.original instanceof Error ? error.original : error.cause;
  if (inner instanceof AggregateError && inner.message === '') return reasonOf(inner.errors[0]);
  return inner instanceof Error ? reasonOf(inner) : error.message || error.name;
}
