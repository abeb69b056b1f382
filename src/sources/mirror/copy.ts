import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { z } from 'zod';
import { storeFailure } from '../../store/failures.ts';
import { makeOwnerOnly } from '../../store/files.ts';
import { fieldsNeeded, type Mapping } from '../mapping/index.ts';
import { schemaVersion } from './schema.ts';

const pagesPerStep = 2_000;
const texts = z.array(z.string());

/** How often a reason was met at the last derivation. */
export interface ReasonOf {
  readonly object: string;
  readonly reason: string;
  readonly effect: 'row' | 'field';
  readonly count: number;
}

/** What a mirror holds, as a copy of it tells before any mapping touches it. */
export interface MirrorCopy {
  readonly id: string;
  readonly reasons: readonly ReasonOf[];
  /** What a mapping needs and the mirror does not have: `Object`, `Object.Property`, `object → path`. */
  readonly lacks: readonly string[];
}

const reasonRow = z.object({
  object: z.string(),
  reason: z.string(),
  effect: z.enum(['row', 'field']),
  count: z.number(),
});

/** Copies a mirror beside whoever writes to it, without a trace in it; null where there is none that can be read. Throws what SQLite meets. */
export async function copyMirror(file: string, copy: string, mapping: Mapping): Promise<MirrorCopy | null> {
  if (!existsSync(file)) return null;
  try {
    const source = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
    try {
      if (source.pragma('user_version', { simple: true }) !== schemaVersion) return null;
      makeOwnerOnly(copy);
      await source.backup(copy, { progress: () => pagesPerStep });
    } finally {
      source.close();
    }
    const copied = new BetterSqlite3(copy, { readonly: true });
    try {
      return told(copied, mapping);
    } finally {
      copied.close();
    }
  } catch (error) {
    throw storeFailure(error, file);
  }
}

function told(db: BetterSqlite3.Database, mapping: Mapping): MirrorCopy {
  const id = db.prepare<[], { value: string }>(`select value from meta where name = 'id'`).get()?.value ?? '';
  const reasons = db
    .prepare(
      `select object.name as object, reason, effect, count(*) as count from reject
       join object on object.number = reject.object group by 1, 2, 3`,
    )
    .all()
    .map((row) => reasonRow.parse(row));
  return { id, reasons, lacks: lacking(db, mapping) };
}

/** By the shapes of its rows and the links that it keeps. An object without rows was read, if a pass of it ended. */
function lacking(db: BetterSqlite3.Database, mapping: Mapping): readonly string[] {
  const shapes = db.prepare<[string], { properties: string }>(
    `select distinct shape.properties from row join object on object.number = row.object
     join shape on shape.number = row.shape where object.name = ?`,
  );
  const isRead = db.prepare<[string]>(
    `select 1 from pass join object on object.number = pass.object where object.name = ? and ended_at is not null`,
  );
  // One that an earlier mapping named as well was looked for: the CRM lacks it, and may.
  const isNamed = db.prepare<[string]>('select 1 from object where name = ?');
  const isLinked = db.prepare<[string, string, string, string]>(
    'select 1 from pair where (from_object = ? and to_object = ?) or (from_object = ? and to_object = ?)',
  );
  return fieldsNeeded(mapping).flatMap(({ object, optional, properties, associations }) => {
    const known = shapes.all(object).map((shape) => new Set(texts.parse(JSON.parse(shape.properties))));
    if (known.length === 0) {
      const isLookedFor = isRead.get(object) !== undefined || (optional && isNamed.get(object) !== undefined);
      return isLookedFor ? [] : [object];
    }
    const lacks = properties.filter((property) => !known.every((shape) => shape.has(property)));
    const paths = associations.filter(({ path }) => {
      const steps = [object, ...path.split('.')];
      return steps.slice(1).some((to, at) => {
        const from = steps[at] ?? '';
        return isLinked.get(from, to, to, from) === undefined;
      });
    });
    return [...lacks.map((property) => `${object}.${property}`), ...paths.map(({ path }) => `${object} → ${path}`)];
  });
}
