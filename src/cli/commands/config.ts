import type { Config } from '../../config/config.ts';
import type { SourceSettings } from '../../sources/index.ts';
import { type SourceSecretName, secretNames, secretVariable } from '../../sources/secrets.ts';
import { UsageError } from '../arguments.ts';
import { type Command, exits } from '../command.ts';
import { tableLines } from '../render/table.ts';
import type { Words } from '../words.ts';

export const config: Command = {
  name: 'config',
  summary: 'command.config',
  positionals: 'check',
  arity: [1, 1],
  options: {},
  examples: ['config check', 'config check --config ./partner-pulse.yaml'],
  notes: ['note.config'],
  run: async (context) => {
    if (context.args.positionals[0] !== 'check') throw new UsageError('usage.config-check');
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
  },
};

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
