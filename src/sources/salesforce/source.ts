import { mappingOf } from '../crm/settings.ts';
import type { CrmSource } from '../crm/source.ts';
import { parseBase } from '../http/address.ts';
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
    // Loaded when they are needed: a program without this CRM does not pay for it.
    connect: async (surroundings) =>
      (await import('./adapter.ts')).salesforceAdapter({ settings, mapping, surroundings }),
    inspect: async (surroundings) => (await import('./inspector.ts')).salesforceInspector(settings, surroundings),
  };
}
