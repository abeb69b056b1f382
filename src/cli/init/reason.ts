import type { Params } from '../../doctor/index.ts';
import type { CliKey } from '../words.ts';

/** Why a part of a mapping is proposed; `place` is its record, or the whole mapping. */
export interface Reason {
  readonly place: string;
  readonly key: CliKey;
  readonly params: Params;
}
export const because = (place: string, key: CliKey, params: Params = {}): Reason => ({ place, key, params });
