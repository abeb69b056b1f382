import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { CrmFailure } from '../http/failure.ts';

/** Salesforce takes assertions that end within five minutes. */
const LIFE_SECONDS = 180;

export interface AssertionClaims {
  readonly clientId: string;
  readonly username: string;
  readonly audience: string;
}

/** The login host that an assertion is for. */
export function audienceOf(loginUrl: URL): string {
  const isSandbox = loginUrl.host === 'test.salesforce.com' || loginUrl.host.includes('.sandbox.');
  return `https://${isSandbox ? 'test' : 'login'}.salesforce.com`;
}

/** A signed statement that the bot acts for a user. Throws `crm-secret` for a key that is none. */
export function assertion(claims: AssertionClaims, privateKey: string, label: string, now: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = {
    iss: claims.clientId,
    sub: claims.username,
    aud: claims.audience,
    exp: Math.floor(now / 1000) + LIFE_SECONDS,
  };
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(payload)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), keyOf(privateKey, label)).toString('base64url')}`;
}

function keyOf(pem: string, label: string): KeyObject {
  // Without its cause: OpenSSL's message may quote the key.
  const malformed = new CrmFailure('crm-secret', { name: label, why: 'malformed' });
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    throw malformed;
  }
  throw malformed;
}
