import type { Key } from '../../records/records.ts';
import type { MatchBy, SeenValue } from '../mapping/index.ts';

/** When a value of a property was first seen. */
export interface FirstSeen {
  readonly object: string;
  readonly id: string;
  readonly property: string;
  readonly value: string;
  /** UTC instant. */
  readonly at: string;
}

/** What records depend on beside the mirror. */
export interface Run {
  /** Of everything that the caller puts in: zone, what other sources know. With another one, all is derived anew. */
  readonly basis: string;
  /** UTC instant: when a value that nobody saw before was first seen. */
  readonly at: string;
  /** When the store says that a value was first seen; null for never. */
  readonly firstSeen?: (object: string, id: string, property: string, value: string) => string | null;
  /** Told of each value that was seen for the first time, once. */
  readonly onFirstSeen?: (seen: FirstSeen) => void;
  /** Partners that other sources know by a name, folded as `foldMatch` does, or by an id as it is. */
  readonly elsewhere?: (by: MatchBy, value: string) => readonly Key[];
  /** Values that met the mapping's maps, row by row. */
  readonly onValues?: (values: readonly SeenValue[]) => void;
}
