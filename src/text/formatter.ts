import { type Language, languages } from './languages.ts';

/** Writes numbers, money, days and moments for one language, reporting zone and currency. */
export interface Formatter {
  readonly language: Language;
  readonly timeZone: string;
  readonly currency: string;
  /** 1234 → 1,234; at most `digits` decimals (0). */
  count(value: number, digits?: number): string;
  /** Exact money from a decimal string, to the minor unit; never through binary floating point. */
  money(amount: string): string;
  /** Short money for phones: €1.2M, 1,2 Mio. €. */
  moneyShort(amount: string | number): string;
  /** 0.184 → 18%; one decimal below 10%. */
  share(value: number): string;
  /** 12 → 12 days. */
  days(value: number): string;
  /** A calendar date `YYYY-MM-DD` (zone-free) or an instant (in the reporting zone) → 3 Nov 2026. */
  date(stamp: string): string;
  /** The same without the year, for chart labels → 3 Nov. */
  dayMonth(stamp: string): string;
  /** An instant → 3 Nov 2026, 14:05. */
  instant(iso: string): string;
  /** How long ago an instant was: 12 min. ago, 3 days ago. */
  ago(iso: string, now: number): string;
  /** September 2026 from `2026-09`. */
  month(yearMonth: string): string;
  /** a, b and c. */
  list(items: readonly string[]): string;
}

type Decimal = `${number}`;
const isDecimal = (text: string): text is Decimal => /^-?\d+(\.\d+)?$/.test(text);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Makes the formatter of a language, IANA time zone and ISO currency. */
export function formatter(language: Language, timeZone: string, currency: string): Formatter {
  const { locale } = languages[language];
  const exact = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const whole = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 });
  const fine = percent(locale, 1);
  const rough = percent(locale, 0);
  const days = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'day',
    unitDisplay: 'long',
    maximumFractionDigits: 1,
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const dateOf = (stamp: string, options: Intl.DateTimeFormatOptions): string =>
    stamp.length === 10
      ? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${stamp}T00:00:00Z`))
      : new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(new Date(stamp));
  const short = { day: 'numeric', month: 'short' } as const;
  return {
    language,
    timeZone,
    currency,
    count: (value, digits = 0) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    money: (amount) => (isDecimal(amount) ? exact.format(amount) : amount),
    moneyShort: (amount) => shortMoney(Number(amount), language, currency, whole),
    share: (value) => (Math.abs(value) < 0.095 && value !== 0 ? fine : rough).format(value),
    days: (value) => days.format(value),
    date: (stamp) => dateOf(stamp, { ...short, year: 'numeric' }),
    dayMonth: (stamp) => dateOf(stamp, short),
    instant: (iso) => dateOf(iso, { ...short, year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    ago: (iso, now) => agoIn(relative, now - Date.parse(iso)),
    month: (yearMonth) => dateOf(`${yearMonth}-01`, { month: 'long', year: 'numeric' }),
    list: (items) => list.format(items),
  };
}

const percent = (locale: string, digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits });

const steps = [
  { from: 999_500_000, unit: 1e9, short: 'bn' },
  { from: 999_500, unit: 1e6, short: 'M' },
  { from: 9_950, unit: 1e3, short: 'k' },
] as const;

/** With the language's word for thousand, million or billion behind the figure. */
function shortMoney(amount: number, language: Language, currency: string, whole: Intl.NumberFormat): string {
  const step = steps.find((one) => Math.abs(amount) >= one.from);
  if (step === undefined) return whole.format(amount);
  const { locale, shortMoney: words } = languages[language];
  const scaled = amount / step.unit;
  const digits = Math.abs(scaled) < 9.95 ? 1 : 0;
  const figure = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  });
  const unit = `${words.gap}${words[step.short]}`;
  let placed = false;
  return figure
    .formatToParts(scaled)
    .map((part, index, parts) => {
      const last = !parts.slice(index + 1).some((later) => later.type === 'integer' || later.type === 'fraction');
      if (placed || !last || (part.type !== 'integer' && part.type !== 'fraction')) return part.value;
      placed = true;
      return part.value + unit;
    })
    .join('');
}

function agoIn(relative: Intl.RelativeTimeFormat, elapsed: number): string {
  const past = Math.max(0, elapsed);
  if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), 'minute');
  if (past < 2 * DAY) return relative.format(-Math.floor(past / HOUR), 'hour');
  return relative.format(-Math.floor(past / DAY), 'day');
}
