import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PulseError } from '../../../src/errors.ts';
import { audienceOf } from '../../../src/sources/salesforce/assertion.ts';
import { loginSettings } from '../../../src/sources/salesforce/settings.ts';
import { closedPort, failureOf, signal, told } from '../http/support.ts';
import { bench } from './support.ts';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

describe('client credentials', () => {
  it('sign in once for many calls', async () => {
    const { salesforce, client } = await bench();
    await Promise.all([client.limits(signal()), client.limits(signal()), client.describe('Account', signal())]);
    expect(salesforce.callsOf('token')).toHaveLength(1);
    expect(salesforce.calls).toHaveLength(4);
  });

  it.each([
    ['a wrong secret', { clientSecret: 'other' }, 'crm-refused', 'invalid client credentials (invalid_client)'],
    ['another app', { clientId: 'other' }, 'crm-refused', 'client identifier invalid (invalid_client_id)'],
    ['no run-as user', { clientCredentials: false }, 'crm-refused', 'no client credentials user enabled'],
    ['a user who is not approved', { approved: false }, 'crm-forbidden', 'user is not admin approved'],
    [
      'an inactive user',
      { refuse: { error: 'invalid_grant', description: 'inactive user' } },
      'crm-refused',
      'inactive user (invalid_grant)',
    ],
  ])('with %s are refused with the reason', async (_name, app, code, words) => {
    const { salesforce, client } = await bench();
    const failed = client.limits.bind(client, signal());
    Object.assign(salesforce.app, app);
    const failure = await failureOf(failed());
    expect(failure.code).toBe(code);
    expect(told(failure)).toContain(words);
    expect(salesforce.calls).toHaveLength(1);
  });

  it('without a secret fail before anything is asked', async () => {
    const { salesforce, client, secrets } = await bench();
    secrets.values.clear();
    expect(told(await failureOf(client.limits(signal())))).toContain('The secret SF_clientSecret is not set.');
    expect(salesforce.calls).toEqual([]);
  });

  it('are tried again when the login is out of order', async () => {
    const { salesforce, client } = await bench();
    salesforce.fail('token', { status: 503 });
    salesforce.fail('token', { reset: true });
    await client.limits(signal());
    expect(salesforce.callsOf('token')).toHaveLength(3);
  });
});

describe('JWT bearer', () => {
  it('signs in with a key', async () => {
    const { salesforce, connect, secrets } = await bench();
    salesforce.app.publicKey = keys.publicKey;
    secrets.values.set('privateKey', keys.privateKey);
    const { clientId } = salesforce.app;
    const login = { flow: 'jwt-bearer', clientId, username: salesforce.org.username } as const;
    const client = connect({ login });
    expect((await client.identity(signal())).username).toBe(salesforce.org.username);
    const other = connect({ login: { ...login, username: 'someone@else' } });
    expect(told(await failureOf(other.limits(signal())))).toContain("user hasn't approved this consumer");
  });

  it.each([
    ['no key', 'hello'],
    ['a key of another kind', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ])('refuses %s without showing it', async (_name, key) => {
    const { connect, secrets } = await bench();
    secrets.values.set('privateKey', String(key));
    const failure = await failureOf(
      connect({ login: { flow: 'jwt-bearer', clientId: 'c', username: 'u' } }).limits(signal()),
    );
    expect(told(failure)).toContain('The secret SF_privateKey is malformed.');
    expect(failure.cause).toBeUndefined();
  });

  it('is meant for the login host of sandboxes or of production', () => {
    expect(audienceOf(new URL('https://acme--dev.sandbox.my.salesforce.com'))).toBe('https://test.salesforce.com');
    expect(audienceOf(new URL('https://acme.my.salesforce.com'))).toBe('https://login.salesforce.com');
  });
});

describe('a refresh token', () => {
  it('is replaced on disk before its session is used', async () => {
    const { salesforce, connect, secrets } = await bench();
    const before = salesforce.sessions.newRefreshToken();
    secrets.values.set('refreshToken', before);
    const client = connect({ login: { flow: 'refresh-token', clientId: salesforce.app.clientId } });
    await client.limits(signal());
    expect(secrets.written).toHaveLength(1);
    expect(secrets.values.get('refreshToken')).not.toBe(before);
    salesforce.expireSessions();
    await client.limits(signal());
    expect(secrets.written).toHaveLength(2);
  });

  it('is not lost when the disk is full', async () => {
    const { salesforce, connect, secrets } = await bench();
    secrets.values.set('refreshToken', salesforce.sessions.newRefreshToken());
    const client = connect({ login: { flow: 'refresh-token', clientId: salesforce.app.clientId } });
    secrets.failing = new PulseError('disk-full', { file: 'tokens' });
    await expect(client.limits(signal())).rejects.toThrow('disk-full');
    await expect(client.limits(signal())).rejects.toThrow('disk-full');
    secrets.failing = undefined;
    await client.limits(signal());
    expect(salesforce.callsOf('token')).toHaveLength(2);
  });

  it('that has ended needs a new consent', async () => {
    const { salesforce, connect, secrets } = await bench();
    secrets.values.set('refreshToken', '5Aep-unknown-token');
    const client = connect({ login: { flow: 'refresh-token', clientId: salesforce.app.clientId } });
    const failure = await failureOf(client.limits(signal()));
    expect(told(failure)).toContain('expired access/refresh token (invalid_grant)');
  });
});

describe('refused', () => {
  it.each(['password', 'soap'] as const)('is the flow %s, with the reason', async (flow) => {
    const { connect, salesforce } = await bench();
    const login = loginSettings.parse({ flow, username: 'ada', password: 'secret-word' });
    const failure = await failureOf(Promise.resolve().then(() => connect({ login })));
    expect(failure.exit).toBe(2);
    expect(told(failure)).toMatch(/user name and password .*is not supported: Salesforce .*Use client credentials/);
    expect(salesforce.calls).toEqual([]);
  });

  it('is an org at another address than the configured one', async () => {
    const { connect, client, salesforce } = await bench({ instanceUrl: 'https://evil.example' });
    const failure = await failureOf(client.limits(signal()));
    expect(told(failure)).toContain('signs in to evil.example. Nothing was sent there.');
    expect(salesforce.callsOf('limits')).toEqual([]);
    salesforce.instanceUrl = undefined;
    const elsewhere = connect({ baseUrl: `http://127.0.0.1:${await closedPort()}` });
    expect((await failureOf(elsewhere.limits(signal()))).code).toBe('crm-elsewhere');
  });

  it('is plain http to another machine', async () => {
    const { connect } = await bench();
    expect(() => connect({ loginUrl: 'http://acme.my.salesforce.com' })).toThrow('crm-address');
    expect(() => connect({ baseUrl: 'http://acme.my.salesforce.com' })).toThrow('crm-address');
  });
});
