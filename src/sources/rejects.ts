import { closeSync, existsSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { notWritten } from '../errors.ts';
import type { Reject } from './source.ts';

const flushAt = 65_536;
const header = 'file,line,column,reason,effect\n';

/** Where a source's rejects go when nobody says: beside the store's file. A store that is no file has no such place: null. */
export function defaultRejectsFile(storeAddress: string, source: string): string | null {
  return /^postgres(ql)?:\/\//.test(storeAddress) ? null : `${storeAddress}.${source}.rejects.csv`;
}

const partialOf = (path: string): string => `${path}.partial`;

/** Whether the rejects of a sync lie there that had published and then died: the file in place is of the one before. */
export const hasUnplacedRejects = (path: string): boolean => existsSync(partialOf(path));

/**
 * The CSV file of one sync's rejects (rule 7.3), 0600. It grows beside its place and is put there by `commit`, so that a
 * sync that fails leaves the earlier one as it was. Every method throws PulseError `file-not-writable` or `disk-full`.
 */
export class RejectsFile {
  readonly #path: string;
  readonly #partial: string;
  #descriptor: number | null = null;
  #pending = '';

  constructor(path: string) {
    this.#path = path;
    this.#partial = partialOf(path);
  }

  add(reject: Reject): void {
    if (this.#descriptor === null) this.#open();
    const { file, line, column, reason, effect } = reject;
    this.#pending += `${[file, `${line}`, column, reason, effect].map(csvCell).join(',')}\n`;
    if (this.#pending.length >= flushAt) this.#flush();
  }

  /** Brings all that was added to the disk, where there may be no room for it. */
  write(): void {
    const descriptor = this.#descriptor;
    if (descriptor === null) return;
    this.#flush();
    this.#guard(() => fsyncSync(descriptor));
  }

  /** Puts the rejects in place; without any, an earlier file is removed. Returns the path, or null without rejects. */
  commit(): string | null {
    if (this.#descriptor === null) {
      this.#guard(() => rmSync(this.#path, { force: true }));
      return null;
    }
    this.#flush();
    this.#close();
    this.#guard(() => renameSync(this.#partial, this.#path));
    return this.#path;
  }

  /** Forgets what was added; nothing happens after `commit`. */
  discard(): void {
    if (this.#descriptor === null) return;
    this.#close();
    this.#guard(() => rmSync(this.#partial, { force: true }));
  }

  #open(): void {
    this.#guard(() => {
      this.#descriptor = openSync(this.#partial, 'w', 0o600);
      // The mode above holds only for a new file; one may be left from a crash.
      fchmodSync(this.#descriptor, 0o600);
    });
    this.#pending = header;
  }

  #flush(): void {
    const { pending, descriptor } = { pending: this.#pending, descriptor: this.#descriptor };
    if (descriptor !== null) this.#guard(() => writeAll(descriptor, Buffer.from(pending)));
    this.#pending = '';
  }

  #close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw notWritten(this.#path, error);
    }
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += writeSync(descriptor, bytes, at));
}

/** A spreadsheet takes these first characters for the start of a formula. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
