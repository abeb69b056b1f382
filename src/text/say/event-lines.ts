import type { Figures } from '../../kpi/figures.ts';
import { numberAt, textAt } from '../figure-values.ts';
import type { Phrase } from '../phrase.ts';
import type { Speaker } from './speaker.ts';

/** Revenue is the same for a partner, a segment and the program: sourced, and influenced beside it. */
export function revenueLine(figures: Figures, { words: { lines }, format }: Speaker): readonly Phrase[] {
  const deals = numberAt(figures, 'sourcedDeals') ?? 0;
  const influencedDeals = numberAt(figures, 'influencedDeals') ?? 0;
  const amount = (key: string): string => format.moneyShort(textAt(figures, key) ?? '0');
  return [
    deals === 0 ? lines.revenueNone() : lines.revenue({ amount: amount('sourced'), deals }),
    ...(influencedDeals === 0 ? [] : [lines.influenced({ amount: amount('influenced'), deals: influencedDeals })]),
  ];
}

/** Registrations likewise: how many, how many approved, how many undecided. */
export function registrationsLine(figures: Figures, speak: Speaker): readonly Phrase[] {
  const { lines } = speak.words;
  const count = (key: string): number => numberAt(figures, key) ?? 0;
  const rate = numberAt(figures, 'approvalRate');
  return [
    count('registrations') === 0 ? lines.registeredNone() : lines.registered({ count: count('registrations') }),
    ...(rate === null
      ? []
      : [
          lines.approved({
            share: speak.format.share(rate),
            approved: count('everApproved'),
            decided: count('decided'),
          }),
        ]),
    ...(count('waiting') === 0 ? [] : [lines.waiting({ count: count('waiting') })]),
  ];
}
