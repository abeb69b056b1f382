import { CrmFailure, unreachable } from './failure.ts';
import type { RefusedAnswer } from './types.ts';

/** What a status alone says. */
export function usualRefusal({ host, status, words, waitMs }: RefusedAnswer): CrmFailure {
  const facts = { status, ...(waitMs === undefined ? {} : { waitMs }) };
  const params = { host, words: words === '' ? `HTTP ${status}` : words };
  if (status === 401) return new CrmFailure('crm-refused', params, facts);
  if (status === 403) return new CrmFailure('crm-forbidden', params, facts);
  if (status === 429) return new CrmFailure('crm-limit', params, { ...facts, passing: true });
  if (status === 408 || status >= 500) return unreachable(host, 'busy', `HTTP ${status}`, facts);
  return new CrmFailure('crm-unexpected-answer', { host, why: 'status', words: `HTTP ${status} ${words}` }, facts);
}
