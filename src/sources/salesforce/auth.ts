import { z } from 'zod';
import { parseBase } from '../http/address.ts';
import { CrmFailure } from '../http/failure.ts';
import type { Mask } from '../http/mask.ts';
import type { HttpClock, Transport } from '../http/types.ts';
import { assertion, audienceOf } from './assertion.ts';
import { tokenByJsforce } from './jsforce.ts';
import type { ConnectionSettings, LoginSettings, SecretName, Secrets } from './settings.ts';
import { shaped } from './shapes.ts';

/** A session at the org. */
export interface Access {
  readonly token: string;
  /** Where the data are. */
  readonly instance: URL;
  readonly scopes: readonly string[];
}

export interface AuthContext {
  readonly settings: Pick<ConnectionSettings, 'loginUrl' | 'baseUrl'> & { readonly login: LoginSettings };
  /** Speaks to the login address, with `oauthRefusal`. */
  readonly transport: Transport;
  readonly secrets: Secrets;
  readonly clock: HttpClock;
  readonly mask: Mask;
}

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  instance_url: z.string(),
  refresh_token: z.string().optional(),
  scope: z.string().default(''),
});

/** One form for the token resource, and whether it may be sent twice. */
export interface Grant {
  readonly form: Readonly<Record<string, string>>;
  readonly idempotent: boolean;
}

export type TokenAnswer = z.infer<typeof tokenAnswer>;

/** Gets an access token by the configured flow. A rotated refresh token is kept before the session is used. */
export async function signIn(context: AuthContext, signal: AbortSignal): Promise<Access> {
  const { transport, mask, secrets } = context;
  const grant = await grantOf(context);
  const answer = await askToken(grant, { transport, mask }, signal);
  if (answer.refresh_token !== undefined && answer.refresh_token !== grant.form.refresh_token)
    await secrets.write('refreshToken', answer.refresh_token);
  const instance = instanceOf(context.settings, transport.base, answer.instance_url);
  return { token: answer.access_token, instance, scopes: answer.scope.split(' ').filter((scope) => scope !== '') };
}

/** Sends one form to the token resource. What comes back is masked from then on. */
export async function askToken(
  { form, idempotent }: Grant,
  { transport, mask }: Pick<AuthContext, 'transport' | 'mask'>,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  const { body } = await tokenByJsforce(transport, form, { idempotent, counted: false, signal });
  const answer = shaped(tokenAnswer, body, transport.base.host);
  mask.add(answer.access_token);
  if (answer.refresh_token !== undefined) mask.add(answer.refresh_token);
  return answer;
}

async function grantOf(context: AuthContext): Promise<Grant> {
  const { login } = context.settings;
  switch (login.flow) {
    case 'client-credentials': {
      const secret = await need(context, 'clientSecret');
      const form = { grant_type: 'client_credentials', client_id: login.clientId, client_secret: secret };
      return { form, idempotent: true };
    }
    case 'jwt-bearer': {
      const { clientId, username, audience = audienceOf(context.transport.base) } = login;
      const key = await need(context, 'privateKey');
      const label = context.secrets.label('privateKey');
      const signed = assertion({ clientId, username, audience }, key, label, context.clock.now());
      const type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
      return { form: { grant_type: type, assertion: signed }, idempotent: true };
    }
    case 'refresh-token': {
      const refresh = await need(context, 'refreshToken');
      const secret = await context.secrets.read('clientSecret');
      if (secret !== undefined) context.mask.add(secret);
      const form = { grant_type: 'refresh_token', client_id: login.clientId, refresh_token: refresh };
      // A token that was rotated in an answer that got lost may count as stolen when it comes again.
      return { form: secret === undefined ? form : { ...form, client_secret: secret }, idempotent: false };
    }
    case 'password':
    case 'soap':
      throw new CrmFailure('crm-login-kind', { kind: login.flow });
  }
}

async function need({ secrets, mask }: AuthContext, name: SecretName): Promise<string> {
  const value = await secrets.read(name);
  if (value === undefined || value === '')
    throw new CrmFailure('crm-secret', { name: secrets.label(name), why: 'missing' });
  mask.add(value);
  return value;
}

/** Salesforce's login hosts for all orgs; whoever signs in there is told where its own org is. */
const commonHosts = new Set(['login.salesforce.com', 'test.salesforce.com']);

/** The address of the data, if it is the configured one. Throws `crm-elsewhere`: the token would go there. */
function instanceOf(settings: AuthContext['settings'], login: URL, told: string): URL {
  const expected = settings.baseUrl === undefined ? login : parseBase(settings.baseUrl);
  const url = URL.canParse(told) ? new URL(told) : null;
  if (url !== null && url.origin === expected.origin) return expected;
  const isCommon = settings.baseUrl === undefined && commonHosts.has(login.host);
  if (isCommon && url?.protocol === 'https:' && url.port === '' && url.hostname.endsWith('.salesforce.com'))
    return new URL(url.origin);
  throw new CrmFailure('crm-elsewhere', { host: login.host, target: url?.host ?? '?', why: 'instance' });
}
