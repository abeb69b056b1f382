import type { Accounts } from './accounts.ts';
import { type Calendar, DAY, HOUR } from './calendar.ts';
import type { Partner } from './partners.ts';
import type { Random } from './random.ts';
import { type Business, type Registration, season } from './registrations.ts';
import type { Region } from './roster.ts';
import { CONFLICT_ACCOUNT } from './stories.ts';

/** What is settled about a deal before its course is drawn. */
export interface Seed {
  readonly account: string;
  readonly region: Region;
  readonly created: number;
  readonly registration: Registration | null;
  readonly sourced: readonly Partner[];
  readonly influenced: readonly Partner[];
  /** The first deals of old partners are all won. */
  readonly won?: true;
  /** When it was won, where a story says so. */
  readonly closed?: number;
  readonly open?: true;
}

export interface DealPlan {
  readonly start: number;
  /** Partner deals without a registration. */
  readonly unregistered: number;
  readonly direct: number;
  readonly accounts: Accounts;
}

/** Every deal before its course, in order of creation: registered, unregistered, first ones of old partners, direct ones, those of the stories. */
export function dealSeeds(
  all: readonly Business[],
  partners: readonly Partner[],
  registered: readonly Registration[],
  plan: DealPlan,
  calendar: Calendar,
  random: Random,
): Seed[] {
  return [
    ...fromRegistrations(registered, all, calendar, random.fork('registered')),
    ...unregistered(all, plan, calendar, random.fork('unregistered')),
    ...firstDeals(all, plan, calendar, random.fork('first')),
    ...direct(plan, calendar, random.fork('direct')),
    ...storyDeals(partners, calendar),
  ].sort((x, y) => x.created - y.created);
}

function fromRegistrations(
  all: readonly Registration[],
  businesses: readonly Business[],
  calendar: Calendar,
  random: Random,
): Seed[] {
  return all.flatMap((registration) => {
    const { partner, status, decided, submitted } = registration;
    const own = random.fork(registration.id);
    if (
      decided === null ||
      (status !== 'approved' && status !== 'expired') ||
      registration.account === CONFLICT_ACCOUNT
    )
      return [];
    if (!own.chance(partner.story === 'faller' ? 0.45 : 0.66)) return [];
    const days = own.chance(0.07) ? own.between(-20, -2) : own.logNormal(9, 0.8);
    const target = submitted + days * DAY;
    if (target > calendar.asOf || target < partner.joined) return [];
    const created = calendar.working(target, own.next());
    return [
      {
        account: registration.account,
        region: partner.region,
        created,
        registration,
        ...company(partner, created, businesses, own),
      },
    ];
  });
}

/** Who else had a part in a sourced deal. */
function company(
  partner: Partner,
  at: number,
  all: readonly Business[],
  random: Random,
): Pick<Seed, 'sourced' | 'influenced'> {
  const peers = all
    .filter((item) => item.partner !== partner && item.ready <= at && at <= item.partner.until)
    .map((item) => item.partner);
  const shared = random.chance(0.06) ? random.int(1, 2) : 0;
  const [influencer] = random.sample(peers, 1);
  const influenced = random.chance(0.012) ? [partner] : random.chance(0.13) && influencer ? [influencer] : [];
  return { sourced: [partner, ...random.sample(peers, shared)], influenced };
}

function unregistered(all: readonly Business[], plan: DealPlan, calendar: Calendar, random: Random): Seed[] {
  const span = ({ partner, ready }: Business): number =>
    Math.max(0, partner.until - Math.max(plan.start, ready)) * appetite(partner);
  const choices = all.map((item) => [item, Math.sqrt(item.weight) * span(item)] as const);
  const seeds: Seed[] = [];
  while (seeds.length < plan.unregistered) {
    const { partner, ready } = random.weighted(choices);
    const at = random.between(Math.max(plan.start, ready), partner.until);
    if (random.next() * 1.25 > season(at, calendar)) continue;
    const created = calendar.working(at, random.next());
    const { accounts } = plan;
    const account = random.chance(0.3)
      ? accounts.known(partner.region, partner.id)
      : accounts.fresh(partner.region, partner.id);
    const parts = random.chance(0.36) ? { sourced: [], influenced: [partner] } : company(partner, created, all, random);
    seeds.push({
      account,
      region: partner.region,
      created,
      registration: null,
      ...parts,
    });
  }
  return seeds;
}

function appetite(partner: Partner): number {
  return partner.story === 'faller' ? 0.4 : 0.5 + partner.quality;
}

/** Partners that were there before the records begin closed their first deals then. */
function firstDeals(
  all: readonly Business[],
  { start, accounts }: DealPlan,
  calendar: Calendar,
  random: Random,
): Seed[] {
  return all.flatMap(({ partner, ready }) => {
    const created = calendar.working(ready + random.logNormal(35, 0.7) * DAY, random.next());
    if (created > start - 30 * DAY || created > partner.until) return [];
    const seed = {
      account: accounts.fresh(partner.region, partner.id),
      region: partner.region,
      created,
      registration: null,
    };
    return [{ ...seed, sourced: [partner], influenced: [], won: true as const }];
  });
}

function direct(plan: DealPlan, calendar: Calendar, random: Random): Seed[] {
  const regions: readonly Region[] = ['DACH', 'DACH', 'UKI', 'France', 'Nordics', 'North America'];
  return Array.from({ length: plan.direct }, () => {
    const region = random.pick(regions);
    const created = calendar.working(random.between(plan.start, calendar.asOf), random.next());
    return {
      account: plan.accounts.fresh(region, 'direct'),
      region,
      created,
      registration: null,
      sourced: [],
      influenced: [],
    };
  });
}

/** The direct deal of the channel conflict, what waits behind the stuck onboardings, and what the faller once earned. */
function storyDeals(partners: readonly Partner[], calendar: Calendar): Seed[] {
  const at = (days: number): number => calendar.dayStart(calendar.asOf, -days) + 13 * HOUR;
  const none = { registration: null, sourced: [], influenced: [] };
  const open = { ...none, open: true as const };
  const behind = partners
    .filter(({ story }) => story === 'stuckOnboarding')
    .slice(0, 2)
    .map((partner, index) => {
      const name = index === 0 ? 'Östersund Timber AB' : 'Hoteles Bahía Clara SL';
      return { ...open, account: name, region: partner.region, created: at(24 - 6 * index), sourced: [partner] };
    });
  const earned = partners
    .filter(({ story }) => story === 'faller')
    .flatMap((partner) => {
      const won = { ...none, region: partner.region, sourced: [partner], won: true as const };
      return [
        { ...won, account: 'Cotswold Dairies Ltd', created: at(197), closed: calendar.working(at(148), 0.4) },
        { ...won, account: 'Severn Ferries plc', created: at(171), closed: calendar.working(at(117), 0.7) },
      ];
    });
  return [{ ...open, account: CONFLICT_ACCOUNT, region: 'DACH', created: at(40) }, ...behind, ...earned];
}
