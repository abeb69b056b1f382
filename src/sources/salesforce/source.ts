import { mappingOf } from '../crm/settings.ts';
import type { CrmSource } from '../crm/source.ts';
import { parseBase } from '../http/address.ts';
import { salesforceAdapter } from './adapter.ts';
import { salesforceInspector } from './inspector.ts';
import type { SalesforceSettings } from './source-settings.ts';

/** A Salesforce org as a source. Throws `crm-address`. */
export function salesforceSource(settings: SalesforceSettings): CrmSource {
  const { name, dailyPercent, reconcileEveryDays } = settings;
  const mapping = mappingOf('salesforce', settings.mapping);
  return {
    name,
    kind: 'salesforce',
    mapping,
    basis: '',
    host: parseBase(settings.baseUrl ?? settings.loginUrl).host,
    share: dailyPercent / 100,
    reconcileEveryMs: reconcileEveryDays * 86_400_000,
    connect: (surroundings) => salesforceAdapter({ settings, mapping, surroundings }),
    inspect: (surroundings) => salesforceInspector(settings, surroundings),
  };
}
