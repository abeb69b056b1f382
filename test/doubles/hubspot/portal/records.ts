// The records of one object type: live, archived, merged away. The truth, without any lag.
import { type Clock, iso } from '../clock.ts';
import type { ObjectType } from '../object-types.ts';
import { SortedById } from '../sorted.ts';
import type { Changes, CrmRecord, Values } from '../types.ts';
import { type Author, remember } from './history.ts';
import { type Lag, SearchIndex } from './search-index.ts';
import { derived, type StageWorld, stageFlags } from './stages.ts';

/** An archived record can be restored, and is listed, for so long. */
const ARCHIVE_DAYS = 90;

export interface WriteOptions extends Author {
  /** When it happened; now by default. */
  at?: number;
}

function applied(before: Values, changes: Changes): Values {
  const result: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') delete result[name];
    else result[name] = value;
  }
  return result;
}

export class Records {
  readonly type: ObjectType;
  readonly index: SearchIndex;
  readonly live = new SortedById<CrmRecord>();
  readonly #archived = new SortedById<CrmRecord>();
  /** Ids that were merged away, and what became of them. */
  readonly #merged = new Map<string, string>();
  readonly #clock: Clock;
  readonly #world: StageWorld;

  constructor(type: ObjectType, clock: Clock, world: StageWorld, lag: () => Lag) {
    this.type = type;
    this.#clock = clock;
    this.#world = world;
    this.index = new SearchIndex(type.name, clock, lag);
  }

  create(id: string, changes: Changes, { at = this.#clock.now() }: WriteOptions = {}): CrmRecord {
    const values = derived(this.type, undefined, applied({}, changes), at, this.#world);
    const record = this.add({ id, values, createdAt: at, updatedAt: at });
    this.index.put(record, at);
    return record;
  }

  /** Takes a record as it is. Search does not hear of it. */
  add(record: CrmRecord): CrmRecord {
    if (!/^\d{1,15}$/.test(record.id)) throw new Error(`${record.id} is no id: ids are numbers`);
    if (this.live.get(record.id) !== undefined) throw new Error(`${this.type.singular} ${record.id} exists`);
    this.live.set(record);
    return record;
  }

  /** Writes values, with all that follows: stage times, history, stamp, index. */
  update(id: string, changes: Changes, { at = this.#clock.now(), ...author }: WriteOptions = {}): CrmRecord {
    const record = this.get(id);
    const next = derived(this.type, record.values, applied(record.values, changes), at, this.#world);
    remember(record, next, at, author, this.type.name);
    record.values = next;
    record.updatedAt = at;
    this.index.put(record, at);
    return record;
  }

  /** Sets values that the service calculates: no stamp, no trace, but search finds them in the end. */
  calculate(id: string, changes: Changes): void {
    const record = this.get(id);
    const at = this.#clock.now();
    const next = applied(record.values, changes);
    remember(record, next, at, { sourceType: 'CALCULATED' }, this.type.name);
    record.values = next;
    this.index.put(record, at);
  }

  /** Works out again what follows from stages, after one was edited. Leaves stamps and amounts alone. */
  recalculate(): void {
    for (const record of this.live.inOrder()) {
      const next = derived(this.type, record.values, record.values, this.#clock.now(), this.#world);
      const changed = Object.entries(next).filter(
        ([name, value]) => stageFlags.has(name) && record.values[name] !== value,
      );
      if (changed.length > 0) this.calculate(record.id, Object.fromEntries(changed));
    }
  }

  archive(id: string, at = this.#clock.now()): void {
    const record = this.get(id);
    record.archivedAt = at;
    this.live.delete(id);
    this.#archived.set(record);
    this.index.remove(id, at);
  }

  /** What a person can do in the service's own screens for 90 days; the stamp stays as it was. */
  restore(id: string): CrmRecord {
    const record = this.findArchived(id);
    if (record === undefined) throw new Error(`no archived ${this.type.singular} ${id} to restore`);
    delete record.archivedAt;
    this.#archived.delete(id);
    this.live.set(record);
    this.index.put(record, this.#clock.now());
    return record;
  }

  /** Gone for good: neither listed nor restorable. */
  purge(id: string): void {
    this.live.delete(id);
    this.#archived.delete(id);
    this.index.remove(id, this.#clock.now());
  }

  /** Lets `survivor` answer for the ids that were merged into it. */
  mergeInto(survivor: CrmRecord, losers: readonly string[], at: number): void {
    const earlier = losers.flatMap((id) => this.get(id).values.hs_merged_object_ids?.split(';') ?? []);
    for (const id of losers) {
      if (id === survivor.id) continue;
      this.live.delete(id);
      this.index.remove(id, at);
      this.#merged.set(id, survivor.id);
    }
    for (const [old, target] of this.#merged) if (losers.includes(target)) this.#merged.set(old, survivor.id);
    const ids = [...new Set([...earlier, ...losers.filter((id) => id !== survivor.id)])].join(';');
    survivor.values = { ...survivor.values, hs_merged_object_ids: ids };
    survivor.updatedAt = at;
    this.index.put(survivor, at);
  }

  get(id: string): CrmRecord {
    const found = this.live.get(id);
    if (found === undefined) throw new Error(`no live ${this.type.singular} ${id}`);
    return found;
  }

  /** The live record of that id, or the survivor of its merges. */
  find(id: string): CrmRecord | undefined {
    return this.live.get(this.#merged.get(id) ?? id);
  }

  /** The archived record, unless its 90 days are over. */
  findArchived(id: string): CrmRecord | undefined {
    this.#forgetOld();
    return this.#archived.get(id);
  }

  archived(): SortedById<CrmRecord> {
    this.#forgetOld();
    return this.#archived;
  }

  #forgetOld(): void {
    const oldest = this.#clock.now() - ARCHIVE_DAYS * 86_400_000;
    const old = this.#archived.inOrder().filter((record) => (record.archivedAt ?? 0) < oldest);
    for (const { id } of old) this.#archived.delete(id);
  }

  /** A value as the service gives it: stamps and the id are properties, too. */
  static valueOf(type: ObjectType, record: Pick<CrmRecord, 'id' | 'values' | 'createdAt' | 'updatedAt'>, name: string) {
    if (name === 'hs_object_id') return record.id;
    if (name === type.modified) return iso(record.updatedAt);
    if (name === type.created && record.values[name] === undefined) return iso(record.createdAt);
    return Object.hasOwn(record.values, name) ? record.values[name] : undefined;
  }
}
