// Versions, limits and descriptions.
import { notFound } from '../errors.ts';
import { tableOf } from '../org/tables.ts';
import { describeHead, describeObject, type RecordTypeRow } from '../schema/describe.ts';
import { type ApiRequest, header, ok, type Reply } from './exchange.ts';
import type { Service } from './service.ts';

const FIRST = 31;
const LAST = 68;
const SEASONS = ['Winter', 'Spring', 'Summer'];

/** Winter '27 is 68.0; three releases a year. */
function labelOf(version: number): string {
  const past = LAST - version;
  const season = SEASONS[(((0 - past) % 3) + 3) % 3] ?? '';
  return `${season} '${27 - Math.floor((past + 2) / 3)}`;
}

export function isVersion(version: string): boolean {
  const number = Number(version);
  return /^\d+\.0$/.test(version) && number >= FIRST && number <= LAST;
}

/** `/services/data`: no session is needed. */
export function versions(): Reply {
  const all = Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i);
  return ok(all.map((one) => ({ label: labelOf(one), url: `/services/data/v${one}.0`, version: `${one}.0` })));
}

export function resources(version: string): Reply {
  const base = `/services/data/v${version}`;
  const names = ['sobjects', 'query', 'queryAll', 'limits', 'composite', 'jobs'];
  return ok(Object.fromEntries(names.map((name) => [name, `${base}/${name}`])));
}

export function limits(service: Service): Reply {
  const { usage } = service;
  const jobs = service.jobs.all().length;
  return ok({
    DailyApiRequests: { Max: usage.limit, Remaining: Math.max(0, usage.limit - usage.used) },
    DailyBulkV2QueryJobs: { Max: 10_000, Remaining: 10_000 - jobs },
    DailyBulkV2QueryFileStorageMB: { Max: 976_562, Remaining: 976_562 },
    DataStorageMB: { Max: 10_240 + 20 * service.users, Remaining: 10_000 },
  });
}

export function globalDescribe(service: Service, version: string): Reply {
  const visible = [...service.org.internals.schema.objects.values()].filter((object) => object.visible);
  return ok({
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: visible.map((object) => describeHead(object, version)),
  });
}

function recordTypesOf(service: Service, objectName: string): RecordTypeRow[] {
  const { tables, schema } = service.org.internals;
  const rows = tables.db
    .prepare<[string], { id: string; name: string; developer: string; active: number }>(
      `SELECT "f_id" id, "f_name" name, "f_developername" developer, "f_isactive" active
       FROM ${tableOf(schema.object('RecordType'))} WHERE "f_sobjecttype" = ?`,
    )
    .all(objectName);
  return rows.map((row) => ({ id: row.id, name: row.name, developerName: row.developer, active: row.active === 1 }));
}

/** `/sobjects/X`: the head of the description alone. */
export function sobject(service: Service, version: string, name: string): Reply {
  const object = service.org.internals.schema.objects.get(name.toLowerCase());
  if (object?.visible !== true) throw notFound();
  return ok({ objectDescribe: describeHead(object, version), recentItems: [] });
}

/** Describes an object, or says that nothing changed since `If-Modified-Since`. */
export function describe(service: Service, request: ApiRequest, version: string, name: string): Reply {
  const { schema } = service.org.internals;
  const object = schema.objects.get(name.toLowerCase());
  if (object?.visible !== true) throw notFound();
  const since = Date.parse(header(request, 'if-modified-since') ?? '');
  const headers = { 'last-modified': new Date(object.changedAt).toUTCString() };
  if (!Number.isNaN(since) && object.changedAt <= since) return { status: 304, text: '', headers };
  const json = describeObject(object, schema.objects.values(), recordTypesOf(service, object.name), version);
  return { status: 200, json, headers };
}
