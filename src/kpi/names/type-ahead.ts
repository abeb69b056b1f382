import type { PartnerFacts } from '../program/facts.ts';
import type { Program } from '../program/program.ts';
import { candidates } from './candidates.ts';
import { foldName, type Spelling, spellings } from './fold.ts';
import { type NameIndex, nameIndexOf } from './index.ts';
import type { Place } from './lines.ts';

/**
 * The partners that somebody who is typing a name may be after, at most so many: names that begin so, then those with a
 * word that does, then those that have it anywhere, each by name; then those that are like it. Nothing typed yet: all, by name.
 */
export function partnersLike(
  program: Program,
  typed: string,
  most: number,
  among: (partner: PartnerFacts) => boolean,
): readonly PartnerFacts[] {
  const index = nameIndexOf(program);
  const ways = spellings(typed).filter(({ words }) => words.length > 0);
  if (ways.length === 0) return byName(program.partners.filter(among)).slice(0, most);
  const found = new Set<PartnerFacts>();
  for (const step of steps) {
    if (found.size >= most) break;
    const partners = ways.flatMap((way) => step(index, wordsOf(way))).flatMap(({ line }) => partnerAt(index, line));
    for (const partner of byName([...new Set(partners)].filter(among))) found.add(partner);
  }
  if (found.size < most) {
    const likely = candidates(index, typed, (entry) => among(entry.found.partner)).slice(0, LIKE);
    for (const { entry } of likely) found.add(entry.found.partner);
  }
  return [...found].slice(0, most);
}

/** Names that are only like what was typed. */
const LIKE = 10;

const steps: readonly ((index: NameIndex, text: string) => readonly Place[])[] = [
  ({ spaced }, text) => spaced.starting(text),
  ({ compact }, text) => compact.starting(text.replaceAll(' ', '')),
  ({ spaced }, text) => spaced.inLaterWord(text),
  ({ spaced }, text) => spaced.containing(text),
];

const wordsOf = ({ words }: Spelling): string => words.join(' ');

function partnerAt({ entries }: NameIndex, line: number): readonly PartnerFacts[] {
  const entry = entries[line];
  return entry === undefined ? [] : [entry.found.partner];
}

function byName(partners: readonly PartnerFacts[]): readonly PartnerFacts[] {
  const keyed = partners.map((partner) => ({ partner, name: foldName(partner.name) }));
  keyed.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.partner.index - b.partner.index));
  return keyed.map(({ partner }) => partner);
}
