import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const HELP = `npm run demo [-- --port N] [--seed N] [--no-open]

Shows Partner Pulse at work, without Slack and without a CRM: a made-up partner program of 60 partners,
the real bot, and a page that looks like a small Slack. Everything stays on this machine; Ctrl-C ends it.

  --port N    port of the page (default 4477 or the next free one; 0 takes any)
  --seed N    another made-up program
  --no-open   print the address only
`;

const PORTS = Array.from({ length: 20 }, (_, index) => 4477 + index);

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      seed: { type: 'string', default: '7' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    ports: values.port === undefined ? PORTS : [wholeNumber('--port', values.port, 65_535)],
    seed: wholeNumber('--seed', values.seed, Number.MAX_SAFE_INTEGER),
    open: !values['no-open'],
    help: values.help,
  };
}

function wholeNumber(name: string, text: string, most: number): number {
  if (!/^\d{1,16}$/.test(text) || Number(text) > most)
    throw new RangeError(`${name} is a whole number up to ${most}, not “${text}”`);
  return Number(text);
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

const seconds = (): string => process.uptime().toFixed(1);
const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const timed = (line: string): void => tell(`${seconds().padStart(5)} s  ${line}`);

async function main(): Promise<number> {
  const asked = Promise.withResolvers<null>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked.resolve(null));
  const options = readOptions();
  if (options.help) {
    tell(HELP);
    return 0;
  }
  // Loading takes a moment; Ctrl-C is heard from the start.
  const { startDemo } = await import('./run.ts');
  const { url, bot, stop } = await startDemo({ ...options, tell: timed });
  const end = Promise.race([asked.promise, bot.ended]);
  const ready = bot.ready.then(
    () => true,
    () => false,
  );
  if ((await Promise.race([ready, end])) === true) {
    timed(`ready after ${seconds()} s\n\n${invitation(url)}`);
    if (options.open) openBrowser(url);
  }
  const how = await end;
  await stop();
  if (how === null) {
    tell('The demo has ended; nothing is left behind.');
    return 0;
  }
  process.stderr.write(`The bot ${how}. Remedy: start the demo again.\n`);
  return 1;
}

const invitation = (url: string): string =>
  `Open ${url}\nand type /partner-kpi acme, or click one of the examples there. Ctrl-C ends the demo.`;

// A reader that went away (a closed pipe) ends the demo like Ctrl-C.
process.stdout.on('error', () => process.kill(process.pid, 'SIGTERM'));

try {
  process.exitCode = await main();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The demo could not start: ${reason}${reason.endsWith('.') ? '' : '.'}\n`);
  process.exitCode = 2;
}
