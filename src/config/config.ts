import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PulseError } from '../errors.ts';
import type { ProgramSettings } from '../records/settings.ts';
import type { ConfiguredSubscription } from '../slack/subscriptions/applied.ts';
import { type SourceSecretName, secretNames, secretVariable } from '../sources/secrets.ts';
import type { SourceSettings } from '../sources/settings.ts';
import { type Environment, openEnvironmentFile, readEnvironment, readSecret } from './environment.ts';
import { BadConfig, type ConfigProblem } from './problems.ts';
import { configSchema, type FileSettings } from './schema.ts';
import { Secret } from './secret.ts';
import { configuredOf } from './subscriptions.ts';
import { parseYaml } from './yaml.ts';

/** Everything that can be set, parsed once, frozen. Paths are absolute. */
export interface Config {
  /** The file it was read from; null: all defaults. */
  readonly file: string | null;
  /** A `.env` that others than its owner can read; null: there is none such. */
  readonly openEnvironmentFile: string | null;
  readonly program: ProgramSettings;
  readonly access: FileSettings['access'];
  /** Path of a SQLite file, or a postgres:// address. */
  readonly store: string;
  readonly sources: readonly SourceSettings[];
  /** By source: the secrets that the environment has for it. */
  readonly secrets: ReadonlyMap<string, Readonly<Partial<Record<SourceSecretName, Secret>>>>;
  /** How the names of files begin that lie beside the store: its own path, or for a server one in the configuration's folder. */
  readonly beside: string;
  /** Secrets that the sources name, by their names; undefined for one that is not set. */
  readonly sourceSecrets: Readonly<Record<string, Secret | undefined>>;
  readonly sync: { readonly everyMs: number };
  /** `days` null: nothing is forgotten. */
  readonly retention: FileSettings['retention'];
  /** Durations in milliseconds. */
  readonly digests: FileSettings['digests'];
  /** When each job of the calendar runs, in which zone. */
  readonly jobs: Readonly<
    Record<TimedName, { readonly cron: string; readonly zone: string; readonly enabled: boolean }>
  >;
  /** Where copies of the store go; null: nowhere. */
  readonly backup: { readonly folder: string; readonly keep: number } | null;
  /** Milliseconds. */
  readonly slack: FileSettings['slack'] & {
    readonly apiUrl: string | undefined;
    readonly botToken: Secret | undefined;
    readonly appToken: Secret | undefined;
    readonly signingSecret: Secret | undefined;
  };
  readonly personKey: Secret | undefined;
  readonly subscriptions: readonly ConfiguredSubscription[];
  /** The company's proxies; secret, since they may hold a password. */
  readonly proxy: ProxySettings;
  readonly log: FileSettings['log'];
}

export interface ProxySettings {
  readonly http: Secret | undefined;
  readonly https: Secret | undefined;
  /** Hosts that are reached without them, separated by commas. */
  readonly except: string | undefined;
}

export interface ConfigInput {
  /** `--config FILE`, relative to `callerFolder`. */
  readonly file?: string | undefined;
  /** `--store FILE` or address, relative to `callerFolder`. */
  readonly store?: string | undefined;
  readonly callerFolder: string;
  readonly env: Environment;
}

const DEFAULT_FILE = 'partner-pulse.yaml';

/**
 * Reads configuration, environment and secrets. Flags and environment paths are relative to the caller's folder, paths in
 * the file to the file's folder. Throws BadConfig with all problems, `config-missing`, `file-not-readable`, `secret-file-open`.
 */
export function loadConfig(input: ConfigInput): Config {
  const named = input.file ?? filledOr(input.env.PARTNER_PULSE_CONFIG);
  const path = resolve(input.callerFolder, named ?? DEFAULT_FILE);
  const present = existsSync(path);
  if (!present && named !== undefined) throw new PulseError('config-missing', { file: path });
  const folder = dirname(path);
  const parsed = parseYaml(present ? read(path) : '', configSchema);
  const env = readEnvironment(input.env, folder);
  const secrets = {
    botToken: readSecret(env, 'SLACK_BOT_TOKEN', folder),
    appToken: readSecret(env, 'SLACK_APP_TOKEN', folder),
    signingSecret: readSecret(env, 'SLACK_SIGNING_SECRET', folder),
    personKey: readSecret(env, 'PARTNER_PULSE_PERSON_KEY', folder),
  };
  const problems = [
    ...('problems' in parsed ? parsed.problems : []),
    ...environmentProblems(env, secrets.personKey),
    ...proxyProblems(env),
  ];
  if ('problems' in parsed || problems.length > 0) throw new BadConfig(path, problems);

  const settings = parsed.value;
  const { personKey, ...slackSecrets } = secrets;
  const byCaller = input.store ?? filledOr(input.env.PARTNER_PULSE_STORE);
  const store = byCaller
    ? addressIn(input.callerFolder, byCaller)
    : addressIn(folder, env.PARTNER_PULSE_STORE ?? settings.store);
  return deepFreeze({
    file: present ? path : null,
    openEnvironmentFile: openEnvironmentFile(folder),
    program: { ...settings.program, people: settings.people },
    access: settings.access,
    store,
    beside: isServer(store) ? resolve(folder, 'partner-pulse') : store,
    sources: settings.sources.map((source) => placed(source, folder)),
    secrets: new Map(settings.sources.map((source) => [source.name, sourceSecrets(source, env, folder)])),
    sourceSecrets: Object.fromEntries(
      settings.sources.flatMap((source) =>
        source.kind !== 'files' || source.bearer === undefined
          ? []
          : [[source.bearer, readSecret(env, source.bearer, folder)]],
      ),
    ),
    sync: { everyMs: settings.sync.every },
    retention: settings.retention,
    digests: settings.digests,
    jobs: timesOf(settings),
    backup:
      settings.backup.folder === null
        ? null
        : { folder: resolve(folder, settings.backup.folder), keep: settings.backup.keep },
    slack: { ...settings.slack, apiUrl: env.SLACK_API_URL, ...slackSecrets },
    personKey,
    subscriptions: settings.subscriptions.map((one) =>
      configuredOf(one, { zone: settings.program.timeZone, language: settings.slack.language }),
    ),
    proxy: proxyOf(env),
    log: settings.log,
  });
}

