import { type Config, loadConfig } from '../../config/config.ts';
import { PulseError } from '../../errors.ts';
import { type SourceSecretName, secretNames, secretVariable } from '../../sources/secrets.ts';
import type { SourceSettings } from '../../sources/settings.ts';
import { schedulePhrase } from '../../text/say/schedule.ts';
import { UsageError } from '../arguments.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import { configDiff } from '../config-diff/diff.ts';
import { configDiffLines } from '../render/config-diff.ts';
import { tableLines } from '../render/table.ts';
import type { Words } from '../words.ts';

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = async (context) => {
  const [verb] = context.args.positionals;
  if (verb === 'diff') return diff(context);
  if (verb !== 'check' || context.args.flag('json') || context.args.text('with') !== undefined)
    throw new UsageError('usage.config-check');
  const { words, out } = context;
  const settings = context.config();
  await out.line(
    settings.file === null ? words('config.well-defaults') : words('config.well', { file: settings.file }),
  );
  await out.line('');
  for (const line of tableLines(
    {
      heading: [words('config.key'), words('config.value')],
      rows: rowsOf(settings, words),
    },
    context.width,
  )) {
    await out.line(line);
  }
  return exits.well;
};

/** What the configuration, or the one in `--with`, would move against what was published last. */
async function diff(context: Context): Promise<Exit> {
  const { args, folder, host, out, words, width } = context;
  const file = args.text('with');
  const current = context.config();
  // Only its program and sources count; where things lie stays as it is.
  const next =
    file === undefined ? current : loadConfig({ file, store: current.store, callerFolder: folder, env: host.env });
  const stop = new AbortController();
  const unlisten = host.onStop((signal) => stop.abort(new PulseError('interrupted', { signal })));
  try {
    const found = await configDiff(context, next, stop.signal);
    if (args.flag('json')) await out.json({ version: 1, ...found });
    else for (const line of configDiffLines(found, words, next.program, width)) await out.line(line);
    return exits.well;
  } finally {
    unlisten();
  }
}

/** A mapping is told by what it rests on: the rest of it stands in the file. */
function flattened(source: SourceSettings): object {
  if (source.kind === 'files') return source;
  const { mapping, ...rest } = source;
  const { ready, ...own } = mapping;
  const told = [...(typeof ready === 'string' ? [ready] : []), ...Object.keys(own)].join(', ');
  return { ...rest, ...('login' in rest ? { login: rest.login.flow } : {}), mapping: told };
}

/** Of each secret that a source may have, whether it is set. */
function secretRows(
  { sources }: Config,
  name: string,
  own: Readonly<Partial<Record<SourceSecretName, unknown>>>,
  isSet: (value: unknown) => string,
): string[][] {
  const kind = sources.find((source) => source.name === name)?.kind;
  if (kind === undefined || kind === 'files') return [];
  return secretNames[kind].map((secret) => [secretVariable(name, secret), isSet(own[secret])]);
}

const personalRows = ({ digests }: Config): string[][] => [
  ['digests.presetManagers', String(digests.presetManagers)],
  ['digests.personalDay', String(digests.personalDay)],
  ['digests.personalTime', digests.personalTime],
];

function subscriptionRow(
  { id, report, destination, schedule }: Config['subscriptions'][number],
  words: Words,
): string[] {
  const { catalogue } = words;
  const when = schedulePhrase(report, schedule, catalogue).text;
  return [`subscriptions.${id}`, `${catalogue.subscriptions[report]().text} → ${destination.id}, ${when}`];
}

/** What holds, key by key; of secrets only whether they are set. */
function rowsOf(config: Config, words: Words): string[][] {
  const { botToken, appToken, signingSecret, apiUrl, ...slack } = config.slack;
  const { people, ...program } = config.program;
  const isSet = (value: unknown): string => words(value === undefined ? 'config.not-set' : 'config.set');
  const group = (name: string, values: object): string[][] =>
    Object.entries(values).map(([key, value]) => [
      `${name}.${key}`,
      Array.isArray(value) ? value.join(', ') || '–' : String(value),
    ]);
  return [
    ...group('program', program),
    ...group('people', people),
    ...group('access', config.access),
    ['store', config.store.replace(/:[^:@/]*@/, ':…@')],
    ...config.sources.flatMap((source, index) => group(`sources[${index}]`, flattened(source))),
    ...[...config.secrets].flatMap(([source, own]) => secretRows(config, source, own, isSet)),
    ['sync.every', `${config.sync.everyMs / 1000} s`],
    ...personalRows(config),
    ...config.subscriptions.map((one) => subscriptionRow(one, words)),
    ...group('slack', slack),
    ...group('log', config.log),
    ['SLACK_API_URL', apiUrl ?? words('config.not-set')],
    ['SLACK_BOT_TOKEN', isSet(botToken)],
    ['SLACK_APP_TOKEN', isSet(appToken)],
    ['SLACK_SIGNING_SECRET', isSet(signingSecret)],
    ['PARTNER_PULSE_PERSON_KEY', isSet(config.personKey)],
    ['HTTPS_PROXY', isSet(config.proxy.https)],
    ['HTTP_PROXY', isSet(config.proxy.http)],
    ['NO_PROXY', config.proxy.except ?? words('config.not-set')],
  ];
}
