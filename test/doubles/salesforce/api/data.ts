// Queries, single records, and what was deleted or updated.
import { ApiError, notFound } from '../errors.ts';
import { normaliseId } from '../ids.ts';
import { tableOf } from '../org/tables.ts';
import { formatDatetime } from '../org/values.ts';
import { batchSizeOf, runQuery, runQueryMore } from '../query/run.ts';
import type { SchemaObject } from '../schema/schema.ts';
import { type ApiRequest, header, ok, type Reply } from './exchange.ts';
import type { Service } from './service.ts';

const DAY_MS = 86_400_000;

export function query(service: Service, request: ApiRequest, version: string, includeDeleted: boolean): Reply {
  const soql = request.query.get('q');
  if (soql === null) throw new ApiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  const batchSize = batchSizeOf(header(request, 'sforce-query-options'));
  return ok(runQuery(service.org.internals, service.cursors, soql, { includeDeleted, version, batchSize }));
}

export function queryMore(service: Service, request: ApiRequest, version: string, locator: string): Reply {
  const batchSize = batchSizeOf(header(request, 'sforce-query-options'));
  return ok(runQueryMore(service.org.internals, service.cursors, locator, { version, batchSize }));
}

/** The object of a resource under /sobjects: an unknown one is 404 there. */
function objectOf(service: Service, name: string): SchemaObject {
  const object = service.org.internals.schema.objects.get(name.toLowerCase());
  if (object?.visible !== true) throw notFound();
  return object;
}

/** `/sobjects/X/ID`, all visible fields or those of `?fields=`. */
export function record(service: Service, request: ApiRequest, version: string, name: string, id: string): Reply {
  const object = objectOf(service, name);
  const full = normaliseId(id);
  if (full === undefined || !full.startsWith(object.definition.keyPrefix))
    throw new ApiError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${id}`);
  const wanted = request.query.get('fields')?.split(',') ?? [];
  const names =
    wanted.length > 0 ? wanted : [...object.fields.values()].flatMap((one) => (one.visible ? [one.name] : []));
  const soql = `SELECT ${names.join(', ')} FROM ${object.name} WHERE Id = '${full}'`;
  const options = { includeDeleted: false, version, batchSize: undefined };
  const [found] = runQuery(service.org.internals, service.cursors, soql, options).records;
  if (found !== undefined) return ok(found);
  if (service.org.internals.tables.read(object, full)?.get('isdeleted') === 1)
    throw new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
  throw notFound();
}

function span(service: Service, request: ApiRequest): { from: number; until: number } {
  const [from, until] = ['start', 'end'].map((name) => Date.parse(request.query.get(name) ?? ''));
  if (from === undefined || until === undefined || Number.isNaN(from) || Number.isNaN(until))
    throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'start and end are dateTimes');
  if (until <= from)
    throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'endDate must be at least one minute greater than startDate');
  const now = service.clock.now();
  if (from < now - 30 * DAY_MS)
    throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'startDate cannot be more than 30 days ago');
  return { from, until };
}

function replicable(object: SchemaObject): void {
  if (object.definition.replicateable === false)
    throw new ApiError(400, 'INVALID_OPERATION', `object type ${object.name} is not replicable`);
}

/** Nothing is promised of the time since the oldest open transaction began. */
function covered(service: Service, until: number): string {
  const { inFlight, clock } = service.org.internals;
  return formatDatetime(Math.min(until, clock.stamp(), ...inFlight.values()), 'rest');
}

/** `/sobjects/X/deleted`: the log reaches back 15 days. */
export function deleted(service: Service, request: ApiRequest, name: string): Reply {
  const object = objectOf(service, name);
  replicable(object);
  const { from, until } = span(service, request);
  const earliest = service.clock.now() - 15 * DAY_MS;
  const found = service.org.internals.deletions.filter(
    (one) => one.object === object.name && one.at >= Math.max(from, earliest) && one.at < until,
  );
  return ok({
    deletedRecords: found.map((one) => ({ id: one.id, deletedDate: formatDatetime(one.at, 'rest') })),
    earliestDateAvailable: formatDatetime(earliest, 'rest'),
    latestDateCovered: covered(service, until),
  });
}

/** `/sobjects/X/updated`. */
export function updated(service: Service, request: ApiRequest, name: string): Reply {
  const object = objectOf(service, name);
  replicable(object);
  const { from, until } = span(service, request);
  const stamp = object.fields.has('systemmodstamp') ? 'systemmodstamp' : 'createddate';
  const living = object.fields.has('isdeleted') ? 'AND "f_isdeleted" = 0' : '';
  const ids = service.org.internals.tables.db
    .prepare<[number, number], string>(
      `SELECT "f_id" FROM ${tableOf(object)} WHERE hidden = 0 ${living} AND "f_${stamp}" >= ? AND "f_${stamp}" < ?`,
    )
    .pluck()
    .all(from, until);
  return ok({ ids, latestDateCovered: covered(service, until) });
}
