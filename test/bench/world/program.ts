import type { AnyRecord } from '../../../src/records/records.ts';
import { asOf, begin, sourceName } from './size.ts';

const week = 7 * 86_400_000;
const date = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const event = { source: sourceName, id: null } as const;

/** Program events, targets and weekly exchange rates. */
export function* programRecords(): Generator<AnyRecord> {
  yield { record: 'program-event', ...event, date: date(begin + 40 * week), kind: 'launch', title: 'New portal' };
  yield { record: 'program-event', ...event, date: date(asOf - 20 * week), kind: 'program-change', title: 'New tiers' };
  const target = { record: 'target', ...event, segment: null } as const;
  yield { ...target, kpi: 'sourced-revenue', figure: 'sourced', period: '2026-Q3', value: '5000000' };
  yield { ...target, kpi: 'portal-engagement', figure: 'rate', period: '2026-Q3', value: '0.8' };
  for (let at = begin - 52 * week; at < asOf; at += week) {
    for (const [currency, rate] of [
      ['USD', '0.89'],
      ['GBP', '1.17'],
      ['CHF', '1.06'],
    ] as const) {
      yield { record: 'exchange-rate', ...event, currency, date: date(at), rate };
    }
  }
}
