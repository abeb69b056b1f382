import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const run = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;
const point = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'partner-pulse-disk-')));

function tryToMount(): boolean {
  const folder = point();
  const mounts = process.platform === 'linux' && run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
  if (mounts) run('umount', folder);
  rmSync(folder, { recursive: true });
  return mounts;
}

/** Whether this machine lets a test make a disk of its own: Linux, as root. */
export const hasDisks = tryToMount();
/** Behind the title of a test that needs one. */
export const unlessDisks = hasDisks ? '' : ' (skipped: this user may not mount a file system)';

/** A disk of its own for one test. */
export class SmallDisk {
  readonly folder: string;

  constructor(megabytes: number) {
    this.folder = point();
    if (!run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.folder)) throw new Error('no mount');
    onTestFinished(() => {
      // Lazily: what a failed test left running may still stand on it.
      run('umount', '-l', this.folder);
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** Leaves so many kilobytes free. */
  fill(leave = 0): void {
    const { bavail, bsize } = statfsSync(this.folder);
    const blocks = Math.max(0, bavail - Math.ceil((leave * 1024) / bsize));
    const file = openSync(this.#filler, 'a');
    const block = Buffer.alloc(bsize, 1);
    try {
      for (let written = 0; written < blocks; written += 1) writeSync(file, block);
    } catch (error) {
      // Somebody else took the last block meanwhile: it is full.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
    closeSync(file);
  }

  makeRoom(): void {
    rmSync(this.#filler);
  }

  set readOnly(is: boolean) {
    if (!run('mount', '-o', `remount,${is ? 'ro' : 'rw'}`, this.folder)) throw new Error('no remount');
  }

  get #filler(): string {
    return join(this.folder, 'filler');
  }
}
