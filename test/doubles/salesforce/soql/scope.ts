// Turns field paths into SQL over one base table and the parents that it joins.
import { columnOf, tableOf } from '../org/tables.ts';
import type { Cell } from '../org/values.ts';
import type { SchemaField, SchemaObject } from '../schema/schema.ts';
import type { Path } from './ast.ts';
import type { CompileContext } from './context.ts';
import { at, noSuchColumn, noSuchRelationship } from './errors.ts';

const MAX_PARENTS = 5;

/** A field path in SQL, with the parents on its way. */
export interface Resolved {
  sql: string;
  field: SchemaField;
  /** Relationship names as defined, then the field's own name. */
  names: string[];
}

interface Place {
  object: SchemaObject;
  alias: string;
}

const TYPE_FIELD: Pick<SchemaField, 'type' | 'visible' | 'custom'> = { type: 'string', visible: true, custom: false };

export class Scope {
  readonly context: CompileContext;
  readonly base: Place;
  readonly params: Record<string, Cell>;
  readonly joins: string[] = [];
  readonly #joined = new Map<string, string>();
  readonly #names: Set<string>;

  constructor(context: CompileContext, object: SchemaObject, alias: string | undefined, params: Record<string, Cell>) {
    this.context = context;
    this.base = { object, alias: context.newAlias() };
    this.params = params;
    this.#names = new Set([object.name.toLowerCase(), ...(alias === undefined ? [] : [alias.toLowerCase()])]);
  }

  /** SQL of a parameter. */
  bind(value: Cell): string {
    const name = `p${Object.keys(this.params).length}`;
    this.params[name] = value;
    return `@${name}`;
  }

  /** FROM with all joins asked for so far. */
  get from(): string {
    return `${tableOf(this.base.object)} ${this.base.alias} ${this.joins.join(' ')}`;
  }

  /** A path that the user wrote: only what the user may see exists. */
  resolve(path: Path): Resolved {
    const first = path.names[0]?.toLowerCase() ?? '';
    const names = path.names.length > 1 && this.#names.has(first) ? path.names.slice(1) : path.names;
    if (names.length - 1 > MAX_PARENTS)
      throw at(this.context.text, path.at, 'MALFORMED_QUERY', 'only 5 levels of parent relationships may be traversed');
    return this.#walk(this.base, names, path, true);
  }

  /** SQL for the id of the parent at the end of a chain of relationship names. */
  parentId(relationships: string[]): string {
    return this.#walk(this.base, [...relationships, 'Id'], { names: relationships, at: 0 }, true).sql;
  }

  #walk(start: Place, names: string[], path: Path, asUser: boolean): Resolved {
    const seen: string[] = [];
    let place = start;
    for (const name of names.slice(0, -1)) {
      const reference = [...place.object.fields.values()].find(
        (field) => field.relationshipName?.toLowerCase() === name.toLowerCase() && (field.visible || !asUser),
      );
      if (reference === undefined) throw noSuchRelationship(this.context.text, path.at, name, 'field path');
      seen.push(reference.relationshipName ?? name);
      if ((reference.referenceTo?.length ?? 0) > 1) return this.#polymorphic(place, reference, names, seen, path);
      place = this.#join(place, reference, asUser);
      if (!place.object.visible && asUser) throw noSuchRelationship(this.context.text, path.at, name, 'field path');
    }
    const last = names.at(-1) ?? '';
    const field = place.object.fields.get(last.toLowerCase());
    if (field === undefined || (asUser && !field.visible))
      throw noSuchColumn(this.context.text, path.at, last, place.object.name);
    return { sql: this.#column(place, field), field, names: [...seen, field.name] };
  }

  #column(place: Place, field: SchemaField): string {
    if (field.formula === undefined) return `${place.alias}.${columnOf(field.name)}`;
    const sql = field.formula.replaceAll(/\{([\w.()]+)\}/g, (_, name: string) => {
      if (name === 'TODAY()') return `'${this.context.today}'`;
      return this.#walk(place, name.split('.'), { names: [name], at: 0 }, false).sql;
    });
    return field.type === 'string' ? `((${sql}) COLLATE NOCASE)` : `(${sql})`;
  }

  #join(place: Place, reference: SchemaField, asUser: boolean): Place {
    const target = this.context.schema.object(reference.referenceTo?.[0] ?? '');
    const key = `${place.alias}.${reference.name}.${asUser ? 'user' : 'system'}`;
    const known = this.#joined.get(key);
    if (known !== undefined) return { object: target, alias: known };
    const alias = this.context.newAlias();
    this.#joined.set(key, alias);
    const shared = asUser ? ` AND ${alias}.hidden = 0` : '';
    const on = `${alias}."f_id" = ${this.#column(place, reference)}${shared}`;
    this.joins.push(`LEFT JOIN ${tableOf(target)} ${alias} ON ${on}`);
    return { object: target, alias };
  }

  /** `What.Name`, `Who.Type`: the field of whichever object the id belongs to. */
  #polymorphic(place: Place, reference: SchemaField, names: string[], seen: string[], path: Path): Resolved {
    const last = names.at(-1) ?? '';
    const id = this.#column(place, reference);
    const targets = (reference.referenceTo ?? []).map((name) => this.context.schema.object(name));
    if (names.length - 1 > seen.length)
      throw noSuchRelationship(this.context.text, path.at, names.at(-2) ?? '', 'field path');
    if (last.toLowerCase() === 'type') {
      const cases = targets.map((one) => `WHEN '${one.definition.keyPrefix}' THEN '${one.name}'`).join(' ');
      return {
        sql: `(CASE substr(${id}, 1, 3) ${cases} END)`,
        field: { ...TYPE_FIELD, name: 'Type' },
        names: [...seen, 'Type'],
      };
    }
    const parts: string[] = [];
    let found: SchemaField | undefined;
    for (const target of targets) {
      const field = target.fields.get(last.toLowerCase());
      if (field === undefined || !field.visible) continue;
      found ??= field;
      const alias = this.context.newAlias();
      const inner = this.#column({ object: target, alias }, field);
      parts.push(`(SELECT ${inner} FROM ${tableOf(target)} ${alias} WHERE ${alias}."f_id" = ${id})`);
    }
    if (found === undefined) throw noSuchColumn(this.context.text, path.at, last, 'Name');
    const sql = parts.length === 1 ? (parts[0] ?? 'NULL') : `COALESCE(${parts.join(', ')})`;
    return { sql, field: found, names: [...seen, found.name] };
  }
}
