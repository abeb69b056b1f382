import type { Facts, ObjectFacts } from '../crm/contract.ts';
import type { ApiRate, AssociationType, SearchGroup } from './client.ts';
import type { Walk, Way } from './ways.ts';

/** A way with what paths call its ends, and its kinds of association. */
export interface KnownWay extends Way {
  readonly fromPath: string;
  readonly toPath: string;
  readonly forth: readonly AssociationType[];
  /** Empty where it is not read from the other side, or names of labels do not matter. */
  readonly back: readonly AssociationType[];
  /** Changes with the names of labels. */
  readonly basis: string;
}

/** What is read of one object of HubSpot. */
export interface HubSpotObject extends ObjectFacts {
  readonly kind: 'records' | 'rates' | 'events';
  readonly path: string;
  /** Properties to ask for. */
  readonly names: readonly string[];
  /** A search that loses none of the rows that are wanted; null where a list is as good. */
  readonly search: readonly SearchGroup[] | null;
  readonly walks: readonly Walk[];
  /** The way to partners where nothing else is wanted. */
  readonly linkedBy: Way | null;
  readonly rates: readonly ApiRate[];
  /** Rows that the account has of it; null where it does not say. */
  readonly total: number | null;
}

export interface HubSpotFacts extends Facts {
  readonly objects: readonly HubSpotObject[];
  readonly ways: readonly KnownWay[];
}

/** Facts as this adapter made them. Those of another one are a mistake of the program. */
export function ours(facts: Facts): HubSpotFacts {
  if (isOurs(facts)) return facts;
  throw new Error('facts of another adapter');
}

const isOurs = (facts: Facts): facts is HubSpotFacts => 'ways' in facts && Array.isArray(facts.ways);
