import { type ErrorCode, PulseError } from '../errors.ts';

const damaged = /^(SQLITE_CORRUPT|SQLITE_NOTADB|XX00[12])/;
const notWritable = /^(SQLITE_READONLY|SQLITE_FULL|SQLITE_IOERR_WRITE|EACCES|EPERM|EROFS|ENOSPC|EDQUOT|53100|25006)/;
const unreachable =
  /^(SQLITE_(CANTOPEN|IOERR|BUSY|LOCKED|PERM|AUTH|NOLFS)|E(CONN\w*|NOTFOUND|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|AI_\w+|NOTDIR|ISDIR|NOENT)|08|28|3D000|3F000|42501|53[23]|57P|57014)/;

/** The code that an error of Node, SQLite or PostgreSQL carries, or the first of its causes that has one. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return systemCode(error.cause);
}

function meaning(code: string): ErrorCode | undefined {
  if (damaged.test(code)) return 'store-damaged';
  if (notWritable.test(code)) return 'file-not-writable';
  if (unreachable.test(code)) return 'store-unreachable';
  return undefined;
}

/** A database's or file system's failure in our words where it has one; anything else (a bug) as it is. */
export function storeFailure(error: unknown, where: string): unknown {
  if (error instanceof PulseError) return error;
  const code = systemCode(error);
  const ours = code === undefined ? undefined : meaning(code);
  if (ours === undefined) return error;
  return new PulseError(ours, ours === 'file-not-writable' ? { file: where } : { where }, error);
}

/** Runs `work`; its failures are thrown as `storeFailure` names them. */
export async function guarded<R>(where: string, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    throw storeFailure(error, where);
  }
}
