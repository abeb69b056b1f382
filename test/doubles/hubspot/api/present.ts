// A record as it goes over the wire.
import { iso } from '../clock.ts';
import { sensitiveScope } from '../http/auth.ts';
import type { ObjectType } from '../object-types.ts';
import { historyOf } from '../portal/history.ts';
import { Records } from '../portal/records.ts';
import type { Indexed } from '../portal/search-index.ts';
import type { CrmRecord } from '../types.ts';
import type { Context } from './context.ts';

export interface Wanted {
  properties: readonly string[];
  history?: readonly string[];
}

/** The asked-for names that exist and may be seen; all others are left out without a word. */
export function visible(context: Context, type: ObjectType, names: readonly string[]): string[] {
  return names.filter((name) => {
    const definition = context.portal.properties.find(type, name);
    if (definition === undefined) return false;
    return definition.dataSensitivity === 'non_sensitive' || context.scopes.has(sensitiveScope);
  });
}

/** Names to give for a request: the asked-for ones or the usual ones, and always id and stamps. */
export function namesFor(context: Context, type: ObjectType, asked: readonly string[]): string[] {
  const chosen = asked.length > 0 ? asked : type.defaults;
  return [...new Set([...visible(context, type, chosen), type.created, type.modified, 'hs_object_id'])];
}

function values(type: ObjectType, record: CrmRecord | Indexed, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, Records.valueOf(type, record, name) ?? null]));
}

function versions(type: ObjectType, record: CrmRecord, name: string) {
  const plain = Records.valueOf(type, record, name);
  const kept = historyOf(record, name);
  if (kept.length === 0 && plain !== undefined) {
    return [{ value: plain, timestamp: iso(record.createdAt), sourceType: 'CALCULATED' }];
  }
  return kept.map(({ value, at, sourceType, userId }) => ({
    value,
    timestamp: iso(at),
    sourceType,
    ...(userId !== undefined && { sourceId: `userId:${userId}`, updatedByUserId: userId }),
  }));
}

/** The record with the names that `namesFor` chose. */
export function present(context: Context, type: ObjectType, record: CrmRecord | Indexed, wanted: Wanted): object {
  const { portalId, uiDomain } = context.portal.info;
  const archivedAt = 'archivedAt' in record ? record.archivedAt : undefined;
  return {
    id: record.id,
    properties: values(type, record, wanted.properties),
    ...(wanted.history !== undefined &&
      wanted.history.length > 0 && {
        propertiesWithHistory: Object.fromEntries(
          visible(context, type, wanted.history).map((name) => [name, versions(type, record, name)]),
        ),
      }),
    createdAt: iso(record.createdAt),
    updatedAt: iso(record.updatedAt),
    archived: archivedAt !== undefined,
    ...(archivedAt !== undefined && { archivedAt: iso(archivedAt) }),
    url: `https://${uiDomain}/contacts/${portalId}/record/${type.id}/${record.id}`,
  };
}
