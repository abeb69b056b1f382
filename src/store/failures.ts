import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ErrorCode, isDiskFull, PulseError, systemCode } from '../errors.ts';

const damaged = /^(SQLITE_CORRUPT|SQLITE_NOTADB|XX00[12])/;
const notWritable = /^(SQLITE_READONLY|SQLITE_IOERR_WRITE|EACCES|EPERM|EROFS|EFBIG|25006)/;
const unreachable =
  /^(SQLITE_(CANTOPEN|IOERR|BUSY|LOCKED|PERM|AUTH|NOLFS)|E(CONN\w*|NOTFOUND|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|AI_\w+|NOTDIR|ISDIR|NOENT)|08|28|3D000|3F000|42501|53[23]|57P|57014)/;

/** Whether the engine found broken what it read. */
export const isDamage = (error: unknown): boolean => damaged.test(systemCode(error) ?? '');

function meaning(error: unknown, code: string): ErrorCode | undefined {
  if (isDamage(error)) return 'store-damaged';
  if (isDiskFull(error)) return 'disk-full';
  if (notWritable.test(code)) return 'file-not-writable';
  if (unreachable.test(code)) return 'store-unreachable';
  return undefined;
}

/**
 * SQLite needs files beside the store even to read it, and says only "cannot open" where it may not make them: the folder
 * that is in its way, if that is why.
 */
function closedFolder(code: string, where: string): string | undefined {
  if (!code.startsWith('SQLITE_CANTOPEN') || !existsSync(where)) return undefined;
  const folder = dirname(where);
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch {
    return folder;
  }
}

/** A database's or file system's failure in our words where it has one; anything else (a bug) as it is. */
export function storeFailure(error: unknown, where: string): unknown {
  if (error instanceof PulseError) return error;
  const code = systemCode(error);
  if (code === undefined) return error;
  const folder = closedFolder(code, where);
  if (folder !== undefined) return new PulseError('file-not-writable', { file: folder }, error);
  const ours = meaning(error, code);
  if (ours === undefined) return error;
  const isOfFile = ours === 'file-not-writable' || ours === 'disk-full';
  return new PulseError(ours, isOfFile ? { file: where } : { where }, error);
}

/** Runs `work`; its failures are thrown as `storeFailure` names them. */
export async function guarded<R>(where: string, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    throw storeFailure(error, where);
  }
}

/** The same for work on a ledger's file: what is damaged there is not the store, and is mended in another way. */
export async function guardedLedger<R>(file: string, work: () => Promise<R>): Promise<R> {
  try {
    return await guarded(file, work);
  } catch (error) {
    const isDamaged = error instanceof PulseError && error.code === 'store-damaged';
    throw isDamaged ? new PulseError('ledger-damaged', { file }, error.cause) : error;
  }
}
