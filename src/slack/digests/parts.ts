import type { Phrase } from '../../text/phrase.ts';
import type { OurBlock } from '../blocks/build.ts';
import type { Message, Voice } from '../messages/voice.ts';
import type { DigestContent } from './content.ts';
import { monthlyParts } from './monthly.ts';
import { quarterlyParts } from './quarterly.ts';
import { nothingWeekly, topBlocks, weeklyCounts, weeklyRows, weeklySentences, weeklyVerdict } from './weekly.ts';
import { weeklyThread } from './weekly-thread.ts';

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

/** The parts of a report; null where it has nothing to report. */
export function partsOf(content: DigestContent, voice: Voice): DigestParts | null {
  const { report, work } = content;
  switch (report.report) {
    case 'weekly': {
      if (nothingWeekly(report)) return null;
      const rows = weeklyRows(report, content);
      return {
        verdict: weeklyVerdict(report, rows, voice),
        sentences: weeklySentences(report, rows, work, voice),
        counts: weeklyCounts(report, rows, voice),
        list: (most) => topBlocks(rows, work, most, voice),
        thread: weeklyThread(report, rows, work, voice),
      };
    }
    case 'monthly':
      return monthlyParts(report, voice);
    case 'quarterly':
      return quarterlyParts(report, voice);
  }
}
