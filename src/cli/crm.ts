import { setTimeout as pause } from 'node:timers/promises';
import type { ProxySettings } from '../config/config.ts';
import { routeOutgoing } from '../main/outgoing.ts';
import type { Inspector } from '../sources/crm/inspector.ts';
import type { CrmSource } from '../sources/crm/source.ts';
import { Budget } from '../sources/http/budget.ts';
import { Mask } from '../sources/http/mask.ts';
import { type SourceSecrets, secretStore } from '../sources/secrets.ts';

/** What a command has to ask a CRM with. */
export interface CrmAccess {
  readonly secrets: SourceSecrets;
  /** How the names of files begin in which a secret that changes is kept: those that a sync reads. */
  readonly beside: string;
  readonly proxy: ProxySettings;
  readonly now: () => number;
}

/** What a failed call means stands in the findings; the lines of the transport would say it again. */
const silent = { debug: () => undefined, warn: () => undefined };

/** Opens a CRM for single questions; nothing is asked before the first one. Throws `crm-login-kind`. */
export function openInspector(source: CrmSource, { secrets, beside, proxy, now }: CrmAccess): Inspector {
  const dispatcher = routeOutgoing(proxy);
  return source.inspect({
    secrets: secretStore(source.name, secrets, `${beside}.${source.name}`),
    clock: { now, sleep: (ms, signal) => pause(ms, undefined, { signal }) },
    random: Math.random,
    log: silent,
    mask: new Mask(),
    // The configured share is for syncs; a few questions must be possible when it is used up.
    budget: new Budget({ host: source.host, share: 1 }),
    ...(dispatcher !== undefined && { dispatcher }),
  });
}
