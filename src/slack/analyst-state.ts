import { PulseError } from '../errors.ts';
import type { RemoteAnalyst } from '../kpi/analyst.ts';
import type { StaleData } from '../sources/stale.ts';
import { Refused } from './access/refused.ts';
import type { Sight } from './access/sight.ts';
import { noRemarks, type Remarks } from './messages/notes.ts';
import { loadingMessage, noPartnersMessage, type Progress } from './messages/plain-words.ts';
import type { Message, Voice } from './messages/voice.ts';

/** What there is to answer from at this moment. */
export type AnalystState<A = RemoteAnalyst> =
  | { readonly kind: 'ready'; readonly analyst: A; readonly stale?: readonly StaleData[] | undefined }
  /** The first load is under way. */
  | { readonly kind: 'loading'; readonly progress: Progress | null }
  /** The last sync failed; answers come from the data before it, if there are any. */
  | {
      readonly kind: 'failed';
      readonly error: PulseError;
      readonly analyst: A | null;
      readonly stale?: readonly StaleData[] | undefined;
    };

export type { Progress } from './messages/plain-words.ts';

/** Data that cannot be read are a failure that the person is told of, like any other. */
export const unreadable = (error: unknown): AnalystState => ({
  kind: 'failed',
  error: error instanceof PulseError ? error : new PulseError('internal', {}, error),
  analyst: null,
});

export type Usable =
  | { readonly kind: 'usable'; readonly analyst: Sight; readonly remarks: Remarks }
  | { readonly kind: 'message'; readonly message: Message };

/**
 * The analyst to ask, or what to say instead. Throws the failure where there is nothing to answer from, and `Refused`
 * where no partner is the person's.
 */
export function usable(state: AnalystState<Sight>, voice: Voice): Usable {
  if (state.kind === 'loading') return { kind: 'message', message: loadingMessage(state.progress, voice) };
  const { analyst } = state;
  if (analyst === null) throw state.kind === 'failed' ? state.error : new PulseError('internal');
  if (analyst.partnerCount === 0 && state.kind === 'ready')
    return { kind: 'message', message: noPartnersMessage(voice) };
  if (analyst.sees === 'nothing') throw new Refused('not-linked');
  const cause = state.kind === 'failed' ? voice.speak.words.error(state.error.code, state.error.params).cause : null;
  return { kind: 'usable', analyst, remarks: { ...noRemarks, syncFailed: cause } };
}
