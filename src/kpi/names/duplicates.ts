import { type Key, sourceOfKey } from '../../records/records.ts';
import type { Program } from '../program/program.ts';
import { compact, foldName, spellings } from './fold.ts';

export type DuplicateReason = 'domain' | 'name' | 'alias';

/** Two records that may be one partner, and what they have in common. */
export interface Duplicate {
  readonly one: Key;
  readonly other: Key;
  readonly reasons: readonly DuplicateReason[];
}

/** A domain by which a source knows a partner. */
export interface DomainOf {
  readonly key: Key;
  readonly domain: string;
}

/** More records of one name than this are no duplicates, but a name that many have. */
const mostAlike = 20;

/**
 * Pairs of records of different survivors that share a domain, a name but for its legal form, or of which one has the other's name as an
 * alias. Across sources first, then by their keys. Nothing follows from it by itself.
 */
export function likelyDuplicates(program: Program, domains: Iterable<DomainOf>): readonly Duplicate[] {
  const names = new Map<string, Set<Key>>();
  const aliases = new Map<string, Set<Key>>();
  const byDomain = new Map<string, Set<Key>>();
  const add = (map: Map<string, Set<Key>>, text: string, key: Key): void => {
    if (text === '') return;
    map.set(text, (map.get(text) ?? new Set()).add(key));
  };
  const form = (name: string): string => {
    const [spelling] = spellings(name);
    return spelling === undefined || spelling.words.length === 0 ? foldName(name) : compact(spelling);
  };
  for (const { key, name, aliases: others } of program.names) {
    add(names, form(name), key);
    for (const alias of others) add(aliases, form(alias), key);
  }
  for (const { key, domain } of domains) add(byDomain, domain, key);

  const found = new Map<string, { one: Key; other: Key; reasons: Set<DuplicateReason> }>();
  const note = (a: Key, b: Key, reason: DuplicateReason): void => {
    const [survivorA, survivorB] = [program.partnerOf.get(a), program.partnerOf.get(b)];
    if (a === b || survivorA === undefined || survivorA === survivorB || survivorB === undefined) return;
    const [one, other] = a < b ? [a, b] : [b, a];
    const pair = found.get(`${one}\n${other}`) ?? { one, other, reasons: new Set() };
    pair.reasons.add(reason);
    found.set(`${one}\n${other}`, pair);
  };
  const pairs = (keys: ReadonlySet<Key>, others: ReadonlySet<Key>, reason: DuplicateReason): void => {
    if (keys.size > mostAlike || others.size > mostAlike) return;
    for (const a of keys) for (const b of others) note(a, b, reason);
  };
  for (const keys of byDomain.values()) pairs(keys, keys, 'domain');
  for (const keys of names.values()) pairs(keys, keys, 'name');
  for (const [text, keys] of aliases) pairs(keys, names.get(text) ?? new Set(), 'alias');

  const isAcross = ({ one, other }: { one: Key; other: Key }): boolean => sourceOfKey(one) !== sourceOfKey(other);
  return [...found.values()]
    .map(({ one, other, reasons }) => ({ one, other, reasons: [...reasons].sort() }))
    .sort(
      (a, b) =>
        Number(isAcross(b)) - Number(isAcross(a)) ||
        b.reasons.length - a.reasons.length ||
        (a.one + a.other < b.one + b.other ? -1 : 1),
    );
}
