import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened, tableLines, widthOf, wrap } from '../../src/cli/render/table.ts';

const words = fc.string({ minLength: 0, maxLength: 60 }).map((text) => text.replaceAll(/\p{Cc}/gu, ' '));

describe('a table', () => {
  it('wraps its widest columns between words until a line fits, and keeps numbers and links whole', () => {
    const link = 'https://crm.example/deals/12345';
    const table = {
      heading: ['Deal', 'Amount', ''],
      rows: [['A deal with quite a long name', '€1,200,354.30', link]],
    };
    expect(tableLines(table, 64)).toEqual([
      'Deal                     Amount',
      'A deal with       €1,200,354.30  https://crm.example/deals/12345',
      'quite a long',
      'name',
    ]);
    expect(tableLines(table, 200)).toHaveLength(2);
    expect(tableLines(table, 20).join('\n')).toContain(link);
  });

  it('of words fits any width that its columns have room in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(words, words, words), { minLength: 1 }),
        fc.integer({ min: 44, max: 120 }),
        (rows, width) => {
          const text = rows.map((row) => row.map((cell) => `x${cell}`));
          const lines = tableLines({ heading: ['', '', ''], rows: text }, width, '  ');
          expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
          const joined = (parts: readonly string[]): string =>
            [...parts.join('').replaceAll(/\s/gu, '')].sort().join('');
          expect(joined(lines)).toBe(joined(text.flat()));
        },
      ),
    );
  });
});

it('a text is wrapped, or shortened, by what it takes on a terminal', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('日本語日本語', 8)).toEqual(['日本語日', '本語']);
  expect(shortened('one two three', 9)).toBe('one two…');
  expect(shortened('日本語', 6)).toBe('日本語');
  expect(shortened('日本語日', 6)).toBe('日本…');
});
