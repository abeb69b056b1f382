import type { Key } from '../../records/records.ts';
import { foldMatch } from '../mapping/match-keys.ts';
import type { MatchBy } from '../mapping/row.ts';
import { toId18 } from '../salesforce/ids.ts';
import type { PartnerLookup, RecordLookup } from '../source.ts';
import { Bad, type Parse } from './cells.ts';
import { detached } from './references.ts';
import type { PartnerRule } from './settings.ts';

const namesKept = 50_000;

/**
 * Reads references whose target must be asked for: the texts of some rows are prepared together, then read one by one.
 * What was found is kept, within bounds, since the same names come again and again.
 */
export class Lookups {
  readonly #resolve: (text: string) => Promise<Key | Bad>;
  readonly #known = new Map<string, Key | Bad>();

  constructor(resolve: (text: string) => Promise<Key | Bad>) {
    this.#resolve = resolve;
  }

  /** Finds what these texts name. */
  async prepare(texts: Iterable<string>): Promise<void> {
    if (this.#known.size > namesKept) this.#known.clear();
    for (const text of texts) {
      if (text !== '' && !this.#known.has(text)) this.#known.set(detached(text), await this.#resolve(text));
    }
  }

  readonly parse: Parse<Key> = (text) => {
    const found = this.#known.get(text);
    if (found === undefined) throw new Error('a reference was read that nobody prepared');
    return found;
  };
}

/** What an unmatched row is rejected with. */
export const unmatched = new Bad('unmatched');
const several = (what: string): Bad => new Bad(`several ${what}s match`);
const unusable = new Bad('unusable character');

/** The text under which a name is kept and listed: of an e-mail address, which may name a person, its domain. */
export const withoutPerson = (text: string): string =>
  text.includes('@') ? foldMatch('email-domain', text).trim() : text;

/**
 * Finds partners by rules, the first that finds one: an accepted alias goes before all of them, several at once are none.
 * `own` reads an id of the source itself.
 */
export function partnerLookups(rules: readonly PartnerRule[], lookup: PartnerLookup, own: Parse<Key>): Lookups {
  return new Lookups(async (text) => {
    if (text.includes('\u0000')) return unusable;
    const alias = lookup.alias(text) ?? lookup.alias(withoutPerson(text));
    if (alias !== null) return alias;
    for (const rule of rules) {
      const keys = await keysBy(rule, text, lookup, own);
      const [key] = keys;
      if (key !== undefined) return keys.size === 1 ? key : several('partner');
    }
    return unmatched;
  });
}

async function keysBy(
  rule: PartnerRule,
  text: string,
  lookup: RecordLookup,
  own: Parse<Key>,
): Promise<ReadonlySet<Key>> {
  if (rule.by === 'id') {
    if (rule.of !== undefined) return byId(lookup, text, rule.of);
    const key = own(text);
    return new Set(key instanceof Bad ? [] : [key]);
  }
  if (rule.by === 'email-domain' && !text.includes('@')) return new Set();
  const by: MatchBy = rule.by === 'property' ? `property:${rule.name}` : rule.by;
  const value = foldMatch(by, text);
  return new Set(value === '' ? [] : await lookup.find(by, value));
}

/** Salesforce's reports show ids by 15 characters, its interfaces by 18: the longer form follows from the shorter, so it is no guess. */
async function byId(lookup: RecordLookup, id: string, of: string): Promise<ReadonlySet<Key>> {
  const keys = await lookup.find('id', id, of);
  const longer = keys.length === 0 ? toId18(id) : undefined;
  return new Set(longer === undefined ? keys : await lookup.find('id', longer, of));
}

/** Finds deals of another source by their id there. */
export function dealLookups(of: string, lookup: RecordLookup): Lookups {
  return new Lookups(async (text) => {
    if (text.includes('\u0000')) return unusable;
    const keys = await byId(lookup, text, of);
    const [key] = keys;
    if (key === undefined) return new Bad('unknown deal');
    return keys.size === 1 ? key : several('deal');
  });
}
