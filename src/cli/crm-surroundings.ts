import { setTimeout as pause } from 'node:timers/promises';
import { routeOutgoing } from '../main/outgoing.ts';
import type { CrmSurroundings } from '../sources/crm/source.ts';
import { Budget } from '../sources/http/budget.ts';
import { Mask } from '../sources/http/mask.ts';
import { secretStore } from '../sources/secrets.ts';
import type { Context } from './command.ts';

/** What a command needs to speak to a configured CRM by itself: the source's secrets, the company's way out. */
export function crmSurroundings({ config, host }: Pick<Context, 'config' | 'host'>, source: string): CrmSurroundings {
  const { secrets, beside, proxy } = config();
  const given = Object.fromEntries(
    Object.entries(secrets.get(source) ?? {}).map(([name, secret]) => [name, secret.reveal()]),
  );
  const dispatcher = routeOutgoing(proxy);
  return {
    secrets: secretStore(source, given, `${beside}.${source}`),
    clock: { now: host.now, sleep: (ms, signal) => pause(ms, undefined, { signal }) },
    random: Math.random,
    log: { debug: () => undefined, warn: () => undefined },
    mask: new Mask(),
    // The configured share is for syncs; a few questions must be possible when it is used up.
    budget: new Budget({ host: source, share: 1 }),
    ...(dispatcher !== undefined && { dispatcher }),
  };
}
