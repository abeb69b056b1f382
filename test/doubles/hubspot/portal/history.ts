// Earlier values of a record's properties.
import type { CrmRecord, Values, Version } from '../types.ts';

/** The service keeps so many versions of a property; contacts keep more. */
const KEPT = 20;
const KEPT_OF_CONTACTS = 45;

/** Who made a change, as a version says it. */
export interface Author {
  sourceType?: string;
  userId?: number;
}

function versionsOf(record: CrmRecord, name: string): Version[] {
  const known = record.history?.get(name);
  if (known !== undefined) return known;
  const value = record.values[name];
  return value === undefined ? [] : [{ value, at: record.createdAt, sourceType: 'CRM_UI' }];
}

/** Notes what a write changes. Called before the new values are set. A cleared property leaves an empty version. */
export function remember(record: CrmRecord, next: Values, at: number, author: Author, typeName: string): void {
  const kept = typeName === 'contacts' ? KEPT_OF_CONTACTS : KEPT;
  for (const name of new Set([...Object.keys(record.values), ...Object.keys(next)])) {
    const value = next[name] ?? '';
    if (value === (record.values[name] ?? '')) continue;
    const version: Version = {
      value,
      at,
      sourceType: author.sourceType ?? 'CRM_UI',
      ...(author.userId !== undefined && { userId: author.userId }),
    };
    const versions = [version, ...versionsOf(record, name)].sort((a, b) => b.at - a.at).slice(0, kept);
    record.history ??= new Map();
    record.history.set(name, versions);
  }
}

/** Versions of a property, newest first. */
export function historyOf(record: CrmRecord, name: string): readonly Version[] {
  return versionsOf(record, name);
}
