import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { StandIns, type TestClient } from './test-client.ts';

const standIns = new StandIns();
afterEach(() => standIns.end());

const refusalSchema = z.object({ error: z.string(), error_description: z.string() });
const tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  id: z.string(),
  instance_url: z.string(),
});

async function refusal(response: Promise<Response>): Promise<[number, string, string]> {
  const answer = await response;
  const { error, error_description } = refusalSchema.parse(await answer.json());
  return [answer.status, error, error_description];
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

describe('client credentials', () => {
  test('bring a session, an identity and no refresh token', async () => {
    const { salesforce, client } = await standIns.start();
    const { clientId, clientSecret } = salesforce.app;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const granted = tokens.parse(await (await client.grant(form)).json());
    expect(granted.refresh_token).toBeUndefined();
    expect(granted.instance_url).toBe(salesforce.url);
    client.token = granted.access_token;
    const identity = z.object({ organization_id: z.string(), username: z.string() });
    const path = new URL(granted.id).pathname;
    const headers = { authorization: `Bearer ${client.token}` };
    expect(identity.parse(await (await fetch(salesforce.url + path, { headers })).json()).username).toBe(
      salesforce.org.username,
    );
    expect(identity.parse(await client.json('/services/oauth2/userinfo')).organization_id).toBe(
      salesforce.org.organizationId,
    );
    client.token = 'wrong';
    const refused = await client.call('/services/oauth2/userinfo');
    expect([refused.status, await refused.text()]).toEqual([403, 'Bad_OAuth_Token']);
  });

  test('are refused in the documented words', async () => {
    const { salesforce, client } = await standIns.start();
    const form = { grant_type: 'client_credentials', client_id: salesforce.app.clientId, client_secret: 'no' };
    expect(await refusal(client.grant(form))).toEqual([400, 'invalid_client', 'invalid client credentials']);
    expect(await refusal(client.grant({ ...form, client_id: 'no' }))).toEqual([
      400,
      'invalid_client_id',
      'client identifier invalid',
    ]);
    const right = { ...form, client_secret: salesforce.app.clientSecret };
    salesforce.app.clientCredentials = false;
    expect(await refusal(client.grant(right))).toEqual([400, 'invalid_grant', 'no client credentials user enabled']);
    salesforce.app.clientCredentials = true;
    salesforce.app.approved = false;
    expect(await refusal(client.grant(right))).toEqual([
      400,
      'invalid_app_access',
      'user is not admin approved to access this app',
    ]);
    salesforce.app.refuse = { error: 'invalid_grant', description: 'ip restricted' };
    expect(await refusal(client.grant(right))).toEqual([400, 'invalid_grant', 'ip restricted']);
  });

  test('the password flow and unknown grants are refused', async () => {
    const { salesforce, client } = await standIns.start();
    const { clientId, clientSecret } = salesforce.app;
    const form = {
      grant_type: 'password',
      client_id: clientId,
      client_secret: clientSecret,
      username: 'a',
      password: 'b',
    };
    expect(await refusal(client.grant(form))).toEqual([400, 'invalid_grant', 'authentication failure']);
    expect(await refusal(client.grant({ ...form, grant_type: 'device' }))).toEqual([
      400,
      'unsupported_grant_type',
      'grant type not supported',
    ]);
  });
});

describe('the JWT bearer flow', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

  function assertion(client: TestClient, change: Record<string, unknown> = {}, key = privateKey): string {
    const claims = {
      iss: client.salesforce.app.clientId,
      sub: client.salesforce.org.username,
      aud: client.salesforce.loginUrl,
      exp: Math.floor(client.salesforce.clock.now() / 1000) + 180,
      ...change,
    };
    const head = `${part({ alg: 'RS256' })}.${part(claims)}`;
    return `${head}.${sign('RSA-SHA256', Buffer.from(head), key).toString('base64url')}`;
  }

  test('checks signature, audience, time and user', async () => {
    const { client } = await standIns.start({ app: { publicKey: pem } });
    const grant = (text: string) => client.grant({ grant_type: JWT, assertion: text });
    expect((await grant(assertion(client))).status).toBe(200);
    const invalid = [400, 'invalid_grant', 'invalid assertion'];
    expect(await refusal(grant(assertion(client, {}, other.privateKey)))).toEqual(invalid);
    expect(await refusal(grant('a.b.c'))).toEqual(invalid);
    expect(await refusal(grant(assertion(client, { exp: 1_000_000 })))).toEqual(invalid);
    expect((await refusal(grant(assertion(client, { aud: 'https://example.org' }))))[2]).toBe('audience is invalid');
    expect((await refusal(grant(assertion(client, { sub: 'x@y.z' }))))[2]).toBe("user hasn't approved this consumer");
    expect((await refusal(grant(assertion(client, { iss: 'x' }))))[1]).toBe('invalid_client_id');
  });
});

