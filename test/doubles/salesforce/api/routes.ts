// Which handler a request belongs to, and what the route is called in records and faults.
import { ApiError, invalidSession, notFound } from '../errors.ts';
import * as bulk from './bulk.ts';
import { composite } from './composite.ts';
import * as data from './data.ts';
import { type ApiRequest, badMethod, type Reply } from './exchange.ts';
import * as meta from './meta.ts';
import * as oauth from './oauth.ts';
import type { Service } from './service.ts';

export interface Route {
  name: string;
  object: string | undefined;
  soql: string | undefined;
  /** Whether a session is needed; such calls count against the daily allocation. */
  session: boolean;
  run: () => Reply;
}

/** The object of the outer query: the first FROM that is in no parentheses. */
function objectOfSoql(soql: string): string | undefined {
  let flat = soql.replaceAll(/'(\\.|[^'\\])*'/g, "''");
  for (let before = ''; before !== flat; ) {
    before = flat;
    flat = flat.replaceAll(/\([^()]*\)/g, ' ');
  }
  return /\bFROM\s+(\w+)/i.exec(flat)?.[1];
}

const open = (name: string, run: () => Reply): Route => ({
  name,
  object: undefined,
  soql: undefined,
  session: false,
  run,
});

function dataRoute(service: Service, request: ApiRequest, version: string, rest: string[]): Route {
  const [area = '', first, second] = rest;
  const route = (name: string, run: () => Reply, object?: string, soql?: string): Route => ({
    name,
    object,
    soql,
    session: true,
    run,
  });
  const reads = (run: () => Reply) => (): Reply => {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw badMethod(request.method);
    return run();
  };
  if (area === '')
    return route(
      'resources',
      reads(() => meta.resources(version)),
    );
  if (area === 'limits')
    return route(
      'limits',
      reads(() => meta.limits(service)),
    );
  if ((area === 'query' || area === 'queryAll') && first === undefined) {
    const soql = request.query.get('q') ?? '';
    const run = reads(() => data.query(service, request, version, area === 'queryAll'));
    return route(area, run, objectOfSoql(soql), soql);
  }
  if (area === 'query' || area === 'queryAll') {
    const run = reads(() => data.queryMore(service, request, version, first ?? ''));
    return route('queryMore', run, service.cursors.objectOf(first ?? ''));
  }
  if (area === 'composite' && first === undefined)
    return route('composite', () => composite(request, (one) => answer(service, one)));
  if (area === 'jobs' && first === 'query') return bulkRoute(service, request, version, rest.slice(2), route);
  if (area !== 'sobjects') return route('unknown', () => raise(notFound()));
  if (first === undefined)
    return route(
      'sobjects',
      reads(() => meta.globalDescribe(service, version)),
    );
  if (request.method !== 'GET' && request.method !== 'HEAD') return route('write', () => raise(readOnly()), first);
  if (second === 'describe') return route('describe', () => meta.describe(service, request, version, first), first);
  if (second === 'deleted') return route('deleted', () => data.deleted(service, request, first), first);
  if (second === 'updated') return route('updated', () => data.updated(service, request, first), first);
  if (second === undefined) return route('sobject', () => meta.sobject(service, version, first), first);
  return route('record', () => data.record(service, request, version, first, second), first);
}

type MakeRoute = (name: string, run: () => Reply, object?: string, soql?: string) => Route;

function bulkRoute(service: Service, request: ApiRequest, version: string, rest: string[], route: MakeRoute): Route {
  const [id, part] = rest;
  if (id === undefined) {
    const creates = request.method === 'POST';
    const soql = creates ? /"query"\s*:\s*("(?:\\.|[^"\\])*")/.exec(request.body)?.[1] : undefined;
    return route(
      creates ? 'bulk.create' : 'bulk.list',
      () => bulk.jobs(service, request, version),
      soql === undefined ? undefined : objectOfSoql(soql),
      soql,
    );
  }
  const object = service.jobs.all().find((one) => one.id === id)?.object;
  if (part === 'results') return route('bulk.results', () => bulk.results(service, request, version, id), object);
  if (part === 'resultPages') return route('bulk.pages', () => bulk.resultPages(service, request, version, id), object);
  const names: Record<string, string> = { DELETE: 'bulk.delete', PATCH: 'bulk.abort' };
  return route(names[request.method] ?? 'bulk.info', () => bulk.job(service, request, id), object);
}

const raise = (error: Error): never => {
  throw error;
};

const readOnly = (): ApiError =>
  new ApiError(400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');

/** Finds the route of a request. */
export function routeOf(service: Service, request: ApiRequest): Route {
  const [, root = '', area = '', third = '', ...rest] = request.path
    .replace(/\/$/, '')
    .split('/')
    .map(decodeURIComponent);
  if (root === 'id') return open('identity', () => oauth.userInfo(service, request));
  if (root !== 'services') return open('unknown', () => ({ status: 404, text: 'not found', type: 'text/html' }));
  if (area === 'oauth2' && third === 'token') return open('token', () => oauth.token(service, request));
  if (area === 'oauth2' && third === 'authorize') return open('authorize', () => oauth.authorize(service, request));
  if (area === 'oauth2' && third === 'revoke') return open('revoke', () => oauth.revoke(service, request));
  if (area === 'oauth2' && third === 'userinfo') return open('userinfo', () => oauth.userInfo(service, request));
  if (area === 'data' && third === '') return open('versions', () => meta.versions());
  const version = third.replace(/^v/, '');
  if (area !== 'data' || !third.startsWith('v') || !meta.isVersion(version))
    return open('unknown', () => raise(notFound()));
  return dataRoute(service, request, version, rest);
}

/** Runs a route: session, allocation, then the work. */
export function runRoute(service: Service, request: ApiRequest, route: Route): Reply {
  if (!route.session) return route.run();
  if (!service.sessions.isOpen(oauth.bearerOf(request))) throw invalidSession();
  if (!service.app.scopes.includes('api') && !service.app.scopes.includes('full'))
    throw new ApiError(403, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API');
  service.usage.spend();
  return route.run();
}

/** One request of a composite: not counted, and its failure is its own. */
function answer(service: Service, request: ApiRequest): Reply {
  try {
    return routeOf(service, request).run();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, json: error.body() };
  }
}
