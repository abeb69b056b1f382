import type { Voice } from '../messages/voice.ts';
import type { DigestContent } from './content.ts';
import type { DigestParts } from './digest-parts.ts';
import { monthlyParts } from './monthly.ts';
import { quarterlyParts } from './quarterly.ts';
import { nothingWeekly, topBlocks, weeklyCounts, weeklySentences, weeklyVerdict } from './weekly.ts';
import { weeklyRows } from './weekly-rows.ts';
import { weeklyThread } from './weekly-thread.ts';

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
