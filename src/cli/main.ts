import type { Host } from './host.ts';
import { runCommandLine } from './run.ts';

/** Binds the command line to this process. */
const host: Host = {
  argv: process.argv.slice(2),
  env: process.env,
  folder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => Date.now(),
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

process.exitCode = await runCommandLine(host);
