import { cellText } from '../mapping/cells.ts';
import type { FieldSpec } from '../mapping/field-schema.ts';
import type { Entry } from '../mapping/index.ts';
import { recordFields } from '../mapping/index.ts';
import { fold } from '../mapping/names.ts';
import { propertiesOf } from '../mapping/whole.ts';
import { type Plan, waysTo } from './plan.ts';

const prefix = 'person:';
/** What stands for an id that no record can hold: as unusable as the id itself, but nobody's. */
const unusable = '\u0000';

/** Which properties and links hold people's ids, hence what is hashed before it is written. */
export class Persons {
  readonly #hash: (id: string) => string;
  /** By object: property → words that are nobody; only those that are read as nothing else. */
  readonly #only = new Map<string, Map<string, Set<string>>>();
  /** By object: every property that is read as a person. */
  readonly #all = new Map<string, Set<string>>();
  /** Objects whose rows are people, and are named by links alone. */
  readonly #ends = new Set<string>();
  /** Objects whose rows are people by their own ids, which are written as they are. */
  readonly selves = new Set<string>();
  readonly purged: Set<string>;

  constructor(plan: Plan, personHash: (id: string) => string, purged: Iterable<string>) {
    this.#hash = personHash;
    this.purged = new Set(purged);
    const others = new Map<string, Set<string>>();
    const otherEnds = new Set<string>(plan.objects);
    const other = (object: string, property: string): void =>
      void others.set(object, (others.get(object) ?? new Set()).add(property));
    for (const entry of plan.mapping.entries) {
      for (const [isPerson, spec] of specsOf(entry)) {
        if (isPerson && isOwnId(spec)) this.selves.add(entry.object);
        const end = spec.association?.split('.').at(-1);
        const uses: [string, string][] = propertiesOf(spec).map((property) => [entry.object, property]);
        if (end !== undefined && spec.read !== undefined) uses.push([end, spec.read]);
        if (end !== undefined && spec.read === undefined) (isPerson ? this.#ends : otherEnds).add(end);
        for (const [object, property] of uses) {
          if (isPerson) this.#add(object, property, spec);
          else other(object, property);
        }
      }
      for (const { field, op } of entry.conditions) if (op !== 'filled' && op !== 'empty') other(entry.object, field);
      for (const record of plan.named.get(entry.object) ?? []) {
        for (const by of waysTo(plan, record))
          if (by.startsWith('property:')) other(entry.object, by.slice('property:'.length));
      }
    }
    for (const [object, names] of others) for (const name of names) this.#only.get(object)?.delete(name);
    for (const end of otherEnds) this.#ends.delete(end);
  }

  #add(object: string, property: string, { skip }: FieldSpec): void {
    this.#all.set(object, (this.#all.get(object) ?? new Set()).add(property));
    const words = this.#only.get(object) ?? new Map<string, Set<string>>();
    words.set(property, new Set([...(words.get(property) ?? []), ...skip]));
    this.#only.set(object, words);
  }

  /** What the form of the rows depends on: with another one they are read anew. */
  get form(): string {
    const only = [...this.#only].flatMap(([object, words]) =>
      [...words].map(([property, skip]) => `${object} ${property} ${[...skip].sort().join()}`),
    );
    return JSON.stringify([only.sort(), [...this.#ends].sort(), this.#hash('partner-pulse mirror')]);
  }

  /** Properties of an object that are read as people. */
  of(object: string): ReadonlySet<string> {
    return this.#all.get(object) ?? none;
  }

  get objects(): readonly string[] {
    return [...this.#all.keys()];
  }

  isEnd(object: string): boolean {
    return this.#ends.has(object);
  }

  /** A trimmed cell as it may be written; null for somebody who was purged. */
  cell(object: string, property: string, text: string): string | null {
    const words = this.#only.get(object)?.get(property);
    if (words === undefined) {
      const isGone = this.purged.size > 0 && this.of(object).has(property) && this.purged.has(this.#hash(text));
      return isGone ? null : text;
    }
    return words.has(fold(text)) ? text : this.#hashed(text);
  }

  /** A row's id as it may be written; null for somebody who was purged. */
  id(object: string, id: string): string | null {
    if (this.#ends.has(object)) return this.#hashed(id.trim());
    return this.isGone(object, id) ? null : id;
  }

  /** Whether a row is somebody who was purged. */
  isGone(object: string, id: string): boolean {
    return this.purged.size > 0 && this.selves.has(object) && this.purged.has(this.#hash(id.trim()));
  }

  #hashed(text: string): string | null {
    if (!text.isWellFormed() || text.includes('\u0000')) return unusable;
    const hash = this.#hash(text);
    return this.purged.has(hash) ? null : `${prefix}${hash}`;
  }

  /** Of what the mirror holds: hashed at the door, or, where it is read otherwise too, as the CRM has it. */
  hashOf(text: string): string {
    return text.startsWith(prefix) ? text.slice(prefix.length) : this.#hash(text);
  }

  written(hash: string): string {
    return `${prefix}${hash}`;
  }
}

const none: ReadonlySet<string> = new Set();

/** Properties in which a row's own id stands. */
const ownIds: ReadonlySet<string> = new Set(['Id', 'hs_object_id']);

const isOwnId = ({ self, field }: FieldSpec): boolean => self === true || (field !== undefined && ownIds.has(field));

function* specsOf(entry: Entry): Generator<[boolean, FieldSpec]> {
  for (const [name, spec] of entry.fields) yield [recordFields[entry.record][name]?.kind.type === 'person', spec];
  for (const { fields } of entry.steps) for (const spec of fields.values()) yield [false, spec];
}

/** The text of a cell, null for an empty one; of numbers their plain decimal. */
export function textOfCell(cell: string | number | boolean | null | undefined): string | null {
  if (typeof cell === 'number' && Number.isSafeInteger(cell)) return String(cell);
  const text = cellText(cell);
  return text === '' ? null : text;
}
