// /services/oauth2/… and the identity that a session belongs to.
import { createHmac } from 'node:crypto';
import { OAuthError } from '../errors.ts';
import { grant } from '../oauth/grants.ts';
import { type ApiRequest, ok, type Reply } from './exchange.ts';
import type { Service } from './service.ts';

const identityPath = ({ org }: Service): string => `/id/${org.organizationId}/${org.userId}`;

/** The session that a request carries. */
export function bearerOf(request: ApiRequest): string | undefined {
  const [, token] = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return token;
}

export function token(service: Service, request: ApiRequest): Reply {
  if (request.method !== 'POST') throw new OAuthError('invalid_request', 'must use HTTP POST');
  const form = new URLSearchParams(request.body);
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
    form.set('client_id', decodeURIComponent(id));
    form.set('client_secret', decodeURIComponent(secret));
  }
  const granted = grant(form, { ...service, username: service.org.username, ownUrl: service.url() });
  const id = service.url() + identityPath(service);
  const issued = String(service.clock.now());
  return ok({
    access_token: service.sessions.open(),
    ...(granted.refreshToken !== undefined && { refresh_token: granted.refreshToken }),
    signature: createHmac('sha256', service.app.clientSecret)
      .update(id + issued)
      .digest('base64'),
    scope: service.app.scopes.join(' '),
    instance_url: service.instanceUrl(),
    id,
    token_type: 'Bearer',
    issued_at: issued,
  });
}

/** The web-server flow: the person who is asked always agrees. */
export function authorize(service: Service, { query }: ApiRequest): Reply {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== service.app.clientId)
    throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!service.app.redirectUris.includes(redirectUri))
    throw new OAuthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  const back = new URL(redirectUri);
  const state = query.get('state');
  if (state !== null) back.searchParams.set('state', state);
  const challenge = query.get('code_challenge');
  if (challenge === null || (query.get('code_challenge_method') ?? 'S256') !== 'S256') {
    back.searchParams.set('error', 'invalid_request');
    back.searchParams.set('error_description', 'missing required code challenge');
  } else back.searchParams.set('code', service.sessions.newCode(redirectUri, challenge));
  return { status: 302, text: '', headers: { location: back.toString() } };
}

export function revoke(service: Service, request: ApiRequest): Reply {
  const value = new URLSearchParams(request.body).get('token') ?? request.query.get('token') ?? '';
  if (service.sessions.isOpen(value)) service.sessions.end(value);
  else if (!service.sessions.revokeRefreshToken(value))
    throw new OAuthError('unsupported_token_type', 'this token type is not supported');
  return { status: 200, text: '' };
}

/** `/services/oauth2/userinfo` and the identity address. A dead session gets 403 in plain text here. */
export function userInfo(service: Service, request: ApiRequest): Reply {
  const { org } = service;
  const isIdentity = request.path.startsWith('/id/');
  if (isIdentity && request.path !== identityPath(service)) return { status: 404, text: 'Bad_Id', type: 'text/html' };
  if (!service.sessions.isOpen(bearerOf(request))) return { status: 403, text: 'Bad_OAuth_Token', type: 'text/html' };
  const url = service.url() + identityPath(service);
  return ok({
    ...(isIdentity ? { id: url, asserted_user: true } : { sub: url }),
    user_id: org.userId,
    organization_id: org.organizationId,
    preferred_username: org.username,
    username: org.username,
    name: 'Partner Pulse',
    email: org.username,
    user_type: 'STANDARD',
    active: true,
    zoneinfo: org.internals.settings.timeZone,
    urls: {
      rest: `${service.url()}/services/data/v{version}/`,
      query: `${service.url()}/services/data/v{version}/query/`,
    },
  });
}
