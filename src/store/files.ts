import { chmodSync, closeSync, existsSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { notWritten, systemCode } from '../errors.ts';

const ownerOnly = 0o600;
const folderOwnerOnly = 0o700;

/** Runs a step on a file; its failure becomes PulseError `file-not-writable`. */
export function writing<R>(file: string, step: () => R): R {
  try {
    return step();
  } catch (error) {
    throw notWritten(file, error);
  }
}

/** Makes the folder of a file, 0700; one that exists is left as it is. */
export function makeFolderOf(file: string): void {
  const folder = dirname(file);
  writing(folder, () => mkdirSync(folder, { recursive: true, mode: folderOwnerOnly }));
}

/**
 * Makes an empty file for the owner only; true if it was not there before. One that exists is never opened: closing it
 * again would drop the locks that SQLite holds on it for this process.
 */
export function makeOwnerOnly(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', ownerOnly));
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw notWritten(file, error);
  }
}

/** Takes everybody else's rights to a file away. */
export function keepForOwner(file: string): void {
  writing(file, () => chmodSync(file, ownerOnly));
}

const compactTime = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

/** `<name>-<time>`, or where that is taken (it was begun, killed and begun again within a second) one with a number behind it. */
export function timedName(name: string, now: number): string {
  const timed = `${name}-${compactTime(now)}`;
  for (let count = 2, free = timed; ; count += 1) {
    if (!existsSync(free) && !existsSync(`${free}.ledger`)) return free;
    free = `${timed}-${count}`;
  }
}

/** One name for one file, whichever links lead to it: two owners must meet at the same lock. */
export function trueName(path: string): string {
  const full = resolve(path);
  try {
    return realpathSync(full);
  } catch {
    // Not there yet: its folder's true name, as far as that exists.
    const parent = dirname(full);
    return parent === full ? full : join(trueName(parent), basename(full));
  }
}
