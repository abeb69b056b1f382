import type { Program } from '../program/program.ts';
import { compact, foldName, type Spelling, spellings } from './fold.ts';
import type { FoundPartner } from './found.ts';
import { Lines } from './lines.ts';
import { PairIndex } from './pairs.ts';
import { Vocabulary } from './vocabulary.ts';

/** A name or alias in one spelling. */
export interface NameEntry extends Spelling {
  readonly found: FoundPartner;
  readonly folded: string;
}

/** The names of one program, to be searched. */
export interface NameIndex {
  /** Whole ids, folded names, folded aliases, each with its partners. */
  readonly exact: Exact;
  /** In the order of their partners, so that no result depends on the order of the records. */
  readonly entries: readonly NameEntry[];
  /** Line by line the entries: their words, and without legal form and blanks. */
  readonly spaced: Lines;
  readonly compact: Lines;
  readonly pairs: PairIndex;
  readonly vocabulary: Vocabulary;
}

type Exact = Readonly<Record<'id' | 'name' | 'alias', ReadonlyMap<string, readonly FoundPartner[]>>>;

const indexes = new WeakMap<Program, NameIndex>();

/** A program's index, built when first asked for. */
export function nameIndexOf(program: Program): NameIndex {
  const known = indexes.get(program);
  if (known !== undefined) return known;
  const { exact, entries } = readNames(program);
  entries.sort((a, b) => a.found.partner.index - b.found.partner.index || (a.folded < b.folded ? -1 : 1));
  const index = {
    exact,
    entries,
    spaced: new Lines(entries.map(({ words }) => words.join(' '))),
    compact: new Lines(entries.map(compact)),
    pairs: new PairIndex(entries.map(coreText)),
    vocabulary: new Vocabulary(entries),
  };
  indexes.set(program, index);
  return index;
}

/** The words of a name without its legal form. */
export const coreText = ({ words, core }: Spelling): string => words.slice(0, core).join(' ');

/** Ids and `source/id` as given, names and aliases also without regard to case and accents. */
function readNames(program: Program): { readonly exact: Exact; readonly entries: NameEntry[] } {
  const empty = () => new Map<string, FoundPartner[]>();
  const exact = { id: empty(), name: empty(), alias: empty() };
  const entries: NameEntry[] = [];
  const add = (how: keyof Exact, name: string, found: FoundPartner) => {
    const list = exact[how].get(name);
    if (list === undefined) exact[how].set(name, [found]);
    else if (!list.some((other) => other.partner === found.partner)) list.push(found);
  };
  for (const record of program.names) {
    const { key } = record;
    const partner = program.partnerOf.get(key);
    if (partner === undefined) continue;
    const mergedFrom = partner.key === key ? null : record.name;
    add('id', record.id, { partner, mergedFrom, how: 'id' });
    add('id', key, { partner, mergedFrom, how: 'id' });
    const names = [
      { name: record.name, how: 'name' as const },
      ...record.aliases.map((name) => ({ name, how: 'alias' as const })),
    ];
    for (const { name, how } of names) {
      const found: FoundPartner = { partner, mergedFrom, how };
      const folded = foldName(name);
      add(how, folded, found);
      for (const spelling of spellings(name)) {
        if (spelling.words.length > 0) entries.push({ ...spelling, found, folded });
      }
    }
  }
  return { exact, entries };
}
