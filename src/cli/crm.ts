import { setTimeout as pause } from 'node:timers/promises';
import type { ProxySettings } from '../config/config.ts';
import { routeOutgoing } from '../main/outgoing.ts';
import type { Inspector } from '../sources/crm/inspector.ts';
import type { CrmSource, CrmSurroundings } from '../sources/crm/source.ts';
import { Budget } from '../sources/http/budget.ts';
import { Mask } from '../sources/http/mask.ts';
import { type SecretStore, type SourceSecrets, secretStore } from '../sources/secrets.ts';

/** What a command has to ask a CRM with. */
export interface CrmAccess {
  readonly secrets: SourceSecrets;
  /** How the names of files begin in which a secret that changes is kept: those that a sync reads. */
  readonly beside: string;
  readonly proxy: ProxySettings;
  readonly now: () => number;
}

/** Where the secrets of a source are: the environment, and files beside the store for those that change. */
export const secretsOf = (source: string, { secrets, beside }: CrmAccess): SecretStore =>
  secretStore(source, secrets, `${beside}.${source}`);

/** What a command needs to speak to a CRM by itself. */
export function surroundingsFor(source: string, access: CrmAccess): CrmSurroundings {
  const dispatcher = routeOutgoing(access.proxy);
  return {
    secrets: secretsOf(source, access),
    clock: { now: access.now, sleep: (ms, signal) => pause(ms, undefined, { signal }) },
    random: Math.random,
    // What a failed call means is told by whoever asked; the lines of the transport would say it again.
    log: { debug: () => undefined, warn: () => undefined },
    mask: new Mask(),
    // The configured share is for syncs; a few questions must be possible when it is used up.
    budget: new Budget({ host: source, share: 1 }),
    ...(dispatcher !== undefined && { dispatcher }),
  };
}

/** Opens a CRM for single questions; nothing is asked before the first one. Throws `crm-login-kind`. */
export const openInspector = (source: CrmSource, access: CrmAccess): Promise<Inspector> =>
  source.inspect(surroundingsFor(source.name, access));
