import { type Calendar, DAY } from './calendar.ts';
import type { Deal } from './deals.ts';
import { NEW_ONBOARDING_DAYS } from './enablement.ts';
import type { Random } from './random.ts';
import type { Row } from './tables.ts';

const events: readonly (readonly [number, string, string])[] = [
  [690, 'launch', 'Partner portal relaunched'],
  [520, 'launch', 'Competitive battlecards'],
  [455, 'campaign', 'Summer registration sprint'],
  [340, 'program-change', 'Five required modules instead of three'],
  [NEW_ONBOARDING_DAYS, 'program-change', 'Shorter onboarding path'],
  [190, 'launch', 'Insight Suite'],
  [95, 'campaign', 'Autumn co-marketing fund'],
  [38, 'campaign', 'Year-end accelerator'],
];

/** The rows of program_events.csv. */
export function programEvents(calendar: Calendar): Row<'program_events'>[] {
  return events.map(([days, kind, title]) => ({
    date: calendar.day(calendar.dayStart(calendar.asOf, -days)),
    kind,
    title,
  }));
}

/** The rows of exchange_rates.csv: one a week (Mondays) from `start` to as-of; no rate for any other currency. */
export function exchangeRates(start: number, calendar: Calendar, random: Random): Row<'exchange_rates'>[] {
  const means = { USD: 0.89, GBP: 1.17, CHF: 1.06 };
  return Object.entries(means).flatMap(([currency, mean]) => {
    const rows: Row<'exchange_rates'>[] = [];
    let rate = mean;
    for (let monday = mondayBefore(start, calendar); monday <= calendar.asOf; monday = calendar.dayStart(monday, 7)) {
      rate += 0.04 * (mean - rate) + 0.006 * mean * random.normal();
      rows.push({ currency, date: calendar.day(monday), rate: rate.toFixed(4) });
    }
    return rows;
  });
}

function mondayBefore(instant: number, calendar: Calendar): number {
  const { year, month, day } = calendar.date(instant);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return calendar.dayStart(instant, -((weekday + 6) % 7));
}

/** The rows of targets.csv for the running quarter, the one before and the running year; revenue in ambitious reach. */
export function targets(all: readonly Deal[], calendar: Calendar): Row<'targets'>[] {
  const { year, month } = calendar.date(calendar.asOf);
  const quarter = `${year}-Q${Math.ceil(month / 3)}`;
  const before = calendar.date(calendar.quarterStart(calendar.asOf) - DAY);
  const lastQuarter = `${before.year}-Q${Math.ceil(before.month / 3)}`;
  const yearly = wonEuros(all, calendar.quarterStart(calendar.asOf, -4), calendar.quarterStart(calendar.asOf));
  const money = (share: number): string => String(Math.round((yearly * share) / 10_000) * 10_000);
  const row = (kpi: string, figure: string, period: string, value: string, segment = ''): Row<'targets'> => ({
    kpi,
    figure,
    period,
    value,
    segment,
  });
  return [
    row('sourced-revenue', 'sourced', quarter, money(0.28)),
    row('sourced-revenue', 'sourced', lastQuarter, money(0.25)),
    row('sourced-revenue', 'sourced', String(year), money(1.1)),
    row('sourced-revenue', 'sourced', quarter, money(0.1), 'tier=Gold'),
    row('sourced-revenue', 'sourced', quarter, money(0.12), 'region=DACH'),
    row('sourced-revenue', 'sourcedShare', quarter, '0.65'),
    row('registered-deals', 'registrations', quarter, '110'),
    row('registered-deals', 'approvalRate', quarter, '0.85'),
    row('time-to-first-deal', 'medianDays', lastQuarter, '120'),
    row('onboarding-completion', 'rate', quarter, '0.8'),
    row('onboarding-completion', 'rate', String(year), '0.85'),
    row('training-certification', 'certificationRate', quarter, '0.6'),
    row('training-certification', 'trainingRate', quarter, '0.7'),
    row('content-adoption', 'rate', quarter, '0.75'),
    row('portal-engagement', 'rate', quarter, '0.8'),
    row('partner-satisfaction', 'nps', quarter, '30'),
  ];
}

/** Roughly: amounts of any currency taken as they are, which is near enough for a target. */
function wonEuros(all: readonly Deal[], from: number, to: number): number {
  return all
    .filter(
      ({ status, closed, sourced }) =>
        status === 'won' && closed !== null && closed >= from && closed < to && sourced.length > 0,
    )
    .reduce((sum, { amount, currency }) => sum + (currency === 'SEK' ? 0 : Number(amount)), 0);
}
