import type { Speaker } from '../../text/say/speaker.ts';
import type { OurBlock } from '../blocks/build.ts';

/** How the bot speaks to one person at one moment. */
export interface Voice {
  readonly speak: Speaker;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The slash command, e.g. `/partner-kpi`. */
  readonly command: string;
  /** Whether partners come from a CRM that can be asked at once. */
  readonly refreshes: boolean;
  /** Some source is a CRM, whose filters can be shown. */
  readonly crmFilters?: boolean | undefined;
}

/** One message: its blocks, and a sentence that says the same for notifications and screen readers. */
export interface Message {
  /** Escaped; made with `messageText`. */
  readonly text: string;
  readonly blocks: readonly OurBlock[];
}

/** Where a message will stand, which decides its buttons. */
export type Setting = 'private-in-channel' | 'direct' | 'shared';
