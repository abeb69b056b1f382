import { parseBase } from '../http/address.ts';
import type { Budget } from '../http/budget.ts';
import { CrmFailure } from '../http/failure.ts';
import { createTransport } from '../http/transport.ts';
import type { TransportOptions } from '../http/types.ts';
import { BulkJobs } from './bulk.ts';
import type { SalesforceClient } from './client.ts';
import { Door } from './door.ts';
import { oauthRefusal, restRefusal } from './refusal.ts';
import { RestClient } from './rest.ts';
import { Session } from './session.ts';
import { type ConnectionSettings, careful, type Secrets } from './settings.ts';

/** What a connection needs of the program around it. */
export type Surroundings = Pick<
  TransportOptions,
  'clock' | 'random' | 'log' | 'mask' | 'dispatcher' | 'timeouts' | 'retries'
> & {
  readonly secrets: Secrets;
  readonly budget: Budget;
};

/** Opens a client to an org; nothing is asked before its first call. Throws `crm-address`, `crm-login-kind`. */
export const connect = (settings: ConnectionSettings, surroundings: Surroundings): SalesforceClient =>
  openOrg(settings, surroundings).client;

/** The same with Bulk jobs, which share its session. */
export function openOrg(
  settings: ConnectionSettings,
  surroundings: Surroundings,
): { readonly client: SalesforceClient; readonly jobs: BulkJobs } {
  const { secrets, budget, ...rest } = surroundings;
  const { flow } = settings.login;
  if (flow === 'password' || flow === 'soap') throw new CrmFailure('crm-login-kind', { kind: flow });
  if (settings.baseUrl !== undefined) parseBase(settings.baseUrl);
  const login = createTransport({ ...rest, base: parseBase(settings.loginUrl), refusal: oauthRefusal });
  const session = new Session({
    settings,
    transport: login,
    secrets: careful(secrets),
    clock: rest.clock,
    mask: rest.mask,
  });
  const onHead = (headers: Headers): void => learnLimit(budget, headers.get('sforce-limit-info'));
  const door = new Door(session, settings.apiVersion, (base) =>
    createTransport({ ...rest, base, budget, refusal: restRefusal, onHead }),
  );
  const { clock, random, retries } = rest;
  const jobs = new BulkJobs({ door, clock, random, version: settings.apiVersion, ...(retries && { retries }) });
  return { client: new RestClient(door, settings.apiVersion), jobs };
}

/** `api-usage=18/15000`, perhaps with more behind. */
function learnLimit(budget: Budget, header: string | null): void {
  const [, used, limit] = /\bapi-usage=(\d+)\/(\d+)/.exec(header ?? '') ?? [];
  if (used !== undefined && limit !== undefined) budget.learn(Number(limit), Number(used));
}
