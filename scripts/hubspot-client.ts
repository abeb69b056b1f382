import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { z } from 'zod';
import { Budget } from '../src/sources/http/budget.ts';
import { CrmFailure } from '../src/sources/http/failure.ts';
import { Mask } from '../src/sources/http/mask.ts';
import { connectHubSpot } from '../src/sources/hubspot/index.ts';
import { type Fault, type HubSpotStandIn, startHubSpot } from '../test/doubles/hubspot/index.ts';

/**
 * Measures HubSpot's own client beside ours, on the stand-in: what docs/hubspot-admin.md says of it.
 * The package is no dependency: `npm install --no-save @hubspot/api-client@14.0.1`, then `node scripts/hubspot-client.ts`.
 */
const PACKAGE = '@hubspot/api-client';
const PATIENCE_MS = 4000;

interface Theirs {
  apiRequest(options: { path?: string; overlapUrl?: string }): Promise<Response>;
  readonly crm: {
    readonly deals: { readonly basicApi: { getPage(limit: number): Promise<{ results?: unknown[] }> } };
  };
}
type Maker = new (options: { accessToken: string; basePath: string; numberOfApiCallRetries: number }) => Theirs;

const loaded = z.object({ Client: z.custom<Maker>((value) => typeof value === 'function') });

const used = ['deals', 'companies', 'objects', 'owners', 'pipelines', 'properties'];
const apis = ['basicApi', 'batchApi', 'searchApi', 'ownersApi', 'pipelinesApi', 'coreApi'];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function load(): Promise<Maker> {
  try {
    return loaded.parse(await import(PACKAGE)).Client;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    say(`${PACKAGE} is not here: npm install --no-save ${PACKAGE}@14.0.1`);
    process.exit(1);
  }
}

/** What loading it costs a process that does nothing else: what is loaded comes with its first use. */
function weigh(): void {
  const code = `
    const [started, before] = [performance.now(), process.memoryUsage().rss];
    const { Client } = await import('${PACKAGE}');
    const { crm } = new Client({ accessToken: 'none' });
    for (const part of ${JSON.stringify(used)}) for (const api of ${JSON.stringify(apis)}) crm[part][api];
    crm.associations.v4.batchApi;
    const spent = performance.now() - started;
    console.log(Math.round(spent) + ' ms, ' + ((process.memoryUsage().rss - before) / 1048576).toFixed(1) + ' MB');`;
  const runs = Array.from({ length: 3 }, () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).trim(),
  );
  say(`loading ${used.join(', ')}, associations: ${runs.join('; ')}`);
}

/** What became of a call: its outcome in a word, or that none came in time. */
async function outcomeOf(call: () => Promise<string>): Promise<string> {
  const waited = new Promise<string>((resolve) => {
    setTimeout(() => resolve(`no answer after ${PATIENCE_MS} ms`), PATIENCE_MS).unref();
  });
  const answered = call().catch((error: unknown) =>
    error instanceof CrmFailure ? error.code : `throws ${error instanceof Error ? error.name : String(error)}`,
  );
  return await Promise.race([answered, waited]);
}

function ours(hubspot: HubSpotStandIn) {
  const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
  const quiet = { debug: () => undefined, warn: () => undefined };
  const secrets = { read: () => Promise.resolve(hubspot.token), label: () => 'token' };
  return connectHubSpot(
    { baseUrl: hubspot.url, searchPerSecond: 4 },
    {
      clock,
      secrets,
      log: quiet,
      mask: new Mask(),
      random: Math.random,
      budget: new Budget({ host: 'stand-in', share: 1 }),
      timeouts: { bodyMs: 500, headersMs: 500 },
      retries: { attempts: 3 },
    },
  );
}

async function firstPage(hubspot: HubSpotStandIn): Promise<string> {
  const signal = AbortSignal.timeout(60_000);
  const pages = ours(hubspot).list('deals', { properties: ['dealname'], signal });
  const page = await pages.next();
  return page.done === true ? 'nothing' : `${page.value.rows.length} rows`;
}

type Way = (hubspot: HubSpotStandIn, Client: Maker) => Promise<string>;

const make = (hubspot: HubSpotStandIn, Client: Maker): Theirs =>
  new Client({ accessToken: hubspot.token, basePath: hubspot.url, numberOfApiCallRetries: 3 });

const ways: Readonly<Record<string, Way>> = {
  apiRequest: async (hubspot, Client) => {
    const answer = await make(hubspot, Client).apiRequest({ path: '/crm/objects/2026-09/deals' });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return `${answer.status}${isJson ? '' : ' no JSON'}, ${text.length} characters`;
  },
  typed: async (hubspot, Client) => {
    const { results } = await make(hubspot, Client).crm.deals.basicApi.getPage(100);
    return results === undefined ? 'a page without results' : `${results.length} rows`;
  },
  ours: (hubspot) => firstPage(hubspot),
};

const faults: readonly (readonly [string, Fault])[] = [
  ['nothing', { delayMs: 0 }],
  ['429 burst', { limit: 'TEN_SECONDLY_ROLLING', retryAfter: 1, times: 2 }],
  ['503', { status: 503, times: 2 }],
  ['503 without content type', { status: 503, contentType: null, body: '', times: 2 }],
  ['reset before the answer', { reset: 'before', times: 2 }],
  ['reset in mid-body', { reset: 'middle', times: 2 }],
  ['truncated JSON', { truncate: true, times: 2 }],
  ['a page with 200, twice', { html: true, times: 2 }],
  ['a page with 200, always', { html: true, times: 99 }],
  ['no body ever', { stall: true, times: 99 }],
];

async function compare(Client: Maker): Promise<void> {
  // Their retries are logged to the console, each with the whole answer.
  console.error = () => undefined;
  for (const [name, fault] of faults) {
    const cells: string[] = [];
    for (const [way, call] of Object.entries(ways)) {
      const hubspot = await startHubSpot();
      hubspot.portal.create('deals', { dealname: 'One' });
      hubspot.fail('list', fault);
      const outcome = await outcomeOf(() => call(hubspot, Client));
      const { length } = hubspot.calls;
      cells.push(`${way}: ${outcome} (${length} request${length === 1 ? '' : 's'})`);
      await hubspot.close();
    }
    say(`${name.padEnd(26)} ${cells.join(' | ')}`);
  }
}

/** Whether a token reaches another host: by an address that an answer names, or by a redirect. */
async function elsewhere(Client: Maker): Promise<void> {
  const seen: string[] = [];
  const other = createServer((request, response) => {
    seen.push(request.headers.authorization === undefined ? 'no token' : 'the token');
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"results":[]}');
  });
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const foreign = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
  const hubspot = await startHubSpot();
  await make(hubspot, Client).apiRequest({ overlapUrl: `${foreign}/next` });
  say(`another origin             apiRequest: it gets ${seen.splice(0).join() || 'nothing'}`);
  hubspot.fail('list', { redirect: `${foreign}/next` });
  const outcome = await outcomeOf(() => firstPage(hubspot));
  say(`a redirect to it           ours: ${outcome}, it gets ${seen.join() || 'nothing'}`);
  await hubspot.close();
  other.close();
  other.closeAllConnections();
}

const Client = await load();
weigh();
await compare(Client);
await elsewhere(Client);
process.exit(0);
