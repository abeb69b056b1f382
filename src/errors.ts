/**
 * Every failure that a user can meet has a stable code here. Its words (cause and remedy, English and German) stand in
 * `text/<language>/errors.ts` under the same code; the compiler demands them.
 * `exit` is the command line's exit code: 1 failed, 2 bad input or arguments and nothing done.
 */
export const errorKinds = {
  'bad-argument': { exit: 2 },
  'bad-config': { exit: 2 },
  'config-missing': { exit: 2 },
  'file-not-readable': { exit: 2 },
  'secret-file-open': { exit: 2 },
  'bad-period': { exit: 2 },
  'bad-file': { exit: 2 },
  'bad-schedule': { exit: 2 },
  'bad-zone': { exit: 2 },
  'unknown-job': { exit: 2 },
  'job-off': { exit: 2 },
  'job-busy': { exit: 1 },
  'job-failed': { exit: 1 },
  'too-many-deletions': { exit: 2 },
  'unknown-kpi': { exit: 2 },
  'unknown-partner': { exit: 2 },
  'ambiguous-partner': { exit: 2 },
  'merge-circle': { exit: 2 },
  'unknown-segment': { exit: 2 },
  'folder-missing': { exit: 2 },
  'no-data': { exit: 1 },
  'store-owned': { exit: 1 },
  'owner-gone': { exit: 1 },
  'other-host': { exit: 2 },
  'unknown-source': { exit: 2 },
  'store-newer': { exit: 1 },
  'store-older': { exit: 1 },
  'store-foreign': { exit: 1 },
  'store-damaged': { exit: 1 },
  'ledger-damaged': { exit: 1 },
  'store-unreachable': { exit: 1 },
  'person-key-missing': { exit: 1 },
  'person-key-invalid': { exit: 2 },
  'file-exists': { exit: 2 },
  'backup-by-server': { exit: 2 },
  'file-not-writable': { exit: 1 },
  'disk-full': { exit: 1 },
  'slack-token-missing': { exit: 2 },
  'slack-token-wrong': { exit: 1 },
  'slack-unreachable': { exit: 1 },
  'delivery-unsure': { exit: 1 },
  'delivery-stopped': { exit: 1 },
  'crm-address': { exit: 2 },
  'crm-budget': { exit: 1 },
  'crm-cursor-expired': { exit: 1 },
  'crm-elsewhere': { exit: 1 },
  'crm-forbidden': { exit: 1 },
  'crm-limit': { exit: 1 },
  'crm-login-kind': { exit: 2 },
  'crm-query': { exit: 2 },
  'crm-refused': { exit: 1 },
  'crm-schema': { exit: 1 },
  'crm-secret': { exit: 2 },
  'crm-slow-query': { exit: 1 },
  'crm-unexpected-answer': { exit: 1 },
  'crm-unreachable': { exit: 1 },
  'sync-running': { exit: 1 },
  'data-old': { exit: 1 },
  'fields-lacking': { exit: 1 },
  'many-rejected': { exit: 1 },
  'many-unmatched': { exit: 1 },
  'png-missing': { exit: 1 },
  'stale-file': { exit: 1 },
  interrupted: { exit: 1 },
  internal: { exit: 1 },
} as const satisfies Record<string, { exit: 1 | 2 }>;

export type ErrorCode = keyof typeof errorKinds;

/** Whether a text from elsewhere is one of ours. */
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorKinds, text);

/** Values that the words of an error are filled with; never person data or tokens. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** A failure with a reader: `code` picks the words, `params` fill them, `cause` (the original error) goes to the log only. */
export class PulseError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(params)}`, cause === undefined ? undefined : { cause });
    this.name = 'PulseError';
    this.code = code;
    this.params = params;
  }

  get exit(): 1 | 2 {
    return errorKinds[this.code].exit;
  }
}

/** The code that an error of Node, SQLite or PostgreSQL carries, or the first of its causes that has one. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return systemCode(error.cause);
}

/** No room: of Node, of SQLite (which meets it also where it grows a file of shared memory), of PostgreSQL. */
const noRoom = /^(ENOSPC|EDQUOT|SQLITE_FULL|SQLITE_IOERR_SHMSIZE|53100)$/;

export const isDiskFull = (error: unknown): boolean => noRoom.test(systemCode(error) ?? '');

/** Why a file could not be written: `disk-full`, else `file-not-writable`. */
export const notWritten = (file: string, error: unknown): PulseError =>
  new PulseError(isDiskFull(error) ? 'disk-full' : 'file-not-writable', { file }, error);
