import { proxyOf, sourceSecrets } from '../../config/config.ts';
import { readEnvironment } from '../../config/environment.ts';
import { type SourceSecretName, type SourceSecrets, secretVariable } from '../../sources/secrets.ts';
import type { Context } from '../command.ts';
import { type CrmAccess, secretsOf } from '../crm.ts';
import type { Kind } from './questions.ts';

const needed: Readonly<Record<string, readonly SourceSecretName[]>> = {
  'client-credentials': ['clientSecret'],
  'jwt-bearer': ['privateKey'],
  'refresh-token': ['refreshToken'],
  hubspot: ['token'],
};

/** The variables of the environment in which a source's secrets must stand. */
export const secretVariables = (name: string, flow: string): readonly string[] =>
  (needed[flow] ?? []).map((secret) => secretVariable(name, secret));

/** Secrets and way out as the environment, and `.env` beside the file to be written, have them. */
export function accessOf(
  { host }: Context,
  kind: Exclude<Kind, 'files'>,
  name: string,
  folder: string,
  store: string,
): CrmAccess {
  const env = readEnvironment(host.env, folder);
  const own = Object.entries(sourceSecrets({ kind, name }, env, folder)).map(([key, secret]) => [key, secret.reveal()]);
  const secrets: SourceSecrets = Object.fromEntries(own);
  return { secrets, beside: store, proxy: proxyOf(env), now: host.now };
}

/** Variables of which neither the environment nor a file beside the store has anything. */
export async function missingSecrets(access: CrmAccess, name: string, flow: string): Promise<readonly string[]> {
  const store = secretsOf(name, access);
  const missing: string[] = [];
  for (const secret of needed[flow] ?? [])
    if ((await store.read(secret)) === undefined) missing.push(store.label(secret));
  return missing;
}
