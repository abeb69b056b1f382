import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Noted } from '../../../src/sources/mirror/noted.ts';
import { linkBack, linksTo, tables } from '../../../src/sources/mirror/schema.ts';

test('links are found from their other end by both of its columns', () => {
  const db = new BetterSqlite3(':memory:');
  try {
    db.exec(tables);
    db.exec(linkBack);
    const plan = db.prepare<[number, string], { detail: string }>(`explain query plan ${linksTo}`).all(1, 'x');
    expect(plan.map(({ detail }) => detail).join()).toMatch(
      /^SEARCH link USING (COVERING )?INDEX link_back \(pair=\? AND b=\?\)$/,
    );
  } finally {
    db.close();
  }
});

test('what was noted is never taken for absent, and few others are taken for noted', () => {
  const noted = new Noted();
  const names = Array.from({ length: 50_000 }, (_, index) => String(10_400_000_000 + index * 7));
  for (const name of names) noted.note(3, name);
  expect(names.filter((name) => !noted.mayHave(3, name))).toEqual([]);
  expect(names.filter((name) => noted.mayHave(4, name)).length).toBeLessThan(500);
});
