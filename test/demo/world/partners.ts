import { type Calendar, DAY, iso } from './calendar.ts';
import type { Random } from './random.ts';
import { JONAS, MAYA, managers, type Region, type RosterEntry, roster, type Tier } from './roster.ts';
import { type StoryName, stories } from './stories.ts';
import type { Row } from './tables.ts';

/** A partner as the generators see it; instants are epoch milliseconds. */
export interface Partner {
  readonly id: string;
  readonly name: string;
  readonly aliases: string;
  readonly region: Region;
  readonly motion: string;
  readonly tier: Tier;
  readonly manager: string;
  readonly active: 'true' | 'false' | '';
  readonly joined: number;
  /** Its business ends here: as-of, or when it became inactive or was merged. */
  readonly until: number;
  readonly mergedInto: string;
  readonly story: StoryName | null;
  /** Days since the start at which the open step was reached; only for those that stand still. */
  readonly stalled: { readonly step: number; readonly started: number; readonly standing: number } | null;
  /** 0 to 1: how much it cares; drives training, portal use and satisfaction. */
  readonly quality: number;
  /** People with access to the portal and the trainings, pseudonymous. */
  readonly people: readonly string[];
}

const established: readonly string[] = ['P-1001', 'P-1002', 'P-1006', 'P-1007', 'P-1008', 'P-1009', 'P-1010'];
const MERGED = 'P-1008';
const SURVIVOR = 'P-1009';

/** Days since the onboarding start and days at the open step (position) of the partners that do not move. */
const standing: Record<string, Partner['stalled']> = {
  'P-1003': { step: 4, started: 50, standing: 35 },
  'P-1004': { step: 4, started: 66, standing: 41 },
  'P-1005': { step: 4, started: 83, standing: 57 },
  'P-1034': { step: 5, started: 150, standing: 105 },
  'P-1047': { step: 6, started: 260, standing: 190 },
};

/** `count` partners: about a third joined before `start`, the others month by month since. */
export function makePartners(count: number, start: number, calendar: Calendar, random: Random): Partner[] {
  const joins = joinDates(count, start, calendar, random.fork('joined'));
  return roster(count, random.fork('roster')).map((entry, index) =>
    makePartner(entry, `P-${1001 + index}`, joins, calendar, random.fork(`partner ${index}`)),
  );
}

function joinDates(count: number, start: number, calendar: Calendar, random: Random): Map<string, number> {
  const joins = new Map<string, number>();
  const newcomers: string[] = [];
  for (let index = 0; index < count; index++) {
    const id = `P-${1001 + index}`;
    const still = standing[id];
    if (still) joins.set(id, calendar.dayStart(calendar.asOf, -still.started - random.int(1, 4)));
    else if (established.includes(id) || index % 3 === 1)
      joins.set(id, calendar.dayStart(start, -random.int(150, 700)));
    else newcomers.push(id);
  }
  const months: number[] = [];
  for (let month = start; month < calendar.asOf; month = calendar.monthStart(month, 1)) months.push(month);
  const slots = [...months, ...random.sample(months.slice(0, -2), newcomers.length)];
  newcomers.forEach((id, index) => {
    const month = slots[index % slots.length] ?? start;
    const latest = Math.floor((calendar.asOf - month) / DAY) - 5;
    joins.set(id, calendar.dayStart(month, random.int(0, Math.max(0, Math.min(20, latest)))));
  });
  return joins;
}

function makePartner(
  entry: RosterEntry,
  id: string,
  joins: ReadonlyMap<string, number>,
  calendar: Calendar,
  random: Random,
): Partner {
  const story = storyOf(id);
  const joined = joins.get(id) ?? calendar.asOf;
  const age = (calendar.asOf - joined) / DAY;
  const leads = story === 'star' || story === 'faller' || story === 'channelConflict';
  const left = id === MERGED || (!leads && age > 500 && random.chance(0.12));
  const tier = story === 'star' ? 'Platinum' : leads ? 'Gold' : tierFor(age, random);
  return {
    ...entry,
    id,
    tier,
    manager: managerOf(id, entry.region, random),
    active: left ? 'false' : leads || random.chance(0.85) ? 'true' : '',
    joined,
    until: left ? calendar.asOf - random.int(120, 330) * DAY : calendar.asOf,
    mergedInto: id === MERGED ? SURVIVOR : '',
    story,
    stalled: standing[id] ?? null,
    quality: story === 'star' ? 0.97 : leads ? 0.75 : random.between(0.1, 1),
    people: Array.from({ length: peopleCount(tier, random) }, () => `u-${random.hex(10)}`),
  };
}

