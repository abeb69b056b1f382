import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTransport } from '../../../src/sources/http/transport.ts';
import { beginConsent, type Consent, endConsent } from '../../../src/sources/salesforce/consent.ts';
import { oauthRefusal } from '../../../src/sources/salesforce/refusal.ts';
import { failureOf, signal, told } from '../http/support.ts';
import { type Bench, bench } from './support.ts';

interface Way {
  readonly made: Bench;
  readonly consent: Consent;
  readonly back: URL;
  end(back?: URL): Promise<void>;
}

/** An administrator who was sent to the consent, agreed, and came back. */
async function way(scopes = ['api', 'refresh_token']): Promise<Way> {
  const made = await bench({ app: { scopes } });
  const { salesforce, mask, clock, log, secrets } = made;
  const loginUrl = new URL(salesforce.loginUrl);
  const app = { loginUrl, clientId: salesforce.app.clientId, redirectUri: 'http://127.0.0.1:8912/callback' };
  const transport = createTransport({ base: loginUrl, clock, log, mask, random: () => 0, refusal: oauthRefusal });
  const consent = beginConsent(app, randomBytes);
  const answer = await fetch(consent.address, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  return {
    made,
    consent,
    back,
    end: (from = back) => endConsent(from, consent, app, { transport, mask, secrets }, signal()),
  };
}

describe('the web-server flow with PKCE', () => {
  it('brings a refresh token with which the bot signs in from then on', async () => {
    const { made, end } = await way();
    await end();
    const { connect, salesforce, secrets } = made;
    expect(secrets.written).toHaveLength(1);
    const client = connect({ login: { flow: 'refresh-token', clientId: salesforce.app.clientId } });
    expect((await client.identity(signal())).username).toBe(salesforce.org.username);
    expect(secrets.written).toHaveLength(2);
  });

  it('refuses an answer to somebody else’s question', async () => {
    const { made, back, end } = await way();
    back.searchParams.set('state', 'other');
    expect(told(await failureOf(end(back)))).toContain('state differs');
    expect(made.salesforce.callsOf('token')).toEqual([]);
  });

  it('tells the reason of a refusal', async () => {
    const { back, consent, end } = await way();
    const refused = new URL(back.origin);
    refused.search = `state=${consent.state}&error=access_denied&error_description=end-user+denied+authorization`;
    expect(told(await failureOf(end(refused)))).toContain('end-user denied authorization (access_denied)');
  });

  it('uses a code once', async () => {
    const { end } = await way();
    await end();
    expect(told(await failureOf(end()))).toContain('expired authorization code (invalid_grant)');
  });

  it('says when the app does not give refresh tokens', async () => {
    const { made, end } = await way(['api']);
    expect(told(await failureOf(end()))).toContain('scope refresh_token is missing');
    expect(made.secrets.written).toEqual([]);
  });
});
