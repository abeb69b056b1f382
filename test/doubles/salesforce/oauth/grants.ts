// The grants of /services/oauth2/token, each with the refusals that the service documents.
import { createHash, verify } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../bulk/request.ts';
import type { ServiceClock } from '../clock.ts';
import { OAuthError } from '../errors.ts';
import type { AppSettings } from './app.ts';
import type { Sessions } from './sessions.ts';

export interface GrantContext {
  app: AppSettings;
  sessions: Sessions;
  clock: ServiceClock;
  username: string;
  /** The service's own address: an audience that assertions may always name. */
  ownUrl: string;
}

/** What a grant brings besides the session. */
export interface Granted {
  refreshToken?: string;
}

type Grant = (form: URLSearchParams, context: GrantContext) => Granted;

const claimsSchema = z.object({ iss: z.string(), sub: z.string(), aud: z.string(), exp: z.number() });

function checkClient(form: URLSearchParams, app: AppSettings, needsSecret: boolean): void {
  if (form.get('client_id') !== app.clientId) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  const secret = form.get('client_secret');
  if (secret !== app.clientSecret && (needsSecret || secret !== null))
    throw new OAuthError('invalid_client', 'invalid client credentials');
}

const clientCredentials: Grant = (form, { app }) => {
  checkClient(form, app, true);
  if (!app.clientCredentials) throw new OAuthError('invalid_grant', 'no client credentials user enabled');
  return {};
};

const jwtBearer: Grant = (form, { app, clock, username, ownUrl }) => {
  const [header = '', payload = '', signature = '', ...rest] = (form.get('assertion') ?? '').split('.');
  const decode = (part: string) => parseJson(Buffer.from(part, 'base64url').toString());
  const claims = claimsSchema.safeParse(decode(payload));
  const algorithm = z.object({ alg: z.literal('RS256') }).safeParse(decode(header));
  const invalid = new OAuthError('invalid_grant', 'invalid assertion');
  if (!claims.success || !algorithm.success || rest.length > 0 || app.publicKey === undefined) throw invalid;
  if (claims.data.iss !== app.clientId) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, app.publicKey, Buffer.from(signature, 'base64url'))) throw invalid;
  if (![...app.audiences, ownUrl].includes(claims.data.aud))
    throw new OAuthError('invalid_grant', 'audience is invalid');
  // The service allows three minutes of clocks that differ.
  if (claims.data.exp * 1000 < clock.now() - 180_000) throw invalid;
  if (claims.data.sub !== username) throw new OAuthError('invalid_grant', "user hasn't approved this consumer");
  return {};
};

const refresh: Grant = (form, { app, sessions }) => {
  checkClient(form, app, false);
  const token = form.get('refresh_token') ?? '';
  if (!sessions.useRefreshToken(token)) throw new OAuthError('invalid_grant', 'expired access/refresh token');
  if (!app.rotateRefreshTokens) return {};
  sessions.revokeRefreshToken(token);
  return { refreshToken: sessions.newRefreshToken() };
};

const authorizationCode: Grant = (form, { app, sessions }) => {
  checkClient(form, app, false);
  const code = sessions.takeCode(form.get('code') ?? '');
  if (code === undefined) throw new OAuthError('invalid_grant', 'expired authorization code');
  if (form.get('redirect_uri') !== code.redirectUri)
    throw new OAuthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  const verifier = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (code.challenge !== undefined && verifier !== code.challenge)
    throw new OAuthError('invalid_grant', 'invalid code verifier');
  return app.scopes.includes('refresh_token') ? { refreshToken: sessions.newRefreshToken() } : {};
};

const GRANTS = new Map<string, Grant>([
  ['client_credentials', clientCredentials],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', jwtBearer],
  ['refresh_token', refresh],
  ['authorization_code', authorizationCode],
]);

/** Grants what the form asks for. Throws the OAuth refusal. */
export function grant(form: URLSearchParams, context: GrantContext): Granted {
  const type = form.get('grant_type') ?? '';
  // The password flow is switched off, as in every new org.
  if (type === 'password') throw new OAuthError('invalid_grant', 'authentication failure');
  const found = GRANTS.get(type);
  if (found === undefined) throw new OAuthError('unsupported_grant_type', 'grant type not supported');
  const { refuse, approved } = context.app;
  if (refuse !== undefined) throw new OAuthError(refuse.error, refuse.description);
  const granted = found(form, context);
  if (!approved) throw new OAuthError('invalid_app_access', 'user is not admin approved to access this app');
  return granted;
}
