import { join } from 'node:path';
import type { Dispatcher } from 'undici';
import { CrmFailure } from '../http/failure.ts';
import { Mask } from '../http/mask.ts';
import type { RetryPolicy } from '../http/retry.ts';
import type { HttpClock, HttpLog, Timeouts, Transport } from '../http/types.ts';
import type { Warning } from '../source.ts';
import { download } from './download.ts';
import type { Copy } from './folder.ts';
import { type CopyFacts, KeptCopy, removeOthers } from './kept-copy.ts';
import type { FileSettings, FilesSettings } from './settings.ts';

/** What a source needs for files that come by address. */
export interface FilesTools {
  /** Where copies are kept, in a folder for each source; it need not exist. */
  readonly cacheFolder: string;
  /** The secret of this name from the environment; undefined for one that is not set. */
  readonly secret: (name: string) => string | undefined;
  readonly clock: HttpClock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly log: HttpLog;
  /** The way out; the process's own by default. */
  readonly dispatcher?: Dispatcher;
  readonly timeouts?: Partial<Timeouts>;
  readonly retries?: Partial<RetryPolicy>;
}

/** The files that came by address, and why some of them are older copies. */
export interface Copies {
  readonly files: ReadonlyMap<FileSettings, Copy>;
  readonly outdated: readonly Warning[];
}

const usualMegabytes = 500;
const megabyte = 1_048_576;

/**
 * Brings the copies of all addresses up to date. One that cannot be fetched stays as it was, and is told. Throws CrmFailure
 * where there is no copy yet, `crm-secret` without the token, `disk-full`, `file-not-writable`, or the signal's reason.
 */
export async function bringCopies(
  { name, files = [], bearer }: Pick<FilesSettings, 'name' | 'files' | 'bearer'>,
  tools: FilesTools | undefined,
  signal: AbortSignal,
): Promise<Copies> {
  const byAddress = files.flatMap((file) => (file.url === undefined ? [] : [{ file, url: file.url }]));
  const copies = new Map<FileSettings, Copy>();
  const outdated: Warning[] = [];
  if (byAddress.length === 0) return { files: copies, outdated };
  if (tools === undefined) throw new Error('files by address need tools');
  const folder = join(tools.cacheFolder, name);
  const token = tokenOf(bearer, tools);
  for (const { file, url } of byAddress) {
    const { copy, failure } = await bring(url, { file, folder, token, tools, signal });
    copies.set(file, copy);
    if (failure !== null) outdated.push(warningOf(copy, failure));
  }
  await removeOthers(
    folder,
    byAddress.map(({ url }) => url),
  );
  return { files: copies, outdated };
}

function tokenOf(name: string | undefined, { secret }: FilesTools): string | null {
  if (name === undefined) return null;
  const token = secret(name)?.trim();
  if (token === undefined || token === '') throw new CrmFailure('crm-secret', { name, why: 'missing' });
  // A header cannot carry anything else.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new CrmFailure('crm-secret', { name, why: 'malformed' });
  return token;
}

interface Way {
  readonly file: FileSettings;
  readonly folder: string;
  readonly token: string | null;
  readonly tools: FilesTools;
  readonly signal: AbortSignal;
}

async function bring(url: string, way: Way): Promise<{ copy: Copy; failure: CrmFailure | null }> {
  const kept = new KeptCopy(way.folder, url);
  const known = await kept.facts();
  const copyWith = (facts: CopyFacts): Copy => ({
    path: kept.path,
    file: shownAddress(url),
    changedAt: changedAt(facts),
  });
  const largest = (way.file.maxMegabytes ?? usualMegabytes) * megabyte;
  const asked = { url, token: way.token, known, largest, now: way.tools.clock.now(), signal: way.signal };
  try {
    const answer = await download(await transportTo(url, way), asked);
    if (!answer.isNew && known !== null) return { copy: copyWith(known), failure: null };
    if (!answer.isNew) throw new Error('nothing is known, yet nothing new came');
    await kept.replace(answer.pieces, answer.facts);
    return { copy: copyWith(answer.facts), failure: null };
  } catch (error) {
    way.signal.throwIfAborted();
    if (!(error instanceof CrmFailure) || known === null) throw error;
    return { copy: copyWith(known), failure: error };
  }
}

/** Loaded when a file comes by address: a folder needs no network. */
async function transportTo(url: string, { token, tools }: Way): Promise<Transport> {
  const { createTransport } = await import('../http/transport.ts');
  const mask = new Mask();
  if (token !== null) mask.add(token);
  const { clock, random, log, dispatcher, timeouts, retries } = tools;
  return createTransport({
    base: new URL(new URL(url).origin),
    mask,
    clock,
    random,
    log,
    ...(dispatcher !== undefined && { dispatcher }),
    ...(timeouts !== undefined && { timeouts }),
    ...(retries !== undefined && { retries }),
  });
}

/** When the service says that the file changed, if it does; else when it came. */
function changedAt({ lastModified, fetchedAt }: CopyFacts): number {
  const told = Date.parse(lastModified ?? '');
  return Number.isNaN(told) ? fetchedAt : Math.min(told, fetchedAt);
}

/** Host and path: a query may hold what is not for a log. */
function shownAddress(url: string): string {
  const { host, pathname } = new URL(url);
  const shown = host + pathname;
  return shown.length > 120 ? `${shown.slice(0, 119)}…` : shown;
}

function warningOf({ file, changedAt: at }: Copy, { code, params }: CrmFailure): Warning {
  const message = `not fetched (${code}); the copy of ${new Date(at).toISOString()} holds`;
  return { file, message, failure: { code, params } };
}
