import { joiningQuarter } from './joining-cohort.ts';
import { formatMoney } from './money.ts';
import { byCodePoint } from './numbers.ts';
import { inScope, isActive, isTrained, requiredModules, UNKNOWN } from './partner-state.ts';
import { inPeriod, type Period, previousPeriod, resolvePeriod } from './period.ts';
import type { Deal, Registration } from './records.ts';
import type { Json, JsonObject } from './settings.ts';
import { dateDays, iso, localDate, type Ms } from './time.ts';
import {
  amountOf,
  existingDeals,
  fieldAt,
  influencing,
  partnerById,
  sourcing,
  stateOf,
  statusAt,
  type View,
} from './view.ts';

const OLDER_DAYS = 90;
const COMING_DAYS = 14;
const STALLED_DAYS = 30;
const WEEKS = 8;

export interface Whom {
  readonly since: Ms | null;
  readonly segment: Readonly<Record<string, string>>;
  readonly partners: readonly string[] | null;
}

/** Rules 5.1–5.4 in the shape of rule 8; lists whose order no rule gives are sorted. */
export function weekly(view: View, whom: Whom): JsonObject {
  return {
    version: 1,
    definitionVersion: 1,
    asOf: iso(view.asOf),
    ...expired(view, whom),
    stalled: stalled(view, whom),
    pipeline: pipeline(view, whom),
    training: training(view, whom),
  };
}

function has(view: View, { segment, partners }: Whom, partner: string, moment: Ms): boolean {
  return (
    (partners === null || partners.includes(partner)) && inScope(view, { partner: null, segment }, partner, moment)
  );
}

const daysAgo = (view: View, moment: Ms): number =>
  dateDays(localDate(view.settings.timeZone, moment), localDate(view.settings.timeZone, view.asOf));

/** Rule 5.1. */
function expired(view: View, whom: Whom): JsonObject {
  const known = view.world.registrations.filter(
    (one) => one.submittedAt <= view.asOf && has(view, whom, one.partner, view.asOf),
  );
  const gone = known.filter((one) => stateOf(view, one) === 'expired');
  const dated = gone.filter((one) => one.expiresAt !== null);
  const lastWeek = resolvePeriod(view.settings, 'last-week', view.asOf).start ?? 0;
  const isNew = (at: Ms): boolean => (whom.since === null ? at >= lastWeek : at > whom.since);
  const fresh = dated.filter((one) => isNew(one.expiresAt ?? 0));
  const old = dated.filter((one) => !fresh.includes(one));
  const recent = old.filter((one) => daysAgo(view, one.expiresAt ?? 0) <= OLDER_DAYS);
  const coming = known.filter(
    (one) =>
      ['submitted', 'approved'].includes(stateOf(view, one)) &&
      one.expiresAt !== null &&
      -daysAgo(view, one.expiresAt) <= COMING_DAYS,
  );
  return {
    expired: [
      ...ids(fresh, -1),
      ...ids(recent, -1),
      ...ids(
        gone.filter((one) => one.expiresAt === null),
        -1,
      ),
    ],
    expiredOlder: old.length - recent.length,
    expiring: ids(coming, 1),
  };
}

const ids = (list: readonly Registration[], direction: 1 | -1): string[] =>
  [...list]
    .sort((a, b) => direction * ((a.expiresAt ?? 0) - (b.expiresAt ?? 0)) || byCodePoint(a.id, b.id))
    .map((one) => one.id);

/** Rule 5.2. */
function stalled(view: View, whom: Whom): Json {
  const counting = view.world.registrations.filter(
    (one) =>
      one.submittedAt <= view.asOf &&
      !['rejected', 'withdrawn'].includes(stateOf(view, one)) &&
      has(view, whom, one.partner, view.asOf),
  );
  const known = (moment: Ms | null): Ms[] => (moment !== null && moment <= view.asOf ? [moment] : []);
  return openDeals(view)
    .filter((deal) => counting.some((one) => one.deal === deal.id || deal.registration === one.id))
    .map((deal) => {
      const moments = [...known(deal.stageEnteredAt), ...known(deal.lastActivityAt)];
      return { deal: deal.id, days: daysAgo(view, moments.length === 0 ? deal.createdAt : Math.max(...moments)) };
    })
    .filter(({ days }) => days >= STALLED_DAYS)
    .sort((a, b) => b.days - a.days || byCodePoint(a.deal, b.deal));
}

