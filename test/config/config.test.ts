import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Config, loadConfig } from '../../src/config/config.ts';
import { parseDuration } from '../../src/config/duration.ts';
import { nearest } from '../../src/config/nearest.ts';
import { BadConfig } from '../../src/config/problems.ts';
import { PulseError } from '../../src/errors.ts';
import { put, temporaryFolder } from './folder.ts';

function load(yaml: string, env: Record<string, string> = {}): Config {
  const folder = temporaryFolder();
  put(folder, 'partner-pulse.yaml', yaml);
  return loadConfig({ callerFolder: folder, env });
}

function problemsOf(yaml: string, env: Record<string, string> = {}): BadConfig['problems'] {
  try {
    load(yaml, env);
  } catch (error) {
    if (error instanceof BadConfig) return error.problems;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof PulseError) return error.code;
    throw error;
  }
  return 'none';
}

describe('defaults', () => {
  it('hold without a file, with paths against the caller’s folder', () => {
    const folder = temporaryFolder();
    const config = loadConfig({ callerFolder: folder, env: {} });
    expect(config).toMatchObject({
      file: null,
      program: { timeZone: 'UTC', currency: 'EUR', weekStart: 'monday', fiscalYearStart: 1 },
      store: join(folder, 'partner-pulse.db'),
      sources: [{ name: 'exports', kind: 'files', folder: join(folder, 'data') }],
      sync: { everyMs: 900_000 },
      slack: { mode: 'socket', command: '/partner-kpi', language: 'en' },
    });
  });

  it('hold for every key that is absent or empty', () => {
    const config = load('program:\n  currency: usd\nsync:\nsources:\n  - kind: files\n');
    expect(config.program).toMatchObject({ currency: 'USD', timeZone: 'UTC' });
    expect(config.sync.everyMs).toBe(900_000);
    expect(config.sources).toMatchObject([{ name: 'exports', kind: 'files' }]);
  });

  it('are frozen to the bottom', () => {
    const config = load('');
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.sources[0])).toBe(true);
    expect(Object.isFrozen(config.program.countTypes)).toBe(true);
  });
});

describe('paths', () => {
  it('in the file are relative to the file, flags and environment to the caller', () => {
    const folder = temporaryFolder();
    put(folder, 'etc/pulse.yaml', 'store: ./store/p.db\nsources: [{kind: files, name: a, folder: ../csv}]\n');
    const base = { file: 'etc/pulse.yaml', callerFolder: folder };
    const config = loadConfig({ ...base, env: {} });
    expect(config.file).toBe(join(folder, 'etc/pulse.yaml'));
    expect(config.store).toBe(join(folder, 'etc/store/p.db'));
    expect(config.sources[0]).toMatchObject({ folder: join(folder, 'csv') });
    expect(loadConfig({ ...base, env: { PARTNER_PULSE_STORE: 'x.db' } }).store).toBe(join(folder, 'x.db'));
    expect(loadConfig({ ...base, store: 'y.db', env: { PARTNER_PULSE_STORE: 'x.db' } }).store).toBe(
      join(folder, 'y.db'),
    );
    expect(loadConfig({ callerFolder: folder, env: { PARTNER_PULSE_CONFIG: 'etc/pulse.yaml' } }).store).toBe(
      join(folder, 'etc/store/p.db'),
    );
  });

  it('leave a database address as it is', () => {
    expect(load('store: postgres://db.example/pulse').store).toBe('postgres://db.example/pulse');
  });

  it('that were named must exist', () => {
    const folder = temporaryFolder();
    expect(codeOf(() => loadConfig({ file: 'no.yaml', callerFolder: folder, env: {} }))).toBe('config-missing');
    expect(codeOf(() => loadConfig({ callerFolder: folder, env: { PARTNER_PULSE_CONFIG: 'no.yaml' } }))).toBe(
      'config-missing',
    );
  });
});

