import type { ErrorCode } from '../../errors.ts';
import type { ErrorWords } from '../error-words.ts';

/** The words of failures of a CRM. */
export const crmErrors: Readonly<Record<Extract<ErrorCode, `crm-${string}`>, ErrorWords>> = {
  'crm-address': {
    cause:
      'The address {address} cannot be used: {why, select, insecure {it is not https} malformed {it is no address} other {it has more than scheme and host}}.',
    remedy: 'Write it as https://HOST. Plain http is for this machine itself only (127.0.0.1, localhost).',
    page: 'docs/errors.md#crm-address',
  },
  'crm-budget': {
    cause:
      'This needs {predicted, plural, one {one more call} other {# more calls}} to {host}; {used} of the {allowed} that are allowed in a day are used.',
    remedy: 'Wait for the next slot, or allow a larger share of the daily limit ({limit}). Nothing was changed.',
    page: 'docs/errors.md#crm-budget',
  },
  'crm-cursor-expired': {
    cause: '{host} does not continue an answer that was begun earlier.',
    remedy: 'Sync again: it goes on behind the last page that was read.',
    page: 'docs/errors.md#crm-cursor-expired',
  },
  'crm-elsewhere': {
    cause:
      '{host} {why, select, redirect {redirects} instance {signs in} other {continues}} to {target}. Nothing was sent there.',
    remedy:
      'If the CRM has moved, correct its address in partner-pulse.yaml. If not, ask who runs the network or proxy.',
    page: 'docs/errors.md#crm-elsewhere',
  },
  'crm-forbidden': {
    cause: '{host} does not allow this: “{words}”.',
    remedy: 'Give the bot’s user or app the right or scope that is missing. Nothing was changed.',
    page: 'docs/errors.md#crm-forbidden',
  },
  'crm-limit': {
    cause: '{host} takes no more calls now: “{words}”.',
    remedy: 'The next sync tries again. If it stays: see which programs use up the CRM’s limit, or sync less often.',
    page: 'docs/errors.md#crm-limit',
  },
  'crm-login-kind': {
    cause:
      'Signing in with {kind, select, soap {user name and password over SOAP is not supported: Salesforce ends it in summer 2027} other {user name and password is not supported: Salesforce blocks it, and external client apps do not have it}}.',
    remedy: 'Use client credentials, or JWT bearer with a certificate.',
    page: 'docs/errors.md#crm-login-kind',
  },
  'crm-query': {
    cause: 'The mapping makes a query that the CRM cannot take: {words}.',
    remedy: 'Correct the names in the mapping, or map fewer fields and values.',
    page: 'docs/errors.md#crm-query',
  },
  'crm-refused': {
    cause: '{host} refuses the credentials: “{words}”.',
    remedy: 'Check client id, secret or key, and that app and user are active; renew what has expired.',
    page: 'docs/errors.md#crm-refused',
  },
  'crm-schema': {
    cause: '{host} has no such object or field for the bot’s user: “{words}”.',
    remedy:
      'Correct the mapping, or give the user read access to it: what may not be read looks like what is not there.',
    page: 'docs/errors.md#crm-schema',
  },
  'crm-secret': {
    cause: 'The secret {name} is {why, select, missing {not set} other {malformed}}.',
    remedy: 'Set it in the environment, or name a file with mode 0600 in a variable of that name with _FILE.',
    page: 'docs/errors.md#crm-secret',
  },
  'crm-slow-query': {
    cause: '{host} gave up a query that took too long.',
    remedy: 'Sync again; if it stays, narrow the mapping’s filters or drop formula fields from it.',
    page: 'docs/errors.md#crm-slow-query',
  },
  'crm-unexpected-answer': {
    cause:
      '{host} answered {why, select, page {with a page instead of data} size {with more than is accepted} status {with an unknown status} other {in an unknown form}}: “{words}”.',
    remedy:
      'Open the address in a browser: a login page, a proxy or a maintenance notice may stand there. Nothing was changed.',
    page: 'docs/errors.md#crm-unexpected-answer',
  },
  'crm-unreachable': {
    cause:
      '{host} cannot be reached: {why, select, refused {the connection is refused} name {the name is unknown} timeout {no answer in time} truncated {the answer ends too early} busy {it is out of order} certificate {its certificate is not accepted} other {the connection breaks}}{words}.',
    remedy:
      'Check the address, network and proxy (HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS). The next sync goes on where this one stopped.',
    page: 'docs/errors.md#crm-unreachable',
  },
};
