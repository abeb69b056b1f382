import { expect, it } from 'vitest';
import { compact, spellings } from '../../../src/kpi/names/fold.ts';
import { seeded } from '../../oracle/random.ts';
import { inventedNames } from './invented.ts';
import { analystOfNames } from './program.ts';
import { type Typing, typings } from './typos.ts';

const HELD = 10_000;
const all = inventedNames(HELD + 1_000, 5);
const held = all.slice(0, HELD);
const absent = all.slice(HELD);
const sample = held.filter((_, index) => index % 8 === 0);
const program = await analystOfNames(held);

/** What the look-ups of many names, each typed in one way, came to. */
interface Tally {
  readonly right: number;
  /** A single partner, and another one. */
  readonly wrong: readonly string[];
  readonly choice: number;
  readonly suggested: number;
  readonly lost: number;
  /** In all the ways that guess: single answers by likeness. */
  readonly fuzzy: number;
}

/** Who types another partner's name, but for its legal form, is given that one, and nobody could do better. */
const isTyped = (typed: string, name: string): boolean => {
  const there = new Set(spellings(name).map(compact));
  return spellings(typed).some((one) => there.has(compact(one)));
};

function tally(names: readonly string[], type: Typing): Tally {
  const random = seeded(9);
  const result = { right: 0, wrong: [] as string[], choice: 0, suggested: 0, lost: 0, fuzzy: 0 };
  for (const name of names) {
    const typed = type(name, random);
    const match = program.findPartner(typed, { loose: true });
    if (match.kind === 'one') {
      if (match.how === 'fuzzy') result.fuzzy += 1;
      if (match.partner.name === name || isTyped(typed, match.partner.name)) result.right += 1;
      else result.wrong.push(`${typed} → ${match.partner.name}`);
      continue;
    }
    const offered = match.kind === 'many' ? match.partners : match.suggestions;
    if (!offered.some((partner) => partner.name === name)) result.lost += 1;
    else if (match.kind === 'many') result.choice += 1;
    else result.suggested += 1;
  }
  return result;
}

/** The least share of names that must come to their partner, alone or in a choice. */
const bars: Readonly<Record<string, number>> = {
  'as it is': 1,
  'without legal form': 1,
  'no accents, lower case': 1,
  'ae for ä': 1,
  'one mistake': 0.94,
  'one mistake, legal form kept': 0.94,
  // Most are suggestions only: two mistakes in a word make too many names.
  'two mistakes': 0.4,
  'words in another order': 0.98,
  'joined words': 1,
  'a word left out': 0.95,
  beginning: 0.99,
};

const results = Object.entries(typings).map(([way, type]) => ({ way, ...tally(sample, type) }));

it('gives one partner only where it is the right one, and loses few', () => {
  const columns = ['right', 'choice', 'suggested', 'lost'] as const;
  const lines = results.map((row) => [row.way.padEnd(30), ...columns.map((c) => String(row[c])), row.wrong.length]);
  process.stdout.write(
    `${[['typed'.padEnd(30), ...columns, 'wrong'], ...lines].map((l) => l.join('\t')).join('\n')}\n`,
  );
  const wrong = results.flatMap((row) => row.wrong);
  const single = results.reduce((sum, row) => sum + row.right, wrong.length);
  expect(1 - wrong.length / single, wrong.join('\n')).toBeGreaterThanOrEqual(0.999);
  expect(results.map(({ way, right, choice }) => [way, (right + choice) / sample.length >= (bars[way] ?? 1)])).toEqual(
    results.map(({ way }) => [way, true]),
  );
});

it('answers for no partner with another one by likeness', () => {
  const asIs = tally(absent, (name) => name);
  // Those left have the same words in another order, or the same but for one letter.
  expect(asIs.fuzzy / absent.length, asIs.wrong.join('\n')).toBeLessThanOrEqual(0.01);
});

it('finds nothing in anything else', () => {
  const random = seeded(3);
  const letter = () => 'abcdefghijklmnopqrstuvwxyz  '.charAt(random.int(0, 27));
  const garbage = Array.from({ length: 200 }, () => Array.from({ length: random.int(5, 80) }, letter).join(''));
  const found = garbage.filter((text) => program.findPartner(text, { loose: true }).kind === 'one');
  expect(found).toEqual([]);
});
