import { crmDoors } from './crm-doors.ts';
import { tellFailure } from './failure.ts';
import type { Host } from './host.ts';
import { isDebug, runCommandLine } from './run.ts';
import { createWords, languageOf } from './words.ts';

/** Binds the command line to this process. */
const host: Host = {
  argv: process.argv.slice(2),
  env: process.env,
  folder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => Date.now(),
  crms: (config) => crmDoors(config, Date.now),
  onStop: (stop) => {
    const signals = ['SIGINT', 'SIGTERM'] as const;
    const listener = (signal: NodeJS.Signals): void => {
      unlisten();
      stop(signal);
    };
    const unlisten = (): void => {
      for (const signal of signals) process.removeListener(signal, listener);
    };
    for (const signal of signals) process.on(signal, listener);
    return unlisten;
  },
};

// `pulse … | head` closes the pipe when it has enough: that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
}

// What nobody awaited or caught: told like every other failure, never as a bare stack trace.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    const words = createWords(languageOf(undefined, process.env));
    for (const line of tellFailure(error, words, isDebug(host), null).lines) process.stderr.write(`${line}\n`);
    process.exit(1);
  });
}

const exit = await runCommandLine(host);
// Whatever is still open (a socket that will not close) must not keep the process.
process.stdout.write('', () => process.exit(exit));