describe('mistakes', () => {
  it('are told all at once, each with its line, key and the nearest valid name', () => {
    const problems = problemsOf(
      [
        '# the program',
        'program:',
        '  timezone: Europe/Berlin',
        '  weekStart: munday',
        '  fiscalYearStart: 13',
        'sources:',
        '  - kind: files',
        '    nmae: a',
        '  - kind: file',
        'sync:',
        '  every: soon',
        'slak: {}',
      ].join('\n'),
    );
    expect(problems.map(({ code, line, key, nearest: near }) => [code, line, key, near])).toEqual([
      ['unknown-key', 3, 'program.timezone', 'timeZone'],
      ['bad-value', 4, 'program.weekStart', 'monday'],
      ['bad-value', 5, 'program.fiscalYearStart', null],
      ['unknown-key', 8, 'sources[0].nmae', 'name'],
      ['bad-value', 9, 'sources[1].kind', 'files'],
      ['bad-value', 11, 'sync.every', null],
      ['unknown-key', 12, 'slak', 'slack'],
    ]);
    expect(problems[2]?.expected).toEqual({ kind: 'integer', min: 1, max: 12 });
  });

  it('name a zone or currency that does not exist', () => {
    expect(problemsOf('program: {timeZone: Europe/Berln, currency: XEU2}').map((problem) => problem.key)).toEqual([
      'program.timeZone',
      'program.currency',
    ]);
  });

  it('name a key given twice and what is no YAML, by line', () => {
    expect(problemsOf('sync: {}\nstore: a\nsync: {}\n')).toMatchObject([
      { code: 'duplicate-key', line: 3, key: 'sync' },
    ]);
    expect(problemsOf('store: "a\n')).toMatchObject([{ code: 'bad-yaml' }]);
  });

  it('name two sources of one name, and a missing kind', () => {
    const twice = problemsOf('sources:\n  - {kind: files, name: a}\n  - {kind: files, name: a}\n');
    expect(twice).toMatchObject([{ line: 3, key: 'sources[1].name' }]);
    expect(problemsOf('sources:\n  - {name: a}\n')).toMatchObject([
      { code: 'missing-key', line: 2, key: 'sources[0].kind' },
    ]);
  });

  it('name admins, channels and people that are none, and say what is expected', () => {
    const yaml =
      'access:\n  admins: [foo, U123, S123, a@b.c]\n  guestChannels: [general]\npeople:\n  x: a@b.c\n  d@e.f: y\n';
    expect(problemsOf(yaml)).toMatchObject([
      { line: 2, key: 'access.admins[0]', value: 'foo', expected: { kind: 'phrase' } },
      { line: 3, key: 'access.guestChannels[0]', value: 'general', expected: { kind: 'phrase' } },
      { line: 5, key: 'people', value: 'x', expected: { text: 'an e-mail address' } },
      { line: 6, key: 'people.d@e.f', value: 'y', expected: { text: 'an e-mail address' } },
    ]);
  });

  it('name a file that is a list or a text', () => {
    expect(problemsOf('- a\n')).toMatchObject([{ line: 1, key: '', expected: { kind: 'map' } }]);
  });
});

describe('secrets', () => {
  const token = 'xoxb-1-very-secret';

  it('come from the environment, over .env beside the configuration, over nothing', () => {
    const folder = temporaryFolder();
    put(folder, 'etc/p.yaml', '');
    put(
      folder,
      'etc/.env',
      `SLACK_BOT_TOKEN=${token}\nSLACK_APP_TOKEN=xapp-file\nSLACK_API_URL=http://127.0.0.1:9/api/\n`,
    );
    const config = loadConfig({
      file: 'etc/p.yaml',
      callerFolder: folder,
      env: { SLACK_APP_TOKEN: 'xapp-env', SLACK_BOT_TOKEN: '' },
    });
    expect(config.slack.botToken?.reveal()).toBe(token);
    expect(config.slack.appToken?.reveal()).toBe('xapp-env');
    expect(config.slack.signingSecret).toBeUndefined();
    expect(config.slack.apiUrl).toBe('http://127.0.0.1:9/api/');
  });

  it('come from a file that only its owner may read', () => {
    const folder = temporaryFolder();
    const file = put(folder, 'token', `${token}\n`, 0o600);
    const read = (): Config => loadConfig({ callerFolder: folder, env: { SLACK_BOT_TOKEN_FILE: 'token' } });
    expect(read().slack.botToken?.reveal()).toBe(token);
    chmodSync(file, 0o640);
    expect(codeOf(read)).toBe('secret-file-open');
    expect(codeOf(() => loadConfig({ callerFolder: folder, env: { SLACK_BOT_TOKEN_FILE: 'none' } }))).toBe(
      'file-not-readable',
    );
  });

  it.each([
    ['slack:\n  botToken: abc\n', 'slack.botToken', 2],
    ['slack:\n  mode: socket\nnotes: xoxb-123-abc\n', 'notes', 3],
    ['store: postgres://pulse:hunter2@db/pulse\n', 'store', 1],
    ['sources:\n  - kind: files\n    apiKey: abc\n', 'sources[0].apiKey', 3],
  ])('are refused in the file: %j', (yaml, key, line) => {
    const problems = problemsOf(yaml);
    expect(problems).toMatchObject([{ code: 'secret-in-file', key, line, value: null }]);
  });

  it('never reach JSON, text or an inspection', () => {
    const config = load('', { SLACK_BOT_TOKEN: token, PARTNER_PULSE_PERSON_KEY: 'ab'.repeat(32) });
    const told = [JSON.stringify(config), inspect(config, { depth: 9, showHidden: true }), `${config.slack.botToken}`];
    for (const text of told) expect(text).not.toMatch(/very-secret|abab/);
  });

  it('must look like what they are', () => {
    expect(problemsOf('', { PARTNER_PULSE_PERSON_KEY: 'abc' })).toMatchObject([{ code: 'bad-secret', value: null }]);
    expect(problemsOf('', { SLACK_API_URL: 'slack' })).toMatchObject([{ code: 'bad-secret', key: 'SLACK_API_URL' }]);
  });
});

describe('parts', () => {
  it.each([
    ['30s', 30_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['24d', 2_073_600_000],
    ['25d', null],
    ['0m', null],
    ['15', null],
    ['1.5h', null],
    ['-1m', null],
  ])('a duration %s is %s ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    ['timezone', 'timeZone'],
    ['time_zone', 'timeZone'],
    ['currancy', 'currency'],
    ['weekStrat', 'weekStart'],
    ['xyz', undefined],
    ['', undefined],
  ])('%s probably means %s', (word, meant) => {
    expect(nearest(word, ['timeZone', 'currency', 'weekStart'])).toBe(meant);
  });
});
