import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const bin = resolve(import.meta.dirname, '../../bin/partner-pulse.js');
const pollMs = 25;

/** Megabytes of a field of /proc/<pid>/status, e.g. VmHWM (the most that was ever resident); null where it cannot be read. */
export function residentMb(pid: number, field: 'VmHWM' | 'VmRSS'): number | null {
  try {
    const [, kb] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    // It has ended, or this is not Linux.
    return null;
  }
}

/** Starts the real command line as its own process. */
export const startPulse = (
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): ChildProcess =>
  spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: cwd, LANG: 'C.UTF-8', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });

export interface Ran {
  readonly seconds: number;
  readonly peakMb: number;
  readonly stdout: string;
}

/** Runs the real command line to its end. Fails unless it exits with 0 or 3 (rejects). */
export async function runPulse(args: readonly string[], cwd: string, input = ''): Promise<Ran> {
  const began = performance.now();
  const child = startPulse(args, cwd);
  let peakMb = Number.NaN;
  const poll = setInterval(() => {
    peakMb = (child.pid === undefined ? null : residentMb(child.pid, 'VmHWM')) ?? peakMb;
  }, pollMs);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin?.end(input);
  const code = await new Promise((settle, reject) => child.once('error', reject).once('close', settle));
  clearInterval(poll);
  if (code !== 0 && code !== 3) throw new Error(`pulse ${args.join(' ')} ended with ${String(code)}: ${stderr}`);
  return { seconds: (performance.now() - began) / 1000, peakMb, stdout };
}
