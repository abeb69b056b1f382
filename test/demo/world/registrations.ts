import type { Accounts } from './accounts.ts';
import { type Calendar, DAY, HOUR, iso, MINUTE } from './calendar.ts';
import type { Partner } from './partners.ts';
import type { Random } from './random.ts';
import { CONFLICT_ACCOUNT } from './stories.ts';
import type { Row } from './tables.ts';

/** The faller's silence lasts that many days, up to as-of. */
export const SILENT_DAYS = 42;

export interface Registration {
  readonly id: string;
  readonly partner: Partner;
  readonly account: string;
  readonly submitted: number;
  readonly status: 'submitted' | 'approved' | 'rejected' | 'expired' | 'withdrawn';
  readonly decided: number | null;
  /** The local midnight after its last day; null = not recorded. */
  readonly expires: number | null;
}

/** How busy a partner is, apart from its tier: the star and the faller are not drawn. */
export interface Business {
  readonly partner: Partner;
  /** From here on it does business. */
  readonly ready: number;
  readonly weight: number;
}

const tierFactor = { Platinum: 2.4, Gold: 1.5, Silver: 1, Registered: 0.65 };

/** The partners that do business, from the end of their onboarding; those that never finished it are left out. */
export function businesses(
  partners: readonly Partner[],
  onboarding: ReadonlyMap<string, { readonly started: number | null; readonly completed: number | null }>,
  random: Random,
): Business[] {
  return partners.flatMap((partner) => {
    const own = random.fork(partner.id);
    const { started = null, completed = null } = onboarding.get(partner.id) ?? {};
    const early = started !== null && completed !== null && own.chance(0.06);
    const ready = early ? started + 10 * DAY : started === null ? partner.joined : completed;
    if (ready === null) return [];
    const isConflict = partner.story === 'channelConflict';
    const weight = isConflict ? 1.6 : tierFactor[partner.tier] * own.logNormal(0.7 + 0.6 * partner.quality, 0.45);
    return [{ partner, ready, weight }];
  });
}

/** All registrations in order of submission; about `total` beside those of the star and the faller. */
export function registrations(
  all: readonly Business[],
  start: number,
  total: number,
  accounts: Accounts,
  calendar: Calendar,
  random: Random,
): Registration[] {
  const others = all.filter(({ partner }) => partner.story !== 'star' && partner.story !== 'faller');
  const exposure = others.reduce((sum, item) => sum + item.weight * weeks(item, start), 0);
  const submissions = all.flatMap((item) => {
    const own = random.fork(item.partner.id);
    const times = itemTimes(item, start, (total / exposure) * item.weight, calendar, own);
    return times.map((submitted) => ({
      partner: item.partner,
      submitted,
      account: accounts.fresh(item.partner.region, item.partner.id),
    }));
  });
  submissions.push(...conflict(all, calendar));
  submissions.sort((x, y) => x.submitted - y.submitted || (x.partner.id < y.partner.id ? -1 : 1));
  return submissions.map((item, index) =>
    decide({ ...item, id: `R-${30001 + index}` }, calendar, random.fork(`decision ${index}`)),
  );
}

function weeks({ partner, ready }: Business, start: number): number {
  return Math.max(0, partner.until - Math.max(start, ready)) / (7 * DAY);
}

function itemTimes(item: Business, start: number, weekly: number, calendar: Calendar, random: Random): number[] {
  if (item.partner.story === 'star') return starTimes(start, calendar, random);
  if (item.partner.story === 'faller') return fallerTimes(start, calendar, random);
  const times: number[] = [];
  const { until } = item.partner;
  for (let week = start; week < until; week = calendar.dayStart(week, 7)) {
    const count = random.poisson(weekly * season(week, calendar));
    for (let i = 0; i < count; i++) {
      const at = calendar.working(week + random.next() * 7 * DAY, random.next());
      if (at >= item.ready && at <= until) times.push(at);
    }
  }
  return times;
}

/** Quarter ends are busy, August and the end of December are quiet. */
export function season(instant: number, calendar: Calendar): number {
  const { month, day } = calendar.date(instant);
  if (month === 8) return 0.7;
  if (month === 12 && day > 17) return 0.5;
  return month % 3 === 0 ? 1.25 : 1;
}

