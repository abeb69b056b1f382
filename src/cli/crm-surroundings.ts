import type { CrmSurroundings } from '../sources/crm/source.ts';
import type { Context } from './command.ts';
import { surroundingsFor } from './crm.ts';

/** What a command needs to speak to a configured CRM by itself: the source's secrets, the company's way out. */
export function crmSurroundings({ config, host }: Pick<Context, 'config' | 'host'>, source: string): CrmSurroundings {
  const { secrets, beside, proxy } = config();
  const given = Object.fromEntries(
    Object.entries(secrets.get(source) ?? {}).map(([name, secret]) => [name, secret.reveal()]),
  );
  return surroundingsFor(source, { secrets: given, beside, proxy, now: host.now });
}
