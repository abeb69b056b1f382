import { type ErrorCode, type ErrorParams, PulseError, systemCode } from '../../errors.ts';

/** The codes with which a CRM call can fail. */
export type CrmCode = Extract<ErrorCode, `crm-${string}`>;

/** What an adapter may look at to decide how to go on; readers see only code and params. */
export interface FailureFacts {
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** The service's own code, e.g. INVALID_FIELD. */
  readonly serviceCode?: string;
  /** Whether the same call may succeed a moment later. */
  readonly passing?: boolean;
  /** Calls in all after which this kind of failure is final, if fewer than usual. */
  readonly attempts?: number;
  /** How long the service asks to wait, in milliseconds. */
  readonly waitMs?: number;
  /** Whether the service has surely not seen the call. */
  readonly unsent?: boolean;
}

/** A failure of a CRM call. */
export class CrmFailure extends PulseError {
  readonly facts: FailureFacts;
  readonly #code: CrmCode;

  constructor(code: CrmCode, params: ErrorParams, facts: FailureFacts = {}, cause?: unknown) {
    super(code, params, cause);
    this.name = 'CrmFailure';
    this.facts = facts;
    this.#code = code;
  }

  /** The same failure with its words cleaned: a service may repeat what it was sent. */
  cleaned(hide: (text: string) => string): CrmFailure {
    const entries = Object.entries(this.params).map(([key, value]) => [
      key,
      typeof value === 'string' ? hide(value) : value,
    ]);
    return new CrmFailure(this.#code, Object.fromEntries(entries), this.facts, this.cause);
  }
}

/** Whether an error is a CRM failure, of this code if one is given. */
export const isCrmFailure = (error: unknown, code?: CrmCode): error is CrmFailure =>
  error instanceof CrmFailure && (code === undefined || error.code === code);

type Why = 'refused' | 'name' | 'timeout' | 'reset' | 'truncated' | 'busy' | 'certificate';

/** Codes of Node and undici that say more than "the connection breaks". */
const whys: Readonly<Record<string, Why>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'truncated',
};
const unsent = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;
const certificate = /CERT|SSL|TLS|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** The failure of a service that gives no whole answer. */
export function unreachable(host: string, why: Why, words = '', facts: FailureFacts = {}, cause?: unknown): CrmFailure {
  const shown = words === '' ? '' : ` (${words})`;
  return new CrmFailure('crm-unreachable', { host, why, words: shown }, { passing: true, ...facts }, cause);
}

/** What `fetch` or the reading of its body threw, as a failure; what is not of the network is thrown on. */
export function networkFailure(host: string, error: unknown): CrmFailure {
  if (error instanceof CrmFailure) return error;
  if (error instanceof Error && error.name === 'TimeoutError') return unreachable(host, 'timeout', '', {}, error);
  const code = systemCode(error) ?? '';
  if (code === '' && !(error instanceof TypeError && error.cause !== undefined)) throw error;
  if (certificate.test(code)) return unreachable(host, 'certificate', code, { passing: false, unsent: true }, error);
  // zlib's code of a body that ends within a compressed block.
  const why = whys[code] ?? (code.startsWith('Z_') ? 'truncated' : 'reset');
  return unreachable(host, why, code, { unsent: unsent.test(code) }, error);
}
