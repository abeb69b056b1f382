import type { Config } from '../config/config.ts';
import { openSource } from '../sources/index.ts';
import { openInspector } from './crm.ts';
import type { CrmDoor } from './crm-door.ts';

/** The sources of a configuration that are CRMs; nothing is asked before one is opened. */
export function crmDoors(config: Config, now: () => number): readonly CrmDoor[] {
  return config.sources.flatMap((settings): CrmDoor[] => {
    const source = openSource(settings, config.program.timeZone);
    if ('records' in source) return [];
    const secrets = Object.fromEntries(
      Object.entries(config.secrets.get(source.name) ?? {}).map(([name, secret]) => [name, secret.reveal()]),
    );
    const { beside, proxy } = config;
    return [
      {
        name: source.name,
        mapping: source.mapping,
        open: () => Promise.resolve({ inspector: openInspector(source, { secrets, beside, proxy, now }) }),
      },
    ];
  });
}
