import { z } from 'zod';
import { CrmFailure, type FailureFacts, unreachable } from '../http/failure.ts';
import type { RefusedAnswer } from '../http/types.ts';

/** Everything in an error body may be missing, HubSpot says. */
const named = z.record(z.string(), z.array(z.string())).catch({});
const errorBody = z.looseObject({
  message: z.string().catch(''),
  category: z.string().optional().catch(undefined),
  policyName: z.string().optional().catch(undefined),
  errors: z.array(z.looseObject({ context: named.optional() })).catch([]),
  context: named.optional(),
});
type ErrorBody = z.infer<typeof errorBody>;

export type Policy = 'burst' | 'second' | 'day' | 'unknown';

const SECOND_MS = 1000;
const BURST_MS = 10_000;
const LOCK_MS = 2000;
const UNKNOWN_ATTEMPTS = 3;

const bodyIn = (text: string): ErrorBody | null => {
  try {
    const body = errorBody.safeParse(JSON.parse(text));
    return body.success ? body.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** Which limit a 429 means. */
function policyOf({ policyName = '', message }: ErrorBody): Policy {
  const said = `${policyName} ${message}`;
  if (/daily/i.test(said)) return 'day';
  if (/ten_secondly/i.test(said)) return 'burst';
  return /secondly/i.test(said) ? 'second' : 'unknown';
}

/** What a transport does when a limit is met: `reset` says when the day of the account ends, if that is known. */
export interface LimitWatch {
  met(policy: Policy): void;
  /** UTC milliseconds. */
  reset(): number | null;
  now(): number;
}

/** What HubSpot means by an answer; undefined where only the status says something. */
export function hubspotRefusal(answer: RefusedAnswer, watch: LimitWatch): CrmFailure | undefined {
  const { host, status, text, waitMs } = answer;
  const body = bodyIn(text);
  if (status === 429) return limited(answer, body ?? { message: '', errors: [] }, watch);
  if (status === 423 || status === 477) {
    const facts = { status, waitMs: waitMs ?? LOCK_MS };
    return unreachable(host, 'busy', `HTTP ${status}${status === 477 ? ', the account is being moved' : ''}`, facts);
  }
  const { category = '' } = body ?? {};
  const words = [category, answer.words].find((one) => one !== '') ?? `HTTP ${status}`;
  const facts: FailureFacts = { status, ...(category === '' ? {} : { serviceCode: category }) };
  if (body === null && status !== 414) return undefined;
  switch (status) {
    case 400:
      return badRequest(host, body?.message ?? '', body, facts);
    case 401:
      return new CrmFailure('crm-refused', { host, words }, facts);
    case 403:
      return new CrmFailure('crm-forbidden', { host, words: forbidden(body, words) }, facts);
    case 404:
      return new CrmFailure('crm-schema', { host, words: `404 ${body?.message ?? ''}`.slice(0, 200) }, facts);
    case 414:
      return new CrmFailure('crm-query', { words: 'the address is too long' }, facts);
    default:
      return undefined;
  }
}

function badRequest(host: string, message: string, body: ErrorBody | null, facts: FailureFacts): CrmFailure {
  const names = body?.context?.propertyName ?? [];
  if (names.length > 0 || /infer object type|does not exist/i.test(message)) {
    const words = names.length > 0 ? `${message} (${names.join(', ')})` : message;
    return new CrmFailure('crm-schema', { host, words: words.slice(0, 200) }, facts);
  }
  return new CrmFailure('crm-query', { words: message === '' ? 'HTTP 400' : message.slice(0, 200) }, facts);
}

function forbidden(body: ErrorBody | null, words: string): string {
  if (body?.category === 'USER_DOES_NOT_HAVE_PERMISSIONS')
    return 'the person who made this token has lost the right: create a service key';
  const scopes = [body?.context ?? {}, ...(body?.errors ?? []).map(({ context }) => context ?? {})].flatMap(
    (context) => context.requiredGranularScopes ?? context.requiredScopes ?? [],
  );
  return scopes.length === 0 ? words : `missing scope: ${[...new Set(scopes)].join(', ')}`;
}

function limited({ host, waitMs, status }: RefusedAnswer, body: ErrorBody, watch: LimitWatch): CrmFailure {
  const policy = policyOf(body);
  watch.met(policy);
  const serviceCode = body.policyName ?? policy.toUpperCase();
  const fail = (words: string, facts: FailureFacts): CrmFailure =>
    new CrmFailure('crm-limit', { host, words }, { status, serviceCode, ...facts });
  if (policy === 'day') return dayIsOver(host, watch.reset(), watch.now(), status);
  if (policy === 'second') return fail('calls in a second', { passing: true, waitMs: waitMs ?? SECOND_MS });
  const wait = { passing: true, waitMs: waitMs ?? BURST_MS };
  if (policy === 'burst') return fail('calls in ten seconds', wait);
  return fail(body.message || 'HTTP 429', { ...wait, attempts: UNKNOWN_ATTEMPTS });
}

/** The failure of a day whose calls are used up, by whatever program of the account. */
export function dayIsOver(host: string, reset: number | null, now: number, status?: number): CrmFailure {
  const until = reset === null ? 'until midnight in the account’s time zone' : `until ${new Date(reset).toISOString()}`;
  return new CrmFailure(
    'crm-limit',
    { host, words: `the account’s calls of the day are used up ${until}` },
    {
      serviceCode: 'DAILY',
      passing: false,
      ...(status === undefined ? {} : { status }),
      ...(reset === null ? {} : { waitMs: Math.max(0, reset - now) }),
    },
  );
}
