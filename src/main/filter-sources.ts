import { type FilterSource, factsOfStages } from '../proof/index.ts';
import { mappingOf } from '../sources/crm/settings.ts';
import type { SourceSettings } from '../sources/settings.ts';
import type { Store } from '../store/store.ts';

/** Stages change seldom, and a filter without them only says less. */
const freshMs = 60_000;

/** The CRMs among the sources, with the stages that the last sync brought, for the filters that answers offer. */
export function createFilterSources(
  store: Pick<Store, 'read'>,
  sources: readonly SourceSettings[],
  now: () => number,
): () => readonly FilterSource[] {
  const crms = sources.flatMap((settings) =>
    settings.kind === 'files' ? [] : [{ name: settings.name, mapping: mappingOf(settings.kind, settings.mapping) }],
  );
  let known: readonly FilterSource[] = crms;
  let readAt = Number.NEGATIVE_INFINITY;
  const read = async (): Promise<void> => {
    const stages = await store.read((reader) => reader.stages());
    known = crms.map((crm) => {
      const facts = factsOfStages(stages, crm.name);
      return facts === undefined ? crm : { ...crm, facts };
    });
  };
  return () => {
    if (crms.length > 0 && now() - readAt > freshMs) {
      readAt = now();
      // What was known before still holds.
      read().catch(() => undefined);
    }
    return known;
  };
}
