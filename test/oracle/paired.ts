import { formatMoney, sharesOf, sourcedRevenue, sourcingInScope } from './money.ts';
import { inPeriod, type Period } from './period.ts';
import type { Question } from './question.ts';
import type { JsonObject } from './settings.ts';
import { dateDays, localDate, startOfDay } from './time.ts';
import { existingDeals, statusAt, type View } from './view.ts';

const LONG_PERIOD_DAYS = 90;

/** Rule 3.9: the revenue figures that travel with every answer. */
export function paired({ view, scope, period }: Question): JsonObject {
  const deals = existingDeals(view);
  const created = deals
    .filter((deal) => inPeriod(period, deal.createdAt))
    .reduce((sum, deal) => sum + sharesOf(view, deal, sourcingInScope(view, scope, deal, deal.createdAt)), 0n);
  const open = deals
    .filter((deal) => statusAt(view, deal) === 'open')
    .reduce((sum, deal) => sum + sharesOf(view, deal, sourcingInScope(view, scope, deal, view.asOf, view.asOf)), 0n);
  const short = period.dates !== null && dateDays(period.dates.from, period.dates.to) < LONG_PERIOD_DAYS;
  return {
    sourcedRevenue: formatMoney(view, sourcedRevenue(view, scope, period)),
    sourcedPipelineCreated: formatMoney(view, created),
    openSourcedPipeline: formatMoney(view, open),
    sourcedRevenue12Months: short ? formatMoney(view, sourcedRevenue(view, scope, yearToAsOf(view))) : null,
  };
}

function yearToAsOf(view: View): Period {
  const zone = view.settings.timeZone;
  const start = startOfDay(zone, localDate(zone, view.asOf).subtract({ years: 1 }));
  const { asOf } = view;
  return { name: '12 months', dates: null, start, end: asOf, running: true, asOf, moment: asOf };
}
