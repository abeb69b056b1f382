// long: what a server can do to an export, and what becomes of the copy each time.
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { FilesTools } from '../../../src/sources/files/files.ts';
import type { Source, Warning } from '../../../src/sources/source.ts';
import { catalogue } from '../../../src/text/index.ts';
import { closedPort, failureOf, KeptLog, QuickClock, serve, told } from '../http/support.ts';
import { folderOf, ofType, pulseErrorOf, type Read, temporaryFolder } from '../support.ts';
import { open, type Raw, readSource } from './support.ts';

const token = 'tok-4711-secret';
const csv = (...modules: readonly string[]): string =>
  `partner_id,module\n${modules.map((module) => `P1,${module}\n`).join('')}`;
const partnersCsv = 'id,name\nP1,Acme\n';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
const text =
  (body: string | Buffer, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'text/csv', ...headers }).end(body);
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(code, headers).end('sorry');

interface World {
  /** What the service answers from now on. */
  answer: Answer;
  readonly seen: string[];
  readonly headers: IncomingMessage['headers'][];
  readonly base: URL;
  readonly cache: string;
  readonly clock: QuickClock;
  readonly log: KeptLog;
  readonly source: (more?: Raw, tools?: Partial<FilesTools>) => Source;
  readonly read: (more?: Raw) => Promise<Read & { outdated: readonly Warning[]; source: Source }>;
  /** Contents of the files in the cache, without the facts beside them. */
  readonly copies: () => Promise<string[]>;
}

async function worldOf(first: Answer): Promise<World> {
  const headers: IncomingMessage['headers'][] = [];
  const cache = join(await temporaryFolder(), 'cache');
  const clock = new QuickClock();
  const log = new KeptLog();
  const { base, seen } = await serve((request, response) => {
    if (request.url === '/partners.csv') return text(partnersCsv)(response, request);
    headers.push(request.headers);
    world.answer(response, request);
  });
  const source: World['source'] = (more = {}, tools = {}) =>
    open(
      {
        folder: '/nowhere',
        bearer: 'LMS_TOKEN',
        files: [
          { record: 'partners', url: new URL('/partners.csv', base).href },
          { record: 'trainings', url: new URL('/export/t.csv?key=hidden', base).href, ...more },
        ],
      },
      {
        zone: 'Europe/Berlin',
        tools: {
          cacheFolder: cache,
          secret: (name) => (name === 'LMS_TOKEN' ? token : undefined),
          clock,
          log,
          random: () => 0.5,
          ...tools,
        },
      },
    );
  const world: World = {
    answer: first,
    seen,
    headers,
    base,
    cache,
    clock,
    log,
    source,
    read: async (more) => {
      const opened = source(more);
      const read = await readSource(opened);
      return { ...read, source: opened, outdated: opened.condition?.(clock.now()).outdated ?? [] };
    },
    copies: async () => {
      const names = (await readdir(join(cache, 'lms'))).filter((name) => !name.endsWith('.json'));
      const contents = await Promise.all(names.map((name) => readFile(join(cache, 'lms', name), 'utf8')));
      return contents.filter((content) => content !== partnersCsv);
    },
  };
  return world;
}

const modules = ({ records }: Pick<Read, 'records'>): string[] =>
  ofType(records, 'training').map(({ module }) => module);

