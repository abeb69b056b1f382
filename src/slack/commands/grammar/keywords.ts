import { type KpiId, kpiIds } from '../../../kpi/list.ts';
import type { NamedPeriod, Vocabulary } from '../../../text/keys/vocabulary.ts';
import { languages } from '../../../text/languages.ts';

export type Keyword =
  | { readonly kind: 'kpi'; readonly kpi: KpiId }
  | { readonly kind: 'period'; readonly period: string }
  | { readonly kind: 'mine' }
  | { readonly kind: 'filler' };

/** Both languages are always understood, whatever the person's own is. */
export const vocabularies: readonly Vocabulary[] = Object.values(languages).map(({ vocabulary }) => vocabulary);

/** The fiscal quarter of today, for “Q3” without a year (rule 2.2: a fiscal year is named after the year in which it ends). */
export interface FiscalToday {
  readonly year: number;
  readonly quarter: number;
}

const named: readonly NamedPeriod[] = [
  'today',
  'yesterday',
  'this-week',
  'last-week',
  'this-month',
  'last-month',
  'this-quarter',
  'last-quarter',
  'this-year',
  'last-year',
  'all',
];

const words = new Map<string, Keyword>();
for (const vocabulary of vocabularies) {
  for (const filler of vocabulary.fillers) words.set(filler, { kind: 'filler' });
  for (const mine of vocabulary.mine) words.set(mine, { kind: 'mine' });
  for (const period of named)
    for (const word of vocabulary.periods[period]) words.set(word, { kind: 'period', period });
  for (const kpi of kpiIds) for (const word of vocabulary.kpis[kpi]) words.set(word, { kind: 'kpi', kpi });
}

const helpWords = new Set(vocabularies.flatMap((vocabulary) => vocabulary.help));
export const isHelp = (norm: string): boolean => helpWords.has(norm);

/** The longest keyword in words: “zeit bis zum ersten deal”. */
export const LONGEST = 5;

const either = (list: (vocabulary: Vocabulary) => readonly string[]): string => vocabularies.flatMap(list).join('|');
const days = either((vocabulary) => vocabulary.days);
const lastDays = new RegExp(`^(?:(?:${either((vocabulary) => vocabulary.last)})-)?(\\d{1,4})-?(?:${days})$`);
const weekWord = either((vocabulary) => vocabulary.week);
const weekFirst = new RegExp(`^(?:${weekWord})-?(\\d{1,2})-(\\d{4})$`);
const weekLast = new RegExp(`^(\\d{4})-?(?:${weekWord})-?(\\d{1,2})$`);

/** What a phrase (words joined by hyphens, normalised) means, if it is a keyword. */
export function keywordOf(phrase: string, today: FiscalToday): Keyword | null {
  const known = words.get(phrase);
  if (known !== undefined) return known;
  const period = periodOf(phrase, today);
  return period === null ? null : { kind: 'period', period };
}

function periodOf(phrase: string, today: FiscalToday): string | null {
  const count = lastDays.exec(phrase)?.[1];
  if (count !== undefined && Number(count) > 0) return `last-${Number(count)}-days`;
  if (/^(?:19|20)\d{2}$/.test(phrase)) return phrase;
  if (/^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/.test(phrase)) return phrase;
  if (/^\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}$/.test(phrase)) return phrase;
  return quarterOf(phrase, today) ?? weekOf(phrase) ?? monthOf(phrase);
}

function quarterOf(phrase: string, today: FiscalToday): string | null {
  const yearFirst = /^(\d{4})-?q([1-4])$/.exec(phrase);
  if (yearFirst !== null) return `${yearFirst[1]}-Q${yearFirst[2]}`;
  const quarterFirst = /^(?:q([1-4])|([1-4])-quartal)-?(\d{4})$/.exec(phrase);
  if (quarterFirst !== null) return `${quarterFirst[3]}-Q${quarterFirst[1] ?? quarterFirst[2]}`;
  const alone = /^q([1-4])$/.exec(phrase)?.[1];
  if (alone === undefined) return null;
  // The quarter that has begun last: a coming one has no numbers yet.
  return `${Number(alone) > today.quarter ? today.year - 1 : today.year}-Q${alone}`;
}

function weekOf(phrase: string): string | null {
  const first = weekFirst.exec(phrase);
  const last = weekLast.exec(phrase);
  const [year, week] = first === null ? [last?.[1], last?.[2]] : [first[2], first[1]];
  if (year === undefined || week === undefined || Number(week) < 1 || Number(week) > 53) return null;
  return `${year}-W${week.padStart(2, '0')}`;
}

function monthOf(phrase: string): string | null {
  const [, name = '', year = ''] = /^([a-z]+)-(\d{4})$/.exec(phrase) ?? [];
  if (name === '') return null;
  for (const { months } of vocabularies) {
    const index = months.findIndex((forms) => forms.includes(name));
    if (index >= 0) return `${year}-${String(index + 1).padStart(2, '0')}`;
  }
  return null;
}