const openDeals = (view: View): Deal[] => existingDeals(view).filter((deal) => statusAt(view, deal) === 'open');

/** Rule 5.4. */
function pipeline(view: View, whom: Whom): Json {
  const rows = openDeals(view).flatMap((deal) => {
    const sources = sourcing(view, deal);
    const partners = sources.length > 0 ? sources : influencing(view, deal);
    if (!partners.some((partner) => has(view, whom, partner, view.asOf))) return [];
    const amount = amountOf(view, deal);
    const stage = deal.status === 'open' ? (deal.stage ?? UNKNOWN) : 'closed since';
    return [
      {
        stage,
        month: monthOf(view, deal),
        sourced: sources.length > 0,
        money: typeof amount === 'bigint' ? amount : 0n,
      },
    ];
  });
  const keys = [...new Set(rows.map(({ stage, month }) => `${month}|${stage}`))].sort(byCodePoint);
  return keys.map((key) => {
    const here = rows.filter(({ stage, month }) => `${month}|${stage}` === key);
    const of = (sourced: boolean) => here.filter((row) => row.sourced === sourced);
    const sum = (sourced: boolean) =>
      formatMoney(
        view,
        of(sourced).reduce((total, { money }) => total + money, 0n),
      );
    return {
      stage: key.slice(key.indexOf('|') + 1),
      month: key.slice(0, key.indexOf('|')),
      sourced: sum(true),
      sourcedDeals: of(true).length,
      influenced: sum(false),
      influencedDeals: of(false).length,
    };
  });
}

function monthOf(view: View, deal: Deal): string {
  if (deal.expectedCloseOn === null) return 'unknown';
  if (daysAgo(view, deal.expectedCloseOn) > 0) return 'overdue';
  return localDate(view.settings.timeZone, deal.expectedCloseOn).toString().slice(0, 7);
}

/** Rule 5.3. */
function training(view: View, whom: Whom): Json {
  const weeks: Period[] = [];
  let week: Period | null = resolvePeriod(view.settings, 'last-week', view.asOf);
  while (week !== null && weeks.length < WEEKS) {
    weeks.push(week);
    week = previousPeriod(view.settings, week);
  }
  return weeks.reverse().flatMap((period) => weekOf(view, whom, { ...period, asOf: view.asOf }));
}

function weekOf(view: View, whom: Whom, period: Period): JsonObject[] {
  const { moment } = period;
  const tier = (partner: string, at: Ms): string => fieldAt(view, partnerById(view, partner), 'tier', at) ?? '';
  const cohort = (partner: string): string => joiningQuarter(view, partnerById(view, partner));
  const members = view.world.partners
    .filter((partner) => has(view, whom, partner.id, moment) && isActive(view, partner, moment))
    .filter((partner) => requiredModules(view, partner.id, moment).length > 0)
    .map(({ id }) => ({ key: `${cohort(id)}|${tier(id, moment)}`, trained: isTrained(view, id, moment) }));
  const done = view.world.trainings.flatMap(({ partner, completedAt }) =>
    completedAt !== null && inPeriod(period, completedAt) && has(view, whom, partner, completedAt)
      ? [`${cohort(partner)}|${tier(partner, completedAt)}`]
      : [],
  );
  return [...new Set([...members.map(({ key }) => key), ...done])].sort(byCodePoint).map((key) => {
    const [quarter = '', level = ''] = key.split('|');
    return {
      week: localDate(view.settings.timeZone, period.start ?? 0).toString(),
      tier: level === '' ? null : level,
      cohort: quarter === UNKNOWN ? null : quarter,
      withRequired: members.filter((one) => one.key === key).length,
      trained: members.filter((one) => one.key === key && one.trained).length,
      completions: done.filter((one) => one === key).length,
    };
  });
}
