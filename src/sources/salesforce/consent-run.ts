import { parseBase } from '../http/address.ts';
import { CrmFailure } from '../http/failure.ts';
import { createTransport } from '../http/transport.ts';
import type { Surroundings } from './connect.ts';
import { beginConsent, endConsent } from './consent.ts';
import { oauthRefusal } from './refusal.ts';
import { type ConnectionSettings, careful } from './settings.ts';

export interface ConsentDoor {
  /** As the app has it among its callback addresses. */
  readonly redirectUri: string;
  /** Of cryptographic quality. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** Shows the address to the administrator, and gives the one that the browser came back to. */
  readonly visit: (address: URL) => Promise<URL>;
}

/**
 * The web-server flow with PKCE, from the first address to the refresh token that is kept. Throws `crm-login-kind` where the source
 * signs in another way, `crm-refused` for a refusal, `crm-forbidden` without the scope refresh_token.
 */
export async function runConsent(
  settings: ConnectionSettings,
  { secrets, budget: _budget, ...rest }: Surroundings,
  { redirectUri, randomBytes, visit }: ConsentDoor,
  signal: AbortSignal,
): Promise<void> {
  const { login } = settings;
  if (login.flow !== 'refresh-token') throw new CrmFailure('crm-login-kind', { kind: login.flow });
  const loginUrl = parseBase(settings.loginUrl);
  const app = { loginUrl, clientId: login.clientId, redirectUri };
  const consent = beginConsent(app, randomBytes);
  const back = await visit(consent.address);
  const transport = createTransport({ ...rest, base: loginUrl, refusal: oauthRefusal });
  await endConsent(back, consent, app, { transport, mask: rest.mask, secrets: careful(secrets) }, signal);
}
