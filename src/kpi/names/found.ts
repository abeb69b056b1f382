import type { PartnerFacts } from '../program/facts.ts';

/** How a text came to its partner, from the surest to the least sure; `suffix`: but for legal form and punctuation. */
export type How = 'id' | 'name' | 'alias' | 'suffix' | 'prefix' | 'word' | 'fuzzy';

/** A partner found, with what the question named where that was merged away (rule 1.3). */
export interface FoundPartner {
  readonly partner: PartnerFacts;
  readonly mergedFrom: string | null;
  readonly how: How;
}

/** What a text says about which partner is meant. */
export type Match =
  /** `near`: others that it may have meant. */
  | { readonly kind: 'one'; readonly hit: FoundPartner; readonly near: readonly PartnerFacts[] }
  | { readonly kind: 'many'; readonly hits: readonly FoundPartner[]; readonly how: How }
  | { readonly kind: 'none'; readonly suggestions: readonly PartnerFacts[] };

/** How many near ones are told. */
export const MOST_NEAR = 3;
