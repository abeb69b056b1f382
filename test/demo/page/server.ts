// The demo page: static files, one stream of snapshots per viewer, and what viewers do. Loopback only.
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import type { SlackStandIn } from '../../doubles/slack/index.ts';
import { deedSchema, perform } from './requests.ts';
import { type CommandHint, type Moment, type Offers, snapshot } from './snapshot.ts';

const STATIC = new URL('./static/', import.meta.url);
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};
/** Changes within this time reach the page as one. */
const COALESCE_MS = 12;
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

export interface PageOptions {
  /** 0 (an ephemeral port) by default. */
  port?: number;
  /** What the composer offers after a slash. */
  commands?: CommandHint[];
  /** Buttons at the top; none by default. */
  moments?: Moment[];
}

export interface Page {
  url: string;
  close: () => Promise<void>;
}

const DEFAULT_COMMANDS: CommandHint[] = [
  {
    command: '/partner-kpi',
    description: 'Partner KPIs; try /partner-kpi help',
    usage: '[partner | KPI | period | help]',
  },
];

/** All static files by path, read once: a request can name nothing else. */
async function loadStatic(): Promise<Map<string, { body: Buffer; type: string }>> {
  const entries = await readdir(STATIC, { recursive: true, withFileTypes: true });
  const files = new Map<string, { body: Buffer; type: string }>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const full = `${entry.parentPath}/${entry.name}`;
    const path = full.slice(STATIC.pathname.length).replace(/^\/+/, '');
    const type = `${TYPES[extname(entry.name)] ?? 'application/octet-stream'}; charset=utf-8`;
    files.set(`/${path}`, { body: await readFile(full), type });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}

/** Only a browser on this machine that was pointed at this page: no rebinding of names, no other site's scripts. */
function isOwn(request: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host)) return false;
  return origin === undefined || origin === `http://${host}`;
}

function stream(slack: SlackStandIn, user: string, offers: Offers, response: ServerResponse): void {
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
  let timer: NodeJS.Timeout | undefined;
  const push = (): void => {
    timer = undefined;
    response.write(`data: ${JSON.stringify(snapshot(slack, user, offers))}\n\n`);
  };
  push();
  const off = slack.workspace.onChange(() => {
    timer ??= setTimeout(push, COALESCE_MS);
  });
  response.on('close', () => {
    off();
    clearTimeout(timer);
  });
}

async function act(
  slack: SlackStandIn,
  moments: Moment[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return reply(response, 400, { error: 'not JSON' });
  }
  const deed = deedSchema.safeParse(body);
  if (!deed.success) return reply(response, 400, { error: deed.error.message });
  try {
    reply(response, 200, await perform(slack, moments, deed.data));
  } catch (error) {
    // Stale clicks (a message that has just been replaced) are the page's everyday; it shows the reason.
    reply(response, 409, { error: error instanceof Error ? error.message : String(error) });
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** Only images are shown in place; everything else is handed over as a download. */
function sendFile(slack: SlackStandIn, id: string, response: ServerResponse): void {
  const file = slack.workspace.files.get(id);
  if (file === undefined) {
    reply(response, 404, { error: 'no such file' });
    return;
  }
  const image = /^image\/(png|jpeg|gif)$/.test(file.mimetype);
  response.writeHead(200, {
    ...HEADERS,
    'content-type': file.mimetype,
    'content-disposition': image ? 'inline' : `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
  response.end(file.content);
}

/** Serves the page for a stand-in workspace on 127.0.0.1. */
export async function servePage(
  slack: SlackStandIn,
  { port = 0, commands = DEFAULT_COMMANDS, moments = [] }: PageOptions = {},
): Promise<Page> {
  const files = await loadStatic();
  let bound = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!isOwn(request, bound)) return reply(response, 403, { error: 'not from this page' });
    if (url.pathname === '/stream')
      return stream(slack, url.searchParams.get('user') ?? '', { commands, moments }, response);
    if (url.pathname.startsWith('/file/')) return sendFile(slack, url.pathname.slice(6), response);
    if (url.pathname === '/do' && request.method === 'POST' && request.headers['content-type'] === 'application/json') {
      act(slack, moments, request, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      );
      return;
    }
    const file = files.get(url.pathname);
    if (file === undefined || request.method !== 'GET') return reply(response, 404, { error: 'not found' });
    response.writeHead(200, { ...HEADERS, 'content-type': file.type }).end(file.body);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  bound = address.port;
  return {
    url: `http://127.0.0.1:${bound}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
