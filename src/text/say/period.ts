import type { PeriodInfo } from '../../kpi/answer.ts';
import type { NamedPeriod } from '../keys/vocabulary.ts';
import type { Phrase } from '../phrase.ts';
import type { Speaker } from './speaker.ts';

type Form = 'label' | 'within';

const stems = {
  today: 'today',
  yesterday: 'yesterday',
  'this-week': 'thisWeek',
  'last-week': 'lastWeek',
  'this-month': 'thisMonth',
  'last-month': 'lastMonth',
  'this-quarter': 'thisQuarter',
  'last-quarter': 'lastQuarter',
  'this-year': 'thisYear',
  'last-year': 'lastYear',
  all: 'all',
} as const satisfies Record<NamedPeriod, string>;

const isNamed = (name: string): name is NamedPeriod => Object.hasOwn(stems, name);

/** A period's name in the words of rule 2.2 → “last quarter”; a name of another form stays as it is. */
export const periodLabel = (name: string, speak: Speaker): Phrase => say(name, 'label', speak);

/** The same inside a sentence → “in the last 90 days”. */
export const periodWithin = (name: string, speak: Speaker): Phrase => say(name, 'within', speak);

function say(name: string, form: Form, { words: { time }, format }: Speaker): Phrase {
  const within = form === 'within';
  if (isNamed(name)) {
    const stem = stems[name];
    return within ? time[`${stem}Within`]() : time[stem]();
  }
  const days = /^last-(\d+)-days$/.exec(name)?.[1];
  if (days !== undefined) return (within ? time.lastDaysWithin : time.lastDays)({ n: Number(days) });
  const [, year = '', kind = '', number = ''] = /^(\d{4})(?:-([QW]?)(\d{1,2}))?$/.exec(name) ?? [];
  if (year !== '' && number === '') return (within ? time.yearWithin : time.year)({ year });
  if (kind === 'Q') return (within ? time.quarterWithin : time.quarter)({ quarter: number, year });
  if (kind === 'W') return (within ? time.weekWithin : time.week)({ week: String(Number(number)), year });
  if (year !== '') return (within ? time.monthWithin : time.month)({ month: format.month(`${year}-${number}`) });
  const [, from, to] = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(name) ?? [];
  const range = {
    from: from === undefined ? name : format.date(from),
    to: to === undefined ? '' : format.date(dayBefore(to)),
  };
  return (within ? time.rangeWithin : time.range)(range);
}

/** An excluded end reads as the last day inside. */
function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** The calendar dates of a period: 1 Jul – 30 Sep 2026, or “1 Nov until now” while it runs; null for all time. */
export function periodDates(period: PeriodInfo, { words: { time }, format }: Speaker): Phrase | null {
  if (period.start === null) return null;
  const from = format.date(period.start);
  if (period.running) return time.soFar({ from });
  const last = new Date(Date.parse(period.end) - 1).toISOString();
  return from === format.date(last) ? time.year({ year: from }) : time.dates({ from, to: format.date(last) });
}
