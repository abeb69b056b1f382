import type { Phrase } from '../../text/phrase.ts';
import type { OurBlock } from '../blocks/build.ts';
import type { Message } from '../messages/voice.ts';

/** What the three reports have of their own. */
export interface DigestParts {
  /** How it stands, in a sentence. */
  readonly verdict: Phrase;
  /** What changed, what is at stake, what to do first. */
  readonly sentences: readonly Phrase[];
  readonly counts: Phrase | null;
  /** The list of the root with at most so many rows. */
  readonly list: (rows: number) => readonly OurBlock[];
  readonly thread: readonly Message[];
}
