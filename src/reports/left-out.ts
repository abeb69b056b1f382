import type { KpiAnswer, LeftOut } from '../kpi/answer.ts';
import { type LeftOutReason, leftOutReasons } from '../kpi/tally.ts';

/** What distorts any figure of a report: of each reason the largest count, since the same records stand behind several figures. */
export function gathered(own: readonly LeftOut[], kpis: readonly KpiAnswer[]): readonly LeftOut[] {
  const counts = new Map<LeftOutReason, number>();
  for (const { reason, count } of [...own, ...kpis.flatMap(({ leftOut }) => leftOut)])
    counts.set(reason, Math.max(count, counts.get(reason) ?? 0));
  return leftOutReasons.flatMap((reason) => {
    const count = counts.get(reason);
    return count === undefined ? [] : [{ reason, count }];
  });
}
