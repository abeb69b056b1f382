import type { ProgramSettings } from '../records/settings.ts';
import type { MappedType, Mapping } from '../sources/mapping/index.ts';

/** What an examination needs of the program around it. */
export interface World {
  /** Milliseconds. */
  readonly now: number;
  /** Since when the source is set up: what was made from then on is looked at apart. UTC instant; null where unknown. */
  readonly since: string | null;
  readonly program: ProgramSettings;
  /** Milliseconds between two syncs. */
  readonly everyMs: number;
  /** The valid name that was probably meant. */
  readonly nearest: (word: string, valid: readonly string[]) => string | undefined;
  readonly signal: AbortSignal;
}

/** A CRM that is examined. */
export interface CrmSubject {
  readonly name: string;
  readonly mapping: Mapping;
  readonly host: string;
  /** Scopes that the login needs, by the source's own word; none where the CRM has no scopes for it. */
  readonly scopes: readonly string[];
  /** The share of the CRM's daily limit that may be used, 0 to 1. */
  readonly share: number;
  readonly reconcileEveryMs: number;
  /** Records of this source in the store, by type; null where there is no store yet. */
  readonly here: ReadonlyMap<MappedType, number> | null;
}