function storyOf(id: string): StoryName | null {
  for (const name of ['star', 'faller', 'stuckOnboarding', 'channelConflict'] as const) {
    const { partnerId, others } = stories[name];
    if (partnerId === id || others.some((other) => other === id)) return name;
  }
  return null;
}

function tierFor(ageInDays: number, random: Random): Tier {
  if (ageInDays < 200) return random.weighted([['Silver', 1] as const, ['Registered', 3] as const]);
  if (ageInDays < 600)
    return random.weighted([['Gold', 3] as const, ['Silver', 4] as const, ['Registered', 3] as const]);
  return random.weighted([
    ['Platinum', 3] as const,
    ['Gold', 5] as const,
    ['Silver', 4] as const,
    ['Registered', 2] as const,
  ]);
}

function managerOf(id: string, region: Region, random: Random): string {
  const own: readonly string[] = [
    stories.star.partnerId,
    stories.faller.partnerId,
    stories.stuckOnboarding.partnerId,
    stories.channelConflict.partnerId,
  ];
  if (own.includes(id)) return MAYA;
  return random.chance(0.03) ? '' : random.pick(managers[region]);
}

function peopleCount(tier: Tier, random: Random): number {
  if (tier === 'Platinum') return random.int(5, 8);
  if (tier === 'Gold') return random.int(3, 5);
  return tier === 'Silver' ? random.int(2, 4) : random.int(1, 2);
}

const lower: Record<Tier, Tier> = { Platinum: 'Gold', Gold: 'Silver', Silver: 'Registered', Registered: 'Registered' };

/** What is known of earlier tiers, managers, motions and active flags. */
export function partnerHistory(
  partners: readonly Partner[],
  calendar: Calendar,
  random: Random,
): Row<'partner_history'>[] {
  const rows: Row<'partner_history'>[] = [];
  const add = (partner: Partner, field: string, value: string, from: number): void => {
    rows.push({
      partner_id: partner.id,
      field,
      value,
      valid_from: from === partner.joined ? calendar.day(from) : iso(from),
    });
  };
  const ago = (partner: Partner, days: number): number =>
    Math.max(partner.joined, calendar.dayStart(calendar.asOf, -days));
  const candidates = partners.filter(
    (p) => p.story === null && p.tier !== 'Registered' && calendar.asOf - p.joined > 300 * DAY,
  );
  for (const partner of random.sample(candidates, 11)) {
    add(partner, 'tier', lower[partner.tier], partner.joined);
    add(partner, 'tier', partner.tier, ago(partner, random.int(20, 280)));
  }
  for (const partner of partners) {
    if (partner.story === 'star') {
      add(partner, 'tier', 'Silver', partner.joined);
      add(partner, 'tier', 'Gold', ago(partner, 520));
      add(partner, 'tier', 'Platinum', ago(partner, 170));
    }
    if (partner.story === 'faller') {
      add(partner, 'manager_email', JONAS, partner.joined);
      add(partner, 'manager_email', partner.manager, ago(partner, 45));
    }
    if (partner.active === 'false') {
      add(partner, 'active', 'true', partner.joined);
      add(partner, 'active', 'false', Math.max(partner.joined + DAY, partner.until));
    }
  }
  for (const partner of random.sample(
    partners.filter((p) => p.story === null && p.manager === MAYA),
    2,
  )) {
    add(partner, 'manager_email', JONAS, partner.joined);
    add(partner, 'manager_email', MAYA, ago(partner, 200));
  }
  for (const partner of random.sample(
    partners.filter((p) => p.motion === 'reseller' && p.story === null),
    2,
  )) {
    add(partner, 'motion', 'referral', partner.joined);
    add(partner, 'motion', 'reseller', ago(partner, 240));
  }
  return rows;
}

/** The rows of partners.csv. */
export function partnerRows(
  partners: readonly Partner[],
  onboarding: ReadonlyMap<string, { readonly started: number | null; readonly completed: number | null }>,
  calendar: Calendar,
): Row<'partners'>[] {
  return partners.map((partner) => ({
    id: partner.id,
    name: partner.name,
    aliases: partner.aliases,
    tier: partner.tier,
    region: partner.region,
    motion: partner.motion,
    manager_email: partner.manager,
    active: partner.active,
    joined_at: calendar.day(partner.joined),
    onboarding_started_at: iso(onboarding.get(partner.id)?.started ?? null),
    onboarding_completed_at: iso(onboarding.get(partner.id)?.completed ?? null),
    merged_into: partner.mergedInto,
    url: `https://crm.example.com/partners/${partner.id}`,
  }));
}
