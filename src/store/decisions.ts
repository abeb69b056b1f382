import type { Key } from '../records/records.ts';

/** A name of a partner that was given here; sources may name it so, too. */
export interface LocalAlias {
  /** As it is compared: already folded. */
  readonly text: string;
  readonly key: Key;
  /** Who gave it. */
  readonly by: string;
  /** UTC instant. */
  readonly at: string;
}

/** A partner that was made a part of another one here, whatever its source says. */
export interface LocalMerge {
  readonly from: Key;
  readonly into: Key;
  /** Who decided it. */
  readonly by: string;
  /** UTC instant. */
  readonly at: string;
}

/** Of the program, not of a source: they outlive the partners that they name. Writing needs ownership. */
export interface LocalAliases {
  /** A text has one partner: the last one it was given to. Whether anything changed. PulseError `unknown-partner`. */
  add(alias: LocalAlias): Promise<boolean>;
  /** Whether there was one. */
  remove(text: string): Promise<boolean>;
  list(): Promise<readonly LocalAlias[]>;
  /** The text is no partner of the program: nobody is asked again. Whether that is news. */
  refuse(text: string, by: string, at: string): Promise<boolean>;
  /** Those texts, folded as they were given. */
  refused(): Promise<readonly string[]>;
}

/** Of the program, not of a source: one holds while both of its partners are there. Writing needs ownership. */
export interface LocalMerges {
  /**
   * Takes the place of an earlier one of `from`. Whether anything changed. PulseError `unknown-partner`, or `merge-circle`
   * where `into` is, or leads to, `from`.
   */
  add(merge: LocalMerge): Promise<boolean>;
  /** Whether there was one; then the partner's source decides again. */
  remove(from: Key): Promise<boolean>;
  list(): Promise<readonly LocalMerge[]>;
}
