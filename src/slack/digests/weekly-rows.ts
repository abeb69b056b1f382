import type { RegistrationRow, StalledRow, WeeklyReport } from '../../reports/report.ts';
import type { Phrase } from '../../text/phrase.ts';
import type { Voice } from '../messages/voice.ts';
import type { DigestContent } from './content.ts';
import { byAmount, type Row, type Sorted, sorted } from './rows.ts';

/** The rows of a weekly report as they are told: snoozed ones aside. */
export interface WeeklyRows {
  readonly expired: Sorted<RegistrationRow>;
  readonly expiring: Sorted<RegistrationRow>;
  readonly stalled: Sorted<StalledRow>;
}

export const weeklyRows = (report: WeeklyReport, content: DigestContent): WeeklyRows => ({
  expired: sorted(report.expired, content),
  expiring: sorted(report.expiring, content),
  stalled: sorted(report.stalled, content),
});

/** A row that stands for its deal, with the registrations of the same deal that are not listed beside it. */
export interface TopRow {
  readonly row: Row;
  readonly folded: readonly RegistrationRow[];
}

/** Everything that can be worked, the largest amount first, each deal once: as a stalled one where it is. */
export function topRows({ expired, expiring, stalled }: WeeklyRows): readonly TopRow[] {
  const registrations = [...expired.listed, ...expiring.listed];
  const ofDeal = Map.groupBy(registrations, ({ deal }) => deal);
  const isStalled = new Set(stalled.listed.map(({ id }) => id));
  const own = registrations.filter(
    (one) => one.deal === null || (!isStalled.has(one.deal) && ofDeal.get(one.deal)?.[0] === one),
  );
  return byAmount<Row>([...stalled.listed, ...own]).map((row) => {
    const deal = row.record === 'deal' ? row.id : row.deal;
    return { row, folded: deal === null ? [] : (ofDeal.get(deal) ?? []).filter((one) => one !== row) };
  });
}

/** What else holds of the row's deal. */
export function alsoHolds({ row, folded }: TopRow, { speak: { words } }: Voice): readonly Phrase[] {
  const { digest } = words;
  if (folded.length === 0) return [];
  if (row.record === 'registration') return [digest.alsoRegistered({ count: folded.length })];
  const coming = folded.filter(({ group }) => group === 'coming').length;
  const expired = folded.length - coming;
  return [
    ...(expired > 0 ? [digest.alsoExpired({ count: expired })] : []),
    ...(coming > 0 ? [digest.alsoComing({ count: coming })] : []),
  ];
}