describe('the web-server flow', () => {
  const verifier = 'a'.repeat(64);
  const challenge = createHash('sha256').update(verifier).digest('base64url');

  async function code(client: TestClient, change: Record<string, string> = {}): Promise<URL> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.salesforce.app.clientId,
      redirect_uri: client.salesforce.app.redirectUris[0] ?? '',
      state: 's1',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...change,
    });
    const response = await client.call(`/services/oauth2/authorize?${query}`);
    expect(response.status).toBe(302);
    return new URL(response.headers.get('location') ?? '');
  }

  const exchange = (client: TestClient, value: string, change: Record<string, string> = {}) =>
    client.grant({
      grant_type: 'authorization_code',
      client_id: client.salesforce.app.clientId,
      redirect_uri: client.salesforce.app.redirectUris[0] ?? '',
      code: value,
      code_verifier: verifier,
      ...change,
    });

  test('needs the verifier, and a code works once for 15 minutes', async () => {
    const { salesforce, client } = await standIns.start({ startAt: '2026-11-24T10:00:00Z' });
    const back = await code(client);
    expect(back.searchParams.get('state')).toBe('s1');
    const first = back.searchParams.get('code') ?? '';
    expect((await refusal(exchange(client, first, { code_verifier: 'x' })))[2]).toBe('invalid code verifier');
    expect((await refusal(exchange(client, first)))[2]).toBe('expired authorization code');
    const late = (await code(client)).searchParams.get('code') ?? '';
    salesforce.clock.advance(16 * 60_000);
    expect((await refusal(exchange(client, late)))[2]).toBe('expired authorization code');
    const wrong = await client.call(
      `/services/oauth2/authorize?client_id=${salesforce.app.clientId}&redirect_uri=http://x`,
    );
    expect(refusalSchema.parse(await wrong.json()).error).toBe('redirect_uri_mismatch');
    expect((await code(client, { code_challenge_method: 'plain' })).searchParams.get('error')).toBe('invalid_request');
  });

  test('refresh tokens rotate: the old one is dead at once, and an idle one after 30 days', async () => {
    const { salesforce, client } = await standIns.start({ startAt: '2026-11-24T10:00:00Z' });
    const value = (await code(client)).searchParams.get('code') ?? '';
    const first = tokens.parse(await (await exchange(client, value)).json()).refresh_token ?? '';
    const form = { grant_type: 'refresh_token', client_id: salesforce.app.clientId };
    const again = () => client.grant({ ...form, refresh_token: first });
    const second = tokens.parse(await (await again()).json()).refresh_token ?? '';
    expect(second).not.toBe(first);
    expect(await refusal(again())).toEqual([400, 'invalid_grant', 'expired access/refresh token']);
    salesforce.clock.advance(31 * 86_400_000);
    expect((await refusal(client.grant({ ...form, refresh_token: second })))[2]).toBe('expired access/refresh token');
  });

  test('a revoked session is over', async () => {
    const { client } = await standIns.start();
    const body = new URLSearchParams({ token: client.token });
    expect((await client.call('/services/oauth2/revoke', { method: 'POST', body })).status).toBe(200);
    expect((await client.refusal(client.call('/limits'))).code).toBe('INVALID_SESSION_ID');
  });
});

test('a session ends with its time, and each session may be ended', async () => {
  const { salesforce, client } = await standIns.start({ startAt: '2026-11-24T10:00:00Z' });
  expect((await client.call('/limits')).status).toBe(200);
  salesforce.clock.advance(2 * 3_600_000);
  expect(await client.refusal(client.call('/limits'))).toEqual({
    status: 401,
    code: 'INVALID_SESSION_ID',
    message: 'Session expired or invalid',
  });
  await client.login();
  salesforce.expireSessions();
  expect((await client.call('/limits')).status).toBe(401);
  await client.login();
  salesforce.fail('limits', { expireToken: true });
  expect((await client.call('/limits')).status).toBe(401);
  expect((await client.call('/limits')).status).toBe(401);
});

test('a session without the scope api reads nothing', async () => {
  const { client } = await standIns.start({ app: { scopes: ['refresh_token'] } });
  expect(await client.refusal(client.call('/limits'))).toMatchObject({ status: 403, code: 'INVALID_SESSION_ID' });
});
