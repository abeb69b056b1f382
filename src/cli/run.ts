import { resolve } from 'node:path';
import { loadConfig } from '../config/config.ts';
import { nearest } from '../config/nearest.ts';
import { isLanguage, languageCodes } from '../text/languages.ts';
import { type Args, readArguments, UsageError } from './arguments.ts';
import { type Command, type Context, commonOptions, type Exit, exits } from './command.ts';
import { commands } from './commands/index.ts';
import { tellFailure } from './failure.ts';
import { helpForAll, helpForOne } from './help.ts';
import { callerFolder, type Host } from './host.ts';
import { createOutput } from './output.ts';
import { version } from './version.ts';
import { createWords, languageOf, type Words } from './words.ts';

const packageFolder = resolve(import.meta.dirname, '..', '..');

/** Columns of text that goes to a file or another program. */
const defaultWidth = 100;

/** Runs one command line; every failure ends as words on stderr and an exit code. */
export async function runCommandLine(host: Host): Promise<Exit> {
  const words = createWords(languageOf(languageFlag(host.argv), host.env));
  const note = (line: string): void => {
    host.stderr.write(`${line}\n`);
  };
  let command: string | null = null;
  try {
    const { found, rest, help } = pick(host.argv);
    command = found?.name ?? null;
    return found
      ? await start(found, rest, help, host, words, note)
      : await withoutCommand(rest, help, host, words, note);
  } catch (error) {
    const failure = tellFailure(error, words, isDebug(host), command);
    failure.lines.forEach(note);
    return failure.exit;
  }
}

export const isDebug = (host: Pick<Host, 'env'>): boolean => /^(1|true)$/i.test(host.env.PULSE_DEBUG ?? '');

/** The language is needed before the arguments are understood: their mistakes are told in it. */
function languageFlag(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const word = argv[at];
  return word === '--lang' ? argv[at + 1] : word?.slice('--lang='.length);
}

/** The command is the first word that is neither an option nor the value of one; options may stand before it. */
function pick(argv: readonly string[]): { found: Command | null; rest: readonly string[]; help: boolean } {
  const takesValue = new Set(
    Object.entries(commonOptions).flatMap(([name, { type }]) => (type === 'string' ? [`--${name}`] : [])),
  );
  const at = argv.findIndex((word, index) => !word.startsWith('-') && !takesValue.has(argv[index - 1] ?? ''));
  const name = argv[at];
  if (name === undefined) return { found: null, rest: argv, help: false };
  const rest = [...argv.slice(0, at), ...argv.slice(at + 1)];
  if (name === 'help') return { ...pick(rest), help: true };
  const found = commands.find((command) => command.name === name);
  if (found) return { found, rest, help: false };
  const meant = nearest(
    name,
    commands.map((command) => command.name),
  );
  if (meant === undefined) throw new UsageError('usage.unknown-command', { command: name });
  throw new UsageError('usage.unknown-command-near', { command: name, nearest: meant });
}

async function withoutCommand(
  argv: readonly string[],
  help: boolean,
  host: Host,
  words: Words,
  note: (line: string) => void,
): Promise<Exit> {
  const args = readArguments(argv, commonOptions);
  const out = createOutput(host.stdout);
  if (args.flag('version')) await out.line(version());
  else if (help || args.flag('help')) await out.line(helpForAll(commands, words));
  else {
    note(helpForAll(commands, words));
    return exits.badInput;
  }
  return exits.well;
}

async function start(
  command: Command,
  argv: readonly string[],
  help: boolean,
  host: Host,
  words: Words,
  note: (line: string) => void,
): Promise<Exit> {
  const args = readArguments(argv, { ...commonOptions, ...command.options });
  const out = createOutput(host.stdout);
  if (help || args.flag('help')) {
    await out.line(helpForOne(command, words));
    return exits.well;
  }
  if (args.flag('version')) {
    await out.line(version());
    return exits.well;
  }
  checkCommon(command, args);
  const folder = callerFolder(host, packageFolder);
  let config: ReturnType<Context['config']> | null = null;
  return command.run({
    args,
    words,
    host,
    out,
    width: host.stdout.columns ?? defaultWidth,
    note,
    folder,
    now: host.now(),
    config: () => {
      if (config !== null) return config;
      config = loadConfig({
        file: args.text('config'),
        store: args.text('store'),
        callerFolder: folder,
        env: host.env,
      });
      const { openEnvironmentFile: file } = config;
      if (file !== null) note(`partner-pulse: ${words('config.env-open', { file })}`);
      return config;
    },
  });
}

function checkCommon(command: Command, args: Args): void {
  const language = args.text('lang');
  if (language !== undefined && !isLanguage(language)) {
    throw new UsageError('usage.bad-language', { value: language, known: languageCodes.join(', ') });
  }
  const [least, most] = command.arity;
  const given = args.positionals.length;
  if (given < least) throw new UsageError('usage.argument-missing', { argument: command.positionals ?? '' });
  const surplus = args.positionals[most];
  if (surplus !== undefined) throw new UsageError('usage.argument-surplus', { argument: surplus });
}
