import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runCommandLine } from '../../src/cli/run.ts';

const bin = resolve(import.meta.dirname, '../../bin/partner-pulse.js');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** How wide the terminal is (`pulseHere`); without it stdout is none. */
  readonly columns?: number;
}

/** Starts the real command line in a folder, in an environment that has nothing of ours. */
export function startPulse(args: readonly string[], { cwd, env = {} }: RunOptions): ChildProcess {
  return spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: cwd, LANG: 'C.UTF-8', ...env },
    stdio: 'pipe',
  });
}

/** What a started command line says and how it ends. */
export function outcomeOf(child: ChildProcess): Promise<Run> {
  return new Promise((resolvePromise, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolvePromise({ code, stdout, stderr }));
  });
}

/** Runs the real command line to its end. */
export function pulse(args: readonly string[], options: RunOptions): Promise<Run> {
  const child = startPulse(args, options);
  child.stdin?.end(options.input ?? '');
  return outcomeOf(child);
}

/** The same command line within this process: for the many cases that only differ in their arguments. */
export async function pulseHere(
  args: readonly string[],
  { cwd, env = {}, input = '', columns }: RunOptions,
): Promise<Run> {
  const said = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof said): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        said[name] += chunk.toString('utf8');
        done();
      },
    });
  const code = await runCommandLine({
    argv: args,
    env,
    folder: cwd,
    stdin: Readable.from([input]),
    stdout: Object.assign(sink('stdout'), { columns }),
    stderr: sink('stderr'),
    now: () => Date.now(),
    onStop: () => () => undefined,
  });
  return { code, ...said };
}
