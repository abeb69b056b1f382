import { z } from 'zod';
import { hubspotSearches } from '../../src/proof/hubspot-search.ts';
import type { FilterFacts } from '../../src/proof/index.ts';
import type { CrmLink, StageFact } from '../../src/sources/crm/contract.ts';
import type { Inspector, PropertyFacts } from '../../src/sources/crm/inspector.ts';
import { meets } from '../../src/sources/mapping/conditions.ts';
import { asking, pageOf, V } from '../doubles/hubspot/asking.ts';
import type { HubSpotStandIn } from '../doubles/hubspot/index.ts';

const types: Readonly<Record<string, PropertyFacts['type']>> = {
  bool: 'boolean',
  date: 'date',
  datetime: 'datetime',
  enumeration: 'choice',
  number: 'number',
};

const listed = z.object({ results: z.array(z.object({ name: z.string(), label: z.string(), type: z.string() })) });
const pipelines = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      stages: z.array(
        z.object({ id: z.string(), label: z.string(), metadata: z.record(z.string(), z.string()).default({}) }),
      ),
    }),
  ),
});
const associated = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.string() }),
      to: z.array(
        z.object({
          toObjectId: z.coerce.string(),
          associationTypes: z.array(z.object({ label: z.string().nullable() })),
        }),
      ),
    }),
  ),
});

const beside = (): never => {
  throw new Error('not asked for here');
};

/** What a reconciliation asks of an account, over HTTP; links only where wanted. */
export function hubspotInspector(hubspot: HubSpotStandIn, withLinks = true): Inspector {
  const { get, search, associations } = asking(hubspot);
  const before = hubspot.calls.length;
  const properties = async (object: string): Promise<readonly PropertyFacts[]> => {
    const { results } = listed.parse((await get(`/crm/properties/${V}/${object}`)).json);
    return results.map(({ name, label, type }) => ({
      name,
      label,
      type: types[type] ?? 'text',
      values: [],
      to: [],
      calculated: false,
      custom: false,
      filterable: true,
    }));
  };
  const inspector: Inspector = {
    identity: async () => ({
      account: '4711',
      user: null,
      kind: null,
      timeZone: hubspot.portal.info.timeZone,
      currency: 'EUR',
      scopes: null,
      apiVersion: V,
      offered: null,
      at: null,
    }),
    properties,
    async stages(object): Promise<readonly StageFact[]> {
      const { results } = pipelines.parse((await get(`/crm/pipelines/${V}/${object}`)).json);
      return results.flatMap((pipeline) =>
        pipeline.stages.map(({ id, label, metadata }, position) => ({
          object,
          pipeline: pipeline.id,
          pipelineLabel: pipeline.label,
          stage: id,
          label,
          position,
          status:
            metadata.probability === undefined
              ? null
              : metadata.isClosed !== 'true'
                ? ('open' as const)
                : Number(metadata.probability) === 1
                  ? ('won' as const)
                  : ('lost' as const),
        })),
      );
    },
    async *rows(object, names, conditions) {
      const own = await properties(object);
      const facts: FilterFacts = {
        stages: [],
        timeZone: null,
        typeOf: (_, name) => own.find((one) => one.name === name)?.type ?? null,
      };
      let last = '0';
      for (;;) {
        hubspot.advance(1_000);
        const where = [
          ...conditions.slice(0, 5),
          { field: 'hs_object_id', op: 'gt', values: [last], negated: false } as const,
        ];
        const wanted = [...new Set([...names, ...conditions.map(({ field }) => field)])];
        const [body] = hubspotSearches({ object, properties: wanted, where, caveats: [] }, facts);
        const { rows } = pageOf(await search(object, body ?? {}));
        if (rows.length === 0) return;
        last = rows.at(-1)?.id ?? last;
        const fits = rows.filter((row) =>
          meets({ id: row.id, url: null, values: row.properties }, conditions.slice(5)),
        );
        yield fits.map((row) => ({ id: row.id, values: row.properties }));
      }
    },
    get calls() {
      return hubspot.calls.length - before;
    },
    objects: beside,
    labels: beside,
    count: beside,
    limits: beside,
  };
  if (!withLinks) return inspector;
  return Object.assign(inspector, {
    async links(from: string, to: string, ids: readonly string[]): Promise<readonly CrmLink[]> {
      const answered = await associations(
        from,
        to,
        ids.map((id) => ({ id })),
      );
      return associated.parse(answered.json).results.flatMap((one) =>
        one.to.map(({ toObjectId, associationTypes }) => ({
          from: one.from.id,
          to: toObjectId,
          labels: associationTypes.flatMap(({ label }) => label ?? []),
        })),
      );
    },
  });
}
