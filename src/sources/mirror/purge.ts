import type { Book } from './book.ts';
import type { RowCodec } from './cells.ts';
import type { Links } from './links.ts';
import type { Persons } from './persons.ts';
import type { Rows } from './rows.ts';

interface Parts {
  readonly persons: Persons;
  readonly codec: RowCodec;
  readonly rows: Rows;
  readonly links: Links;
}

const chunk = 500;

/** What `work` deletes is overwritten: a person's id may stand where a property is read as something else too. */
export function overwriting(book: Book, work: () => void): void {
  book.db.pragma('secure_delete = ON');
  try {
    work();
    book.db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    book.db.pragma('secure_delete = OFF');
  }
}

/** Takes a person out of cells and links, and keeps her out. Works in the transaction of its caller. */
export function removePerson(book: Book, parts: Parts, hash: string): void {
  const { persons, links } = parts;
  book.db.prepare('insert or ignore into purged values (?)').run(hash);
  persons.purged.add(hash);
  links.removePerson(persons.written(hash));
  for (const object of persons.objects) removeFrom(object, parts, hash);
  for (const object of persons.selves) removeRows(object, parts, hash);
}

function removeFrom(object: string, { codec, rows }: Parts, hash: string): void {
  for (let after = 0; ; ) {
    const found = rows.next(object, after, chunk);
    const last = found.at(-1);
    if (last === undefined) return;
    for (const row of found) {
      const cells = codec.without(object, row, hash);
      if (cells !== null) rows.setCells(object, row, cells);
    }
    after = last.seq;
  }
}

/** Rows that are herself: nothing of them can stay. */
function removeRows(object: string, { persons, rows }: Parts, hash: string): void {
  for (let after = 0; ; ) {
    const found = rows.next(object, after, chunk);
    const last = found.at(-1);
    if (last === undefined) return;
    for (const { id } of found) if (persons.hashOf(id) === hash) rows.remove(object, id);
    after = last.seq;
  }
}
