import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startDemo } from './run.ts';

const HELP = `npm run demo [-- --port N] [--seed N] [--no-open]

Shows Partner Pulse at work, without Slack and without a CRM: a made-up partner program of 60 partners,
the real bot, and a page that looks like a small Slack. Everything stays on this machine; Ctrl-C ends it.

  --port N    port of the page (default 4477, the next free one where it is taken)
  --seed N    another made-up program
  --no-open   print the address only
`;

const DEFAULT_PORT = 4477;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      seed: { type: 'string', default: '7' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [port, seed] = [Number(values.port), Number(values.seed)];
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`--port is a number up to 65535, not ${values.port}`);
  if (!Number.isInteger(seed)) throw new RangeError(`--seed is a whole number, not ${values.seed}`);
  return { port, seed, open: !values['no-open'], help: values.help };
}

/** Opens the address in a browser where there is a screen; silently nothing elsewhere: the address was printed. */
function openBrowser(url: string): void {
  const { platform, env } = process;
  const screen = platform !== 'linux' || env.DISPLAY !== undefined || env.WAYLAND_DISPLAY !== undefined;
  if (!screen || env.CI !== undefined) return;
  const [command, ...rest] =
    platform === 'darwin' ? ['open'] : platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  if (command === undefined) return;
  const child = spawn(command, [...rest, url], { stdio: 'ignore', detached: true });
  child.on('error', () => tell('no browser could be opened; please open the address yourself'));
  child.unref();
}

const began = performance.now();
const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    tell(HELP);
    return 0;
  }
  const asked = Promise.withResolvers<'asked'>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked.resolve('asked'));
  const demo = await startDemo({ ...options, tell: (line) => tell(`${seconds().padStart(5)} s  ${line}`) });
  const ended = Promise.race([asked.promise, demo.died]);
  const first = await Promise.race([demo.ready, ended]);
  if (first === undefined) {
    tell(`${seconds().padStart(5)} s  ready\n\nOpen ${demo.url}\nand type /partner-kpi acme. Ctrl-C ends the demo.`);
    if (options.open) openBrowser(demo.url);
  }
  const how = await ended;
  await demo.stop();
  if (how === 'asked') {
    tell('The demo has ended; nothing is left behind.');
    return 0;
  }
  process.stderr.write(`The bot ended by itself: ${how}\n`);
  return 1;
}

// A reader that went away (a closed pipe) ends the demo like Ctrl-C.
process.stdout.on('error', () => process.kill(process.pid, 'SIGTERM'));

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`The demo could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
