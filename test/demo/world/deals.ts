import { type Calendar, DAY, HOUR } from './calendar.ts';
import type { Seed } from './deal-seeds.ts';
import { type Certification, certifiedAt } from './enablement.ts';
import type { Partner } from './partners.ts';
import type { Random } from './random.ts';
import type { Registration } from './registrations.ts';
import { type Region, salesReps } from './roster.ts';

const openStages = ['Discovery', 'Qualification', 'Proposal', 'Negotiation'] as const;
const newTypes: readonly (readonly [string, number])[] = [
  ['new', 75],
  ['expansion', 22],
  ['', 3],
];
const allTypes = [...newTypes, ['renewal', 24] as const];
const products = ['Pulse Platform', 'Data Hub', 'Insight Suite', 'Secure Edge', 'Workflow'] as const;

export interface Deal {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly created: number;
  readonly status: 'open' | 'won' | 'lost';
  /** When it closed; for an open deal, the last instant at which it moved. */
  readonly closed: number | null;
  readonly stage: string;
  readonly stageEntered: number;
  readonly lastActivity: number;
  readonly expectedClose: number | null;
  readonly amount: string;
  readonly currency: string;
  readonly type: string;
  readonly owner: string;
  readonly registration: Registration | null;
  readonly sourced: readonly Partner[];
  readonly influenced: readonly Partner[];
}

/** The course of every deal; certified partners win more, larger and faster. */
export function deals(
  seeds: readonly Seed[],
  certified: readonly Certification[],
  calendar: Calendar,
  random: Random,
): Deal[] {
  return seeds.map((seed, index) => {
    const isCertified = seed.sourced.some((partner) => certifiedAt(certified, partner, seed.created));
    return course(seed, `D-${20001 + index}`, isCertified, calendar, random.fork(`course ${index}`));
  });
}

function course(seed: Seed, id: string, isCertified: boolean, calendar: Calendar, random: Random): Deal {
  const isPartner = seed.sourced.length + seed.influenced.length > 0;
  const isStar = seed.sourced.some(({ story }) => story === 'star');
  const winRate = isStar ? 0.55 : isCertified ? 0.46 : isPartner ? 0.34 : 0.27;
  const fate = seed.won
    ? 'won'
    : seed.open
      ? 'idle'
      : random.chance(winRate)
        ? 'won'
        : random.chance(0.1)
          ? 'idle'
          : 'lost';
  const cycle = random.logNormal(isCertified ? 52 : isPartner ? 74 : 92, 0.55) * (fate === 'lost' ? 0.8 : 1);
  const product = random.pick(products);
  const type = seed.open ? 'new' : random.weighted(seed.registration ? newTypes : allTypes);
  const parts = {
    ...seed,
    id,
    name: `${seed.account} – ${product}${type === 'renewal' ? ', renewal' : ''}`,
    type,
    owner: random.pick(salesReps),
    ...money(seed.region, isStar ? 46_000 : isCertified ? 33_000 : isPartner ? 22_000 : 28_000, type, random),
  };
  const expected = random.chance(0.05) ? null : seed.created + Math.max(5, cycle * random.between(0.7, 1.35)) * DAY;
  const end = fate === 'idle' ? null : (seed.closed ?? closing(seed.created, cycle, fate === 'won', calendar, random));
  if (end === null || end > calendar.asOf || fate === 'idle') {
    return {
      ...parts,
      status: 'open',
      closed: null,
      expectedClose: expected,
      ...progress(seed, cycle, calendar, random),
    };
  }
  const stage = fate === 'won' ? 'Closed won' : 'Closed lost';
  return { ...parts, status: fate, closed: end, stage, stageEntered: end, lastActivity: end, expectedClose: expected };
}

/** Won deals gather at the end of a quarter; null while the close is still to come. */
function closing(created: number, cycle: number, won: boolean, calendar: Calendar, random: Random): number | null {
  let target = created + cycle * DAY;
  const quarterEnd = calendar.quarterStart(target, 1);
  const near = (quarterEnd - target) / DAY < 30;
  if (won && near && random.chance(0.45)) target = quarterEnd - random.between(2.5, 9) * DAY;
  if (target > calendar.asOf) return null;
  return Math.min(calendar.asOf, Math.max(created + 2 * HOUR, calendar.working(target, random.next())));
}

/** Where an open deal stands; `cycle` in days, null for one that nobody pursues. */
function progress(
  seed: Seed,
  cycle: number | null,
  calendar: Calendar,
  random: Random,
): Pick<Deal, 'stage' | 'stageEntered' | 'lastActivity'> {
  const age = calendar.asOf - seed.created;
  const share = cycle === null ? random.between(0.05, 0.95) : Math.min(0.999, age / (cycle * DAY));
  const stage = openStages[Math.floor(share * openStages.length)] ?? 'Discovery';
  const entered = seed.created + age * random.between(0.3, 0.9) * share;
  const stageEntered = Math.max(seed.created, calendar.working(entered, random.next()));
  const quiet = cycle === null && !seed.open ? random.between(0.05, 0.5) : random.between(0.6, 1);
  const lastActivity = calendar.working(stageEntered + (calendar.asOf - stageEntered) * quiet, random.next());
  return { stage, stageEntered, lastActivity: Math.max(stageEntered, lastActivity) };
}

function money(region: Region, median: number, type: string, random: Random): { amount: string; currency: string } {
  const currency = currencyOf(region, random);
  if (random.chance(0.02)) return { amount: '', currency };
  const value = random.logNormal(median, 0.7) * (type === 'renewal' ? 0.8 : 1) * (currency === 'SEK' ? 11 : 1);
  if (type === 'renewal' && random.chance(0.03)) return { amount: (-value / 20).toFixed(2), currency };
  return { amount: random.chance(0.15) ? value.toFixed(2) : String(Math.round(value / 100) * 100), currency };
}

function currencyOf(region: Region, random: Random): string {
  if (random.chance(0.01)) return '';
  if (region === 'UKI') return random.chance(0.75) ? 'GBP' : 'EUR';
  if (region === 'North America') return random.chance(0.9) ? 'USD' : 'EUR';
  if (region === 'DACH') return random.chance(0.14) ? 'CHF' : 'EUR';
  return region === 'Nordics' && random.chance(0.14) ? 'SEK' : 'EUR';
}
