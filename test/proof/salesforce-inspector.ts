import { z } from 'zod';
import type { FilterFacts } from '../../src/proof/index.ts';
import { soqlText } from '../../src/proof/soql-text.ts';
import type { StageFact } from '../../src/sources/crm/contract.ts';
import type { Inspector, PropertyFacts } from '../../src/sources/crm/inspector.ts';
import type { SalesforceStandIn } from '../doubles/salesforce/index.ts';
import { TestClient } from '../doubles/salesforce/test-client.ts';

const types: Readonly<Record<string, PropertyFacts['type']>> = {
  boolean: 'boolean',
  currency: 'money',
  date: 'date',
  datetime: 'datetime',
  double: 'number',
  int: 'number',
  picklist: 'choice',
  multipicklist: 'choices',
  reference: 'reference',
};

const described = z.object({
  fields: z.array(z.object({ name: z.string(), label: z.string(), type: z.string(), custom: z.boolean() })),
});
const stage = z.object({ ApiName: z.string(), MasterLabel: z.string(), IsClosed: z.boolean(), IsWon: z.boolean() });
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const beside = (): never => {
  throw new Error('not asked for here');
};

/** What a reconciliation asks of an org, over HTTP. */
export async function salesforceInspector(salesforce: SalesforceStandIn): Promise<Inspector> {
  const client = await new TestClient(salesforce).login();
  const before = salesforce.calls.length;
  const known = new Map<string, readonly PropertyFacts[]>();
  const properties = async (object: string): Promise<readonly PropertyFacts[]> => {
    const { fields } = described.parse(await client.json(`/sobjects/${object}/describe`));
    const facts = fields.map(
      ({ name, label, type, custom }): PropertyFacts => ({
        name,
        label,
        type: types[type] ?? 'text',
        values: [],
        to: [],
        calculated: false,
        custom,
        filterable: true,
      }),
    );
    known.set(object, facts);
    return facts;
  };
  const factsOf = async (object: string): Promise<FilterFacts> => {
    const own = known.get(object) ?? (await properties(object));
    return { stages: [], timeZone: null, typeOf: (_, name) => own.find((one) => one.name === name)?.type ?? null };
  };
  return {
    identity: async () => ({
      account: salesforce.org.organizationId,
      user: null,
      kind: null,
      timeZone: 'America/Los_Angeles',
      currency: 'USD',
      scopes: null,
      apiVersion: '66.0',
      offered: null,
      at: null,
    }),
    properties,
    async stages(object): Promise<readonly StageFact[]> {
      const { records } = await client.query('SELECT ApiName, MasterLabel, IsClosed, IsWon FROM OpportunityStage');
      return records.map((row, position) => {
        const { ApiName, MasterLabel, IsClosed, IsWon } = stage.parse(row);
        return {
          object,
          pipeline: '',
          pipelineLabel: '',
          stage: ApiName,
          label: MasterLabel,
          position,
          status: IsWon ? 'won' : IsClosed ? 'lost' : 'open',
        };
      });
    },
    async *rows(object, names, conditions) {
      const where = [...conditions];
      const text = soqlText({ object, properties: names, where, caveats: [] }, await factsOf(object));
      let page = await client.query(text);
      for (;;) {
        yield page.records.map((record) => ({
          id: String(record.Id),
          values: Object.fromEntries(names.map((name) => [name, valueAt(record, name)])),
        }));
        if (page.nextRecordsUrl === undefined) return;
        page = await client.more(page.nextRecordsUrl);
      }
    },
    get calls() {
      return salesforce.calls.length - before;
    },
    objects: beside,
    labels: beside,
    count: beside,
    limits: beside,
  };
}

function valueAt(record: unknown, path: string) {
  let here = record;
  for (const step of path.split('.')) here = z.record(z.string(), z.unknown()).safeParse(here).data?.[step];
  return scalar.catch(null).parse(here ?? null);
}
