import type { LeftOut } from '../../kpi/answer.ts';
import { joined, type Phrase } from '../../text/phrase.ts';
import type { Voice } from './voice.ts';

/** What numbers leave out and why, each reason once with its largest count; null where nothing was left out. */
export function leftOutOf(entries: readonly LeftOut[], { speak: { words } }: Voice): Phrase | null {
  const counts = new Map<LeftOut['reason'], number>();
  for (const { reason, count } of entries) counts.set(reason, Math.max(count, counts.get(reason) ?? 0));
  const reasons = [...counts]
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => words.leftOut[reason]({ count }));
  return reasons.length === 0 ? null : words.answer.leftOut({ reasons: joined(reasons, '; ') });
}
