import { z } from 'zod';
import { type CrmCode, CrmFailure, type FailureFacts, unreachable } from '../http/failure.ts';
import type { RefusedAnswer } from '../http/types.ts';

const restBody = z.array(z.looseObject({ errorCode: z.string(), message: z.string() })).min(1);
const oauthBody = z.looseObject({ error: z.string(), error_description: z.string().default('') });

const codes: Readonly<Record<string, CrmCode>> = {
  INVALID_FIELD: 'crm-schema',
  INVALID_TYPE: 'crm-schema',
  INVALID_QUERY_LOCATOR: 'crm-cursor-expired',
  QUERY_TIMEOUT: 'crm-slow-query',
  API_DISABLED_FOR_ORG: 'crm-forbidden',
  API_CURRENTLY_DISABLED: 'crm-forbidden',
  FUNCTIONALITY_NOT_ENABLED: 'crm-forbidden',
  INSUFFICIENT_ACCESS: 'crm-forbidden',
  INSUFFICIENT_ACCESS_OR_READONLY: 'crm-forbidden',
};

/** Salesforce's own codes of failures that a moment later are over. */
const passingCodes = /^(SERVER_UNAVAILABLE|UNABLE_TO_LOCK_ROW|UNKNOWN_EXCEPTION)$/;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The last line of a message, up to the advice: the lines before quote the query. */
const sentenceOf = (message: string): string =>
  (message.trim().split('\n').at(-1) ?? '').replace(/ If you are attempting to use a custom .*$/s, '').slice(0, 200);

/** What Salesforce means by an answer of its REST API; undefined where only the status says something. */
export function restRefusal(answer: RefusedAnswer): CrmFailure | undefined {
  const { host, status, text, waitMs } = answer;
  // The identity resource says so, in plain text with status 403.
  if (/^(Bad_OAuth_Token|Missing_OAuth_Token)/.test(text)) return sessionEnded(host, text.trim(), status);
  const body = restBody.safeParse(parsed(text));
  const [first] = body.success ? body.data : [];
  if (first === undefined) return undefined;
  const { errorCode, message } = first;
  const words = sentenceOf(message);
  const facts: FailureFacts = { status, serviceCode: errorCode, ...(waitMs === undefined ? {} : { waitMs }) };
  const fail = (code: CrmCode, more: FailureFacts = {}): CrmFailure =>
    new CrmFailure(
      code,
      { host, words: words === errorCode ? errorCode : `${errorCode}: ${words}` },
      { ...facts, ...more },
    );
  if (status === 401) return sessionEnded(host, `${errorCode}: ${words}`, status, errorCode);
  if (errorCode === 'REQUEST_LIMIT_EXCEEDED') return fail('crm-limit', { passing: /concurrent/i.test(message) });
  if (passingCodes.test(errorCode)) return unreachable(host, 'busy', errorCode, facts);
  if (errorCode === 'NOT_FOUND') return fail('crm-schema');
  const code = codes[errorCode] ?? (status === 403 ? 'crm-forbidden' : undefined);
  if (code !== undefined) return fail(code);
  if (status >= 500) return unreachable(host, 'busy', errorCode, facts);
  return new CrmFailure('crm-unexpected-answer', { host, why: 'status', words: `${errorCode}: ${words}` }, facts);
}

const sessionEnded = (host: string, words: string, status: number, serviceCode = 'INVALID_SESSION_ID'): CrmFailure =>
  new CrmFailure('crm-refused', { host, words }, { status, serviceCode });

/** Whether the call failed because the access token has ended. */
export const isSessionEnd = (error: unknown): error is CrmFailure =>
  error instanceof CrmFailure && error.code === 'crm-refused' && error.facts.serviceCode === 'INVALID_SESSION_ID';

/** What the token resource means by an answer. */
export function oauthRefusal({ host, status, text, waitMs }: RefusedAnswer): CrmFailure | undefined {
  const body = oauthBody.safeParse(parsed(text));
  if (!body.success || status >= 500) return undefined;
  const { error, error_description: description } = body.data;
  const words = description === '' ? error : `${description} (${error})`;
  const facts: FailureFacts = { status, serviceCode: error, ...(waitMs === undefined ? {} : { waitMs }) };
  if (status === 429 || /rate exceeded/i.test(description))
    return new CrmFailure('crm-limit', { host, words }, { ...facts, passing: true });
  // The credentials are right, but an administrator has something to do.
  const isRight = /^(invalid_app_access|OAUTH_APP_BLOCKED|OAUTH_APP_ACCESS_DENIED|unsupported_grant_type)$/.test(error);
  return new CrmFailure(isRight ? 'crm-forbidden' : 'crm-refused', { host, words }, facts);
}