describe('a file by address', () => {
  test('is fetched with the token, kept for its owner only, and read as any file', async () => {
    const world = await worldOf(text(csv('A', 'B')));
    const read = await world.read();
    expect(modules(read)).toEqual(['A', 'B']);
    expect(read.outdated).toEqual([]);
    expect(world.headers[0]).toMatchObject({ authorization: `Bearer ${token}`, 'accept-encoding': 'identity' });
    const folder = join(world.cache, 'lms');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect(await world.copies()).toEqual([csv('A', 'B')]);
  });

  test('is named by host and path: neither token nor query stand anywhere', async () => {
    const world = await worldOf(text(`${csv('A')},\n`));
    const { rejects, progress } = await world.read();
    const name = `${world.base.host}/export/t.csv`;
    expect(rejects).toMatchObject([{ file: name, line: 3 }]);
    expect(progress.at(-1)?.[2]).toBe(name);
    expect(world.log.lines.join()).not.toMatch(/hidden|4711/);
    expect(
      JSON.stringify(
        await readFile(join(world.cache, 'lms', (await readdir(join(world.cache, 'lms')))[0] ?? ''), 'utf8'),
      ),
    ).not.toMatch(/hidden|4711/);
  });

  test('that has not changed is not sent again', async () => {
    const lastModified = 'Sun, 01 Nov 2026 10:00:00 GMT';
    const world = await worldOf(text(csv('A'), { etag: '"v1"', 'last-modified': lastModified }));
    await world.read();
    world.answer = (response, request) => {
      const isSame =
        request.headers['if-none-match'] === '"v1"' && request.headers['if-modified-since'] === lastModified;
      (isSame ? status(304) : text(csv('B')))(response, request);
    };
    const again = await world.read();
    expect(modules(again)).toEqual(['A']);
    expect(again.outdated).toEqual([]);
  });

  test('is fetched once for fingerprint and reading; a new content is another fingerprint', async () => {
    const world = await worldOf(text(csv('A')));
    const signal = new AbortController().signal;
    const source = world.source();
    const one = await source.fingerprint?.(signal);
    expect(modules(await readSource(source))).toEqual(['A']);
    expect(world.headers).toHaveLength(1);
    world.answer = text(csv('B'));
    expect(await source.fingerprint?.(signal)).not.toBe(one);
    world.answer = text(csv('A'));
    expect(await source.fingerprint?.(signal)).toBe(one);
  });

  test('in its own form', async () => {
    const world = await worldOf(text(Buffer.from('Firma;Kurs\nP1;Größe\n', 'latin1')));
    const form = { delimiter: ';', encoding: 'windows-1252', columns: { partner_id: 'Firma', module: 'Kurs' } };
    expect(modules(await world.read(form))).toEqual(['Größe']);
  });

  test('beside a folder, which is read for what has no address', async () => {
    const world = await worldOf(text(csv('A')));
    const folder = await folderOf({ 'partners.csv': partnersCsv, 'assets.csv': 'id,title\nX,Deck\n' });
    const { clock, log, cache } = world;
    const tools = { cacheFolder: cache, secret: () => undefined, clock, log, random: () => 0.5 };
    const files = [{ record: 'trainings', url: new URL('/t.csv', world.base).href }];
    const { records } = await readSource(open({ folder, files }, { tools }));
    expect(records.map(({ record }) => record)).toEqual(['partner', 'training', 'asset']);
    // Whoever needs no partners of his own has no folder either: the default one belongs to another source.
    const match = { partners: [{ by: 'name' }] };
    const partners = { find: () => [], alias: () => null };
    const alone = await readSource(open({ folder, files, match }, { tools }), { partners });
    expect(alone.rejects).toMatchObject([{ reason: 'unmatched' }]);
    expect(alone.records).toEqual([]);
  });

  test('whose address has left the settings leaves no copy', async () => {
    const world = await worldOf(text(csv('A')));
    await world.read();
    await world.read({ url: new URL('/other.csv', world.base).href });
    expect(await world.copies()).toEqual([csv('A')]);
  });

  test('passes through whole at many times the size of a piece', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => `module-${at}`);
    const world = await worldOf(text(csv(...rows)));
    expect(modules(await world.read())).toEqual(rows);
  });
});