function starTimes(start: number, calendar: Calendar, random: Random): number[] {
  const months = Math.round((calendar.asOf - start) / (30.44 * DAY));
  return monthly(
    start,
    calendar.asOf,
    (index) => Math.round(2 + (7 * index) / months) + random.int(0, 1),
    calendar,
    random,
  );
}

function fallerTimes(start: number, calendar: Calendar, random: Random): number[] {
  const silence = calendar.dayStart(calendar.asOf, -SILENT_DAYS);
  const before = monthly(start, silence, () => random.int(4, 7), calendar, random);
  return [...before.filter((at) => at < silence), calendar.dayStart(calendar.asOf, -19) + 10 * HOUR];
}

/** Whole months with the counts asked for; a month that is cut by `end` gets its part. */
function monthly(
  start: number,
  end: number,
  count: (index: number) => number,
  calendar: Calendar,
  random: Random,
): number[] {
  const times: number[] = [];
  let index = 0;
  for (let month = start; month < end; month = calendar.monthStart(month, 1)) {
    const next = calendar.monthStart(month, 1);
    const to = Math.min(next, end);
    const share = (to - month) / (next - month);
    for (let left = Math.round(count(index++) * share); left > 0; left--) {
      // Two days short of the end: a weekend moves to Monday and must stay in its month.
      const at = random.between(month, Math.max(month + HOUR, to - 3 * DAY));
      times.push(calendar.working(at, random.next()));
    }
  }
  return times;
}

function conflict(
  all: readonly Business[],
  calendar: Calendar,
): { partner: Partner; submitted: number; account: string }[] {
  return all
    .filter(({ partner }) => partner.story === 'channelConflict')
    .map(({ partner }, index) => ({
      partner,
      submitted: calendar.dayStart(calendar.asOf, index === 0 ? -18 : -9) + 11 * HOUR + 20 * MINUTE,
      account: CONFLICT_ACCOUNT,
    }));
}

type Submission = Pick<Registration, 'id' | 'partner' | 'account' | 'submitted'>;

type Fate = 'approved' | 'rejected' | 'withdrawn' | 'never';

function decide(item: Submission, calendar: Calendar, random: Random): Registration {
  const isConflict = item.account === CONFLICT_ACCOUNT;
  const expires = !isConflict && random.chance(0.03) ? null : calendar.dayStart(item.submitted, 91);
  const fate = fateOf(item, calendar, random);
  const target = item.submitted + (isConflict ? 3 : random.logNormal(2.6, 0.8)) * DAY;
  const decision = target > calendar.asOf ? null : Math.max(item.submitted, calendar.working(target, random.next()));
  const decided = fate === 'never' ? null : decision;
  const end = expires ?? item.submitted + 120 * DAY;
  const marked = end <= calendar.asOf && random.chance(0.85);
  if (fate === 'never') return { ...item, status: marked ? 'expired' : 'submitted', decided, expires };
  if (decided === null) return { ...item, status: 'submitted', decided, expires };
  return { ...item, status: fate === 'approved' && marked ? 'expired' : fate, decided, expires };
}

function fateOf({ partner, submitted, account: customer }: Submission, { asOf }: Calendar, random: Random): Fate {
  if (partner.story === 'faller' && submitted > asOf - SILENT_DAYS * DAY) return 'rejected';
  if (customer === CONFLICT_ACCOUNT) return submitted > asOf - 12 * DAY ? 'never' : 'approved';
  return random.weighted<Fate>([
    ['approved', partner.story === 'star' ? 90 : 77],
    ['rejected', 13],
    ['withdrawn', 5],
    ['never', 5],
  ]);
}

/** The rows of registrations.csv; `links` maps a registration to its deal, `converted` names those that became one. */
export function registrationRows(
  all: readonly Registration[],
  links: ReadonlyMap<string, string>,
  converted: ReadonlySet<string>,
  calendar: Calendar,
): Row<'registrations'>[] {
  return all.map((item) => ({
    id: item.id,
    partner_id: item.partner.id,
    deal_id: links.get(item.id) ?? '',
    account: item.account,
    status: converted.has(item.id) ? 'converted' : item.status,
    submitted_at: iso(item.submitted),
    decided_at: iso(item.decided),
    expires_at: item.expires === null ? '' : calendar.day(item.expires - HOUR),
    url: `https://crm.example.com/registrations/${item.id}`,
  }));
}