type TimedName = keyof FileSettings['jobs'] | 'backup';

function timesOf({ jobs, backup, program }: FileSettings): Config['jobs'] {
  const of = ({ schedule, zone }: { readonly schedule: string; readonly zone: string | null }) => ({
    cron: schedule,
    zone: zone ?? program.timeZone,
  });
  return {
    reconciliation: { ...of(jobs.reconciliation), enabled: jobs.reconciliation.enabled },
    retention: { ...of(jobs.retention), enabled: jobs.retention.enabled },
    backup: { ...of(backup), enabled: backup.folder !== null },
  };
}

const filledOr = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new PulseError('file-not-readable', { file: path, reason }, error);
  }
}

/** Paths of a source are the file's. */
const placed = (source: SourceSettings, folder: string): SourceSettings =>
  source.kind === 'files' ? { ...source, folder: resolve(folder, source.folder) } : source;

/** The secrets of a source that the environment has. Throws as `readSecret`. */
export function sourceSecrets(
  { kind, name }: Pick<SourceSettings, 'kind' | 'name'>,
  env: Environment,
  folder: string,
): Readonly<Partial<Record<SourceSecretName, Secret>>> {
  return Object.fromEntries(
    secretNames[kind].flatMap((secret): [SourceSecretName, Secret][] => {
      const value = readSecret(env, secretVariable(name, secret), folder);
      return value === undefined ? [] : [[secret, value]];
    }),
  );
}

const isServer = (address: string): boolean => /^postgres(ql)?:\/\//.test(address);

/** A database address stays what it is; a path becomes absolute. */
const addressIn = (folder: string, address: string): string => (isServer(address) ? address : resolve(folder, address));

function environmentProblems(env: Environment, personKey: Secret | undefined): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const bad = (key: string, value: string | null, text: string): void => {
    problems.push({ code: 'bad-secret', line: null, key, value, expected: { kind: 'phrase', text }, nearest: null });
  };
  if (personKey && !/^[0-9a-f]{64}$/i.test(personKey.reveal())) {
    bad('PARTNER_PULSE_PERSON_KEY', null, '64 hexadecimal digits, e.g. from `openssl rand -hex 32`');
  }
  if (env.SLACK_API_URL !== undefined && !URL.canParse(env.SLACK_API_URL)) {
    bad('SLACK_API_URL', env.SLACK_API_URL, 'an address such as https://slack.com/api/');
  }
  return problems;
}

/** Both spellings are common; the lower one goes before, as elsewhere. */
const proxyVariable = (env: Environment, name: string): string | undefined => env[name.toLowerCase()] ?? env[name];

export function proxyOf(env: Environment): ProxySettings {
  const secret = (name: string): Secret | undefined => {
    const value = proxyVariable(env, name);
    return value === undefined ? undefined : new Secret(value.trim());
  };
  return { http: secret('HTTP_PROXY'), https: secret('HTTPS_PROXY'), except: proxyVariable(env, 'NO_PROXY') };
}

function proxyProblems(env: Environment): ConfigProblem[] {
  return ['HTTP_PROXY', 'HTTPS_PROXY'].flatMap((key): ConfigProblem[] => {
    const value = proxyVariable(env, key);
    if (value === undefined || /^https?:$/.test(URL.parse(value.trim())?.protocol ?? '')) return [];
    const expected = { kind: 'phrase', text: 'an address such as http://proxy.example.com:3128' } as const;
    return [{ code: 'bad-secret', line: null, key, value: null, expected, nearest: null }];
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
