import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analyst, PartnerMatch } from '../../../src/kpi/analyst.ts';
import { distance } from '../../../src/kpi/names/distance.ts';
import { foldName } from '../../../src/kpi/names/fold.ts';
import { inventedNames } from './invented.ts';
import { analystOfNames } from './program.ts';
import { withoutForm } from './typos.ts';

const names = inventedNames(400, 77);
const managers = ['ana@example.com', 'ben@example.com'] as const;
const called = names.map((name, index) => ({ name, id: `P${index}`, manager: managers[index % 2] ?? '' }));
const program = await analystOfNames(called);
const reversed = await analystOfNames(called.toReversed());

const loose = (text: string, from: Analyst = program): PartnerMatch => from.findPartner(text, { loose: true });
const idsOf = (match: PartnerMatch): readonly string[] => {
  if (match.kind === 'one') return [match.partner.id];
  return (match.kind === 'many' ? match.partners : match.suggestions).map(({ id }) => id);
};
const place = fc.nat(names.length - 1);
const at = (index: number): string => names[index] ?? '';
/** Names, pieces of names, names with something in them, and anything at all. */
const typed = fc.oneof(
  place.map(at),
  fc.tuple(place, fc.nat(20), fc.nat(20)).map(([index, from, count]) => at(index).slice(from, from + count)),
  fc.tuple(place, fc.nat(20), fc.string({ maxLength: 2 })).map(([index, cut, more]) => {
    const name = at(index);
    return name.slice(0, cut) + more + name.slice(cut + 1);
  }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

describe('names', () => {
  it('a whole name always gives its partner, or those that are called the same', () => {
    for (const [index, name] of names.entries()) {
      expect(idsOf(loose(name))).toContain(`P${index}`);
      expect(names.filter((other) => foldName(other) === foldName(name)).length > 1 || loose(name).kind === 'one').toBe(
        true,
      );
    }
  });

  it('legal form, case, accents and blanks never lead away from the partner', () => {
    const forms = ['', ' GmbH', ', Inc.', ' ltd', ' S.A.', ' & Co. KG'];
    const ways = [
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => text.normalize('NFD').replace(/\p{M}/gu, ''),
      (text: string) => text.replaceAll(/[ -]/g, ''),
      (text: string) => `  ${text.replaceAll(' ', '  ')} `,
    ];
    fc.assert(
      fc.property(place, fc.constantFrom(...forms), fc.constantFrom(...ways), (index, form, way) => {
        const match = loose(way(withoutForm(at(index))) + form);
        expect(match.kind).not.toBe('none');
        const core = foldName(withoutForm(at(index))).replace(/[^\p{L}\p{N}]/gu, '');
        const isItself = (name: string): boolean => foldName(withoutForm(name)).replace(/[^\p{L}\p{N}]/gu, '') === core;
        const found = idsOf(match).map((id) => at(Number(id.slice(1))));
        expect(found.some(isItself)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('the order of the records changes nothing', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const [one, other] = [loose(text), loose(text, reversed)];
        // Partners of one name are told in the order of their records.
        if (one.kind === 'many' && one.how === 'name') expect([...idsOf(other)].sort()).toEqual([...idsOf(one)].sort());
        else expect(other).toEqual(one);
      }),
      { numRuns: 500 },
    );
  });

  it('whatever is typed, nothing is found but what the asker may see', () => {
    fc.assert(
      fc.property(typed, fc.constantFrom(...managers), fc.boolean(), (text, manager, isLoose) => {
        const match = program.findPartner(text, { loose: isLoose, managers: [manager] });
        const near = match.kind === 'one' ? match.near.map(({ id }) => id) : [];
        const like = program.partnersLike(text, { most: 20, managers: [manager] }).map(({ id }) => id);
        for (const id of [...idsOf(match), ...near, ...like]) {
          expect(called[Number(id.slice(1))]?.manager).toBe(manager);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('what is found exactly is found the same with `loose`', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const strict = program.findPartner(text);
        if (strict.kind !== 'none') expect(loose(text)).toEqual(strict);
      }),
      { numRuns: 500 },
    );
  });
});

/** The table of the textbook. */
function plainDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? Number.NaN;
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]?.push(
        Math.min(
          cell(i - 1, j) + 1,
          cell(i, j - 1) + 1,
          cell(i - 1, j - 1) + same,
          swapped ? cell(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return cell(a.length, b.length);
}

it('the distance of two words is that of the textbook, as far as it is counted', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 3 }), (a, b, most) => {
      expect(distance(a, b, most)).toBe(Math.min(most + 1, plainDistance(a, b)));
    }),
    { numRuns: 2_000 },
  );
});
