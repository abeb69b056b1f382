import type { Config } from '../config/config.ts';
import { mappingOf } from '../sources/crm/settings.ts';
import type { CrmDoor } from './crm-door.ts';

/** The sources of a configuration that are CRMs; nothing is asked, and no adapter loaded, before one is opened. */
export function crmDoors(config: Config, now: () => number): readonly CrmDoor[] {
  return config.sources.flatMap((settings): CrmDoor[] => {
    if (settings.kind === 'files') return [];
    const { name, kind, mapping } = settings;
    const secrets = Object.fromEntries(
      Object.entries(config.secrets.get(name) ?? {}).map(([secret, value]) => [secret, value.reveal()]),
    );
    const open: CrmDoor['open'] = async () => {
      const [{ openSource }, { openInspector }] = await Promise.all([
        import('../sources/index.ts'),
        import('./crm.ts'),
      ]);
      const source = openSource(settings, config.program.timeZone);
      if ('records' in source) throw new TypeError(`${name} is no CRM`);
      const { beside, proxy } = config;
      return { inspector: await openInspector(source, { secrets, beside, proxy, now }) };
    };
    return [{ name, mapping: mappingOf(kind, mapping), open }];
  });
}
