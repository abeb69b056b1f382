import { z } from 'zod';
import { type Key, keyOf } from '../../records/records.ts';
import type { MappingReject } from '../mapping/index.ts';
import { mappedTypes } from '../mapping/index.ts';
import type { Book } from './book.ts';
import type { Marks } from './marks.ts';
import type { Merges } from './merges.ts';
import type { World } from './world.ts';

/** A name under which other sources may know a partner. */
export interface PartnerName {
  readonly record: 'partner';
  readonly by: string;
  /** As it is compared: already folded. */
  readonly value: string;
  /** Of a merged partner: its survivor's. */
  readonly key: Key;
  readonly origin: string;
}

export interface RejectCounts {
  readonly rows: number;
  readonly fields: number;
}

/** What named no partner, in how many rows that would have become a record. */
export interface Unmatched {
  readonly record: MappingReject['record'];
  readonly text: string;
  readonly count: number;
}

const chunk = 1_000;
const rejectRow = z.object({
  seq: z.number(),
  object: z.number(),
  id: z.string(),
  record: z.enum(mappedTypes),
  field: z.string(),
  reason: z.string(),
  effect: z.enum(['row', 'field']),
  value: z.string().nullable(),
});
const unmatchedRow = z.object({ record: z.enum(mappedTypes), text: z.string(), count: z.number() });

/** What the last derivations left beside their records. */
export class Lists {
  readonly #book: Book;
  readonly #source: string;
  readonly #marks: Marks;
  readonly #merges: Merges;
  readonly #world: World;

  constructor(book: Book, parts: { source: string; marks: Marks; merges: Merges; world: World }) {
    this.#book = book;
    this.#source = parts.source;
    this.#marks = parts.marks;
    this.#merges = parts.merges;
    this.#world = parts.world;
  }

  *rejects(): Generator<MappingReject> {
    const next = this.#book.db.prepare<[number]>(`select * from reject where seq > ? order by seq limit ${chunk}`);
    for (let after = 0; ; ) {
      const found = next.all(after).map((row) => rejectRow.parse(row));
      const last = found.at(-1);
      if (last === undefined) return;
      for (const { object, id, record, field, reason, effect, value } of found) {
        const reject = { record, object: this.#marks.nameOf(object), id, field, reason, effect };
        yield value === null ? reject : { ...reject, value };
      }
      after = last.seq;
    }
  }

  unmatched(): readonly Unmatched[] {
    const rows = this.#book.db
      .prepare(
        'select record, value as text, count(*) as count from reject where value is not null group by record, value',
      )
      .all();
    return rows.map((row) => unmatchedRow.parse(row));
  }

  rejectCounts(): RejectCounts {
    const counts = this.#book.db.prepare<[], RejectCounts>(
      `select count(*) filter (where effect = 'row') as rows, count(*) filter (where effect = 'field') as fields from reject`,
    );
    return counts.get() ?? { rows: 0, fields: 0 };
  }

  /** `origins` null: of all rows. */
  *partnerNames(origins: Iterable<string> | null): Generator<PartnerName> {
    const columns = 'select by, value, object, id, record_id from name';
    const where = `record = 'partner' and by <> 'id'`;
    if (origins === null) {
      const next = this.#book.db.prepare<[string, string, number, string], NameRow>(
        `${columns} where ${where} and (by, value, object, id) > (?, ?, ?, ?) order by by, value, object, id limit ${chunk}`,
      );
      for (let at: NameRow = { by: '', value: '', object: 0, id: '', record_id: '' }; ; ) {
        const found = next.all(at.by, at.value, at.object, at.id);
        const last = found.at(-1);
        if (last === undefined) return;
        for (const row of found) yield* this.#named(row);
        at = last;
      }
    }
    const of = this.#book.db.prepare<[number, string], NameRow>(`${columns} where ${where} and object = ? and id = ?`);
    for (const origin of origins) {
      const slash = origin.indexOf('/');
      const number = this.#marks.numberOf(origin.slice(0, slash));
      for (const row of of.all(number, origin.slice(slash + 1))) yield* this.#named(row);
    }
  }

  *#named({ by, value, object: number, id, record_id }: NameRow): Generator<PartnerName> {
    const object = this.#marks.nameOf(number);
    const survivor = this.#merges.survivor(object, id);
    const isMerged = survivor !== null && survivor !== id;
    const key = isMerged ? this.#world.survivorKey('partner', object, survivor) : keyOf(this.#source, record_id);
    if (key !== null) yield { record: 'partner', by, value, key, origin: `${object}/${id}` };
  }
}

interface NameRow {
  readonly by: string;
  readonly value: string;
  readonly object: number;
  readonly id: string;
  readonly record_id: string;
}
