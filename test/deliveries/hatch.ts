import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process for lives of the dispatcher. */
export interface Hatched {
  readonly process: ChildProcess;
  /** Resolves when it is loaded and waits for its orders. */
  readonly ready: Promise<unknown>;
}

/** Starts one; `cache`: a folder for what was compiled. */
export function hatch(cache: string): Hatched {
  const child = fork(join(import.meta.dirname, 'child.ts'), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // What was compiled once need not be again.
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  return { process: child, ready: once(child, 'message') };
}
