import type { ReportKind, Subscription } from '../../store/ledger/subscriptions.ts';
import type { Catalogue } from '../index.ts';
import { languages } from '../languages.ts';
import type { Phrase } from '../phrase.ts';

/** 1 → Monday … 7 → Sunday, in the language. */
export const weekdayName = (day: number, { language }: Pick<Catalogue, 'language'>): string =>
  new Intl.DateTimeFormat(languages[language].locale, { weekday: 'long', timeZone: 'UTC' }).format(
    // A Monday and the days after it.
    new Date(Date.UTC(2024, 0, day)),
  );

/** A moment as it is read in a zone: Monday, 30 Nov 2026, 09:00 (Europe/Berlin). */
export function momentIn(ms: number, zone: string, { language }: Pick<Catalogue, 'language'>): string {
  const written = new Intl.DateTimeFormat(languages[language].locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(ms);
  return `${written} (${zone})`;
}

/** “every Monday at 09:00 (Europe/Berlin)” */
export function schedulePhrase(
  report: ReportKind,
  { day, hour, minute, zone }: Subscription['schedule'],
  words: Catalogue,
): Phrase {
  const { subscriptions: say } = words;
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  if (report === 'weekly') return say.everyWeek({ day: weekdayName(day, words), time, zone });
  return report === 'monthly'
    ? say.everyMonth({ day: String(day), time, zone })
    : say.everyQuarter({ day: String(day), time, zone });
}
