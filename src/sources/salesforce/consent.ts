import { createHash } from 'node:crypto';
import { CrmFailure } from '../http/failure.ts';
import { type AuthContext, askToken } from './auth.ts';

/** What an administrator is sent to, and what must be remembered until they come back. */
export interface Consent {
  readonly address: URL;
  readonly state: string;
  /** Proves that whoever redeems the code is whoever asked for it. */
  readonly verifier: string;
}

export interface ConsentApp {
  readonly loginUrl: URL;
  readonly clientId: string;
  readonly redirectUri: string;
}

/** Begins the web-server flow with PKCE. `randomBytes` must be of cryptographic quality. */
export function beginConsent(app: ConsentApp, randomBytes: (length: number) => Uint8Array): Consent {
  const text = (length: number): string => Buffer.from(randomBytes(length)).toString('base64url');
  const verifier = text(48);
  const state = text(24);
  const address = new URL('/services/oauth2/authorize', app.loginUrl);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: 'api refresh_token',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return { address, state, verifier };
}

/**
 * Ends the web-server flow: takes the address that the administrator's browser came back to, and keeps the refresh
 * token. Throws `crm-refused` for another state or a refusal.
 */
export async function endConsent(
  back: URL,
  { state, verifier }: Consent,
  app: ConsentApp,
  context: Pick<AuthContext, 'transport' | 'mask' | 'secrets'>,
  signal: AbortSignal,
): Promise<void> {
  const { secrets, mask } = context;
  const { host } = app.loginUrl;
  const refused = (words: string): CrmFailure => new CrmFailure('crm-refused', { host, words: mask.firstWords(words) });
  const told = back.searchParams;
  if (told.get('state') !== state) throw refused('state differs');
  const code = told.get('code');
  if (code === null) throw refused(`${told.get('error_description') ?? ''} (${told.get('error') ?? 'no code'})`);
  mask.add(code);
  mask.add(verifier);
  const secret = await secrets.read('clientSecret');
  if (secret !== undefined) mask.add(secret);
  const form = {
    grant_type: 'authorization_code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    code,
    code_verifier: verifier,
    ...(secret !== undefined && { client_secret: secret }),
  };
  // A code works once.
  const { refresh_token: token } = await askToken({ form, idempotent: false }, context, signal);
  if (token === undefined) throw new CrmFailure('crm-forbidden', { host, words: 'scope refresh_token is missing' });
  await secrets.write('refreshToken', token);
}