describe('a fetch that fails', () => {
  const html = '<!doctype html><title>Sign in</title><p>Please sign in';
  const cut: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '1000' });
    response.write(csv('half'), () => response.destroy());
  };
  const cutChunks: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/csv' });
    response.write(csv('half'), () => response.destroy());
  };

  const failures: [string, Answer, string, RegExp][] = [
    ['401', status(401), 'crm-refused', /refuses the credentials/],
    ['403', status(403), 'crm-forbidden', /does not allow/],
    ['404', status(404), 'crm-unexpected-answer', /HTTP 404/],
    ['429', status(429), 'crm-limit', /no more calls/],
    ['500', status(500), 'crm-unreachable', /out of order/],
    [
      'a redirect',
      status(302, { location: 'https://login.example.com/' }),
      'crm-elsewhere',
      /redirects to login.example.com/,
    ],
    [
      'a login page',
      text(html, { 'content-type': 'text/html; charset=utf-8' }),
      'crm-unexpected-answer',
      /a page instead of data.*Please sign in/,
    ],
    [
      'a login page that calls itself CSV',
      text(html),
      'crm-unexpected-answer',
      /a page instead of data.*Please sign in/,
    ],
    ['an error as JSON', text('"expired"', { 'content-type': 'application/json' }), 'crm-unexpected-answer', /expired/],
    ['an Excel file', text(Buffer.from('PK\u0003\u0004rest')), 'crm-unexpected-answer', /Excel/],
    ['a packed file', text(Buffer.from([0x1f, 0x8b, 8, 0])), 'crm-unexpected-answer', /GZIP/],
    ['nothing at all', text(''), 'crm-unexpected-answer', /0 bytes/],
    ['no content', status(204), 'crm-unexpected-answer', /HTTP 204/],
    ['a part', status(206), 'crm-unexpected-answer', /HTTP 206/],
    [
      'a packed body, half of which would look whole',
      text(gzipSync(csv(...Array.from({ length: 999 }, String))).subarray(0, 999), { 'content-encoding': 'gzip' }),
      'crm-unexpected-answer',
      /Content-Encoding: gzip/,
    ],
    ['too much', text('x'.repeat(1_100_000)), 'crm-unexpected-answer', /more than is accepted/],
    ['a body cut short', cut, 'crm-unreachable', /ends too early|breaks/],
    ['a body cut short without a length', cutChunks, 'crm-unreachable', /ends too early|breaks/],
  ];

  test.each(failures)('%s: without a copy the sync ends, with cause and remedy', async (_what, answer, code, words) => {
    const world = await worldOf(answer);
    const failure = await failureOf(readSource(world.source({ maxMegabytes: 1 })));
    expect(failure.code).toBe(code);
    expect(told(failure)).toMatch(words);
    expect(JSON.stringify(failure.params)).not.toMatch(/4711|hidden/);
    expect(await world.copies()).toEqual([]);
  });

  test.each(failures)('%s: the last good copy holds, and that is told', async (_what, answer, code, words) => {
    const world = await worldOf(text(csv('A'), { 'last-modified': 'Sun, 01 Nov 2026 10:00:00 GMT', etag: '"1"' }));
    await world.read({ maxMegabytes: 1 });
    world.answer = answer;
    const read = await world.read({ maxMegabytes: 1 });
    expect(modules(read)).toEqual(['A']);
    expect(await world.copies()).toEqual([csv('A')]);
    expect(read.outdated).toMatchObject([
      {
        file: `${world.base.host}/export/t.csv`,
        message: `not fetched (${code}); the copy of 2026-11-01T10:00:00.000Z holds`,
        failure: { code },
      },
    ]);
    const [warning] = read.outdated;
    if (warning?.failure === undefined) throw new Error('no failure');
    expect(catalogue('en').error(warning.failure.code, warning.failure.params).cause.text).toMatch(words);
    world.answer = text(csv('B'));
    const healed = await world.read({ maxMegabytes: 1 });
    expect(modules(healed)).toEqual(['B']);
    expect(healed.outdated).toEqual([]);
  });

  test('a service that is down for a moment is asked again', async () => {
    const world = await worldOf((response, request) => {
      (world.headers.length < 3 ? status(503) : text(csv('A')))(response, request);
    });
    expect(modules(await world.read())).toEqual(['A']);
    expect(world.clock.waits).toHaveLength(2);
  });

  test('nobody listens', async () => {
    const world = await worldOf(text(csv('A')));
    const url = `http://127.0.0.1:${await closedPort()}/t.csv`;
    const files = [{ record: 'partners', url }];
    const { clock, log, cache } = world;
    const tools = { cacheFolder: cache, secret: () => undefined, clock, log, random: () => 0.5 };
    const failure = await failureOf(readSource(open({ files }, { tools })));
    expect(failure).toMatchObject({ code: 'crm-unreachable', params: { why: 'refused' } });
  });

  test.each([
    [undefined, 'missing'],
    [' ', 'missing'],
    ['two words', 'malformed'],
    ['line\nbreak', 'malformed'],
  ])('a token %j is told before anything is asked', async (secret, why) => {
    const world = await worldOf(text(csv('A')));
    const failure = await failureOf(readSource(world.source({}, { secret: () => secret })));
    expect(failure).toMatchObject({ code: 'crm-secret', params: { name: 'LMS_TOKEN', why } });
    expect(world.seen).toEqual([]);
  });

  test('no place for the copy', async () => {
    const world = await worldOf(text(csv('A')));
    const cacheFolder = join(await folderOf({ file: '' }), 'file');
    expect(await pulseErrorOf(readSource(world.source({}, { cacheFolder })))).toMatchObject({
      code: 'file-not-writable',
    });
  });

  test('a sync that is stopped fails with the reason for it, and the copy stays', async () => {
    const world = await worldOf(text(csv('A')));
    await world.read();
    const stop = new AbortController();
    world.answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write(csv('half'), () => stop.abort(new Error('stopped')));
    };
    await expect(readSource(world.source(), { signal: stop.signal })).rejects.toThrow('stopped');
    expect(await world.copies()).toEqual([csv('A')]);
  });

  test('what a crash left behind hinders nothing: half a file, facts without a copy, facts that are none', async () => {
    const world = await worldOf(text(csv('A'), { etag: '"1"' }));
    await world.read();
    const folder = join(world.cache, 'lms');
    for (const name of await readdir(folder)) {
      if (name.endsWith('.csv')) await writeFile(join(folder, `${name}.part`), 'half');
      if (name.endsWith('.json')) await writeFile(join(folder, name), '{"etag":');
    }
    world.answer = text(csv('B'), { etag: '"2"' });
    expect(modules(await world.read())).toEqual(['B']);
    expect(world.headers.at(-1)?.['if-none-match']).toBeUndefined();
    for (const name of await readdir(folder)) if (name.endsWith('.csv')) await rm(join(folder, name));
    world.answer = text(csv('C'));
    expect(modules(await world.read())).toEqual(['C']);
    expect(world.headers.at(-1)?.['if-none-match']).toBeUndefined();
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('how old a fetched file is', () => {
  test.each([
    ['as the service says', { 'last-modified': 'Sat, 21 Nov 2026 10:00:00 GMT' }, '2026-11-21T10:00:00.000Z'],
    ['when it came, if the service says nothing', {}, null],
    ['when it came, if the service says nonsense', { 'last-modified': 'yesterday' }, null],
  ])('%s', async (_what, headers, since) => {
    const world = await worldOf(text(csv('A'), headers));
    const { source } = await world.read({ maxAge: '48h' });
    const file = `${world.base.host}/export/t.csv`;
    const stale = source.condition?.(world.clock.now()).stale;
    expect(stale).toEqual(since === null ? [] : [{ file, record: 'training', since, maxAge: 172_800_000 }]);
    const later = source.condition?.(world.clock.now() + 172_800_001).stale;
    expect(later).toMatchObject([{ since: since ?? new Date(world.clock.now()).toISOString() }]);
  });
});
