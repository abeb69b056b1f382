import { idOfKey, type Key, type RecordType, recordSchemas, sourceOfKey } from '../records/records.ts';
import type { RecordReader } from '../store/store.ts';

/** Which fields point at another record, and at which kind. */
const references: Readonly<Partial<Record<RecordType, Readonly<Record<string, RecordType>>>>> = {
  partner: { mergedInto: 'partner' },
  'partner-history': { partner: 'partner' },
  deal: { registration: 'registration' },
  attribution: { deal: 'deal', partner: 'partner' },
  registration: { partner: 'partner', deal: 'deal' },
  'onboarding-step': { partner: 'partner' },
  training: { partner: 'partner' },
  certification: { partner: 'partner' },
  'content-event': { partner: 'partner', asset: 'asset' },
  'portal-session': { partner: 'partner' },
  touch: { partner: 'partner', deal: 'deal' },
  'survey-response': { partner: 'partner' },
};

/** Names that rule 1 gives fields and rule 8 exports, where ours differ: a reference without its “Id”, a unit in the name. */
const exportedAs: Readonly<Partial<Record<RecordType, Readonly<Record<string, string>>>>> = {
  deal: { registration: 'registrationId' },
  'portal-session': { durationSeconds: 'duration' },
};

const isRecordType = (name: string): name is RecordType => Object.hasOwn(recordSchemas, name);

/**
 * Every record as rule 8 exports it, types in the order of loading: a reference is the plain id where no other source
 * has a record of that kind under the same id, else `source/id`.
 */
export async function* exportLines(reader: RecordReader): AsyncGenerator<object> {
  const spell = await spellingOf(reader);
  for (const type of Object.keys(recordSchemas)) {
    if (!isRecordType(type)) continue;
    const fields = references[type] ?? {};
    const names = exportedAs[type] ?? {};
    for await (const chunk of reader.records(type)) {
      for (const { record: name, source, id, ...rest } of chunk) {
        const told = Object.entries(rest).map(([field, value]) => {
          const target = fields[field];
          return [names[field] ?? field, target !== undefined && isReference(value) ? spell(target, value) : value];
        });
        yield { record: name, source, id, ...Object.fromEntries(told) };
      }
    }
  }
}

const isReference = (value: unknown): value is Key => typeof value === 'string' && value.includes('/');

/** How a reference is written. Assets count by what content events name, since an asset needs no record (rule 7.1). */
async function spellingOf(reader: RecordReader): Promise<(type: RecordType, key: Key) => string> {
  // Within one source no id is another's.
  if ((await reader.sources()).length < 2) return (_, key) => idOfKey(key);
  const sources = new Map<string, Set<string>>();
  const seen = (type: RecordType, source: string, id: string): void => {
    const place = `${type}/${id}`;
    const known = sources.get(place);
    if (known) known.add(source);
    else sources.set(place, new Set([source]));
  };
  for (const type of ['partner', 'deal', 'registration', 'asset'] as const) {
    for await (const chunk of reader.scan(type, ['source', 'id'])) {
      for (const { source, id } of chunk) if (id !== null) seen(type, source, id);
    }
  }
  for await (const chunk of reader.scan('content-event', ['asset'])) {
    for (const { asset } of chunk) seen('asset', sourceOfKey(asset), idOfKey(asset));
  }
  return (type, key) => ((sources.get(`${type}/${idOfKey(key)}`)?.size ?? 0) > 1 ? key : idOfKey(key));
}
