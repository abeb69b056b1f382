import { type Calendar, DAY, HOUR, iso } from './calendar.ts';
import type { Partner } from './partners.ts';
import type { Random } from './random.ts';
import { STUCK_STEP } from './stories.ts';
import type { Row } from './tables.ts';

const steps: readonly (readonly [string, number])[] = [
  ['Contract signed', 0.1],
  ['Portal access', 0.1],
  ['Sales basics', 0.22],
  [STUCK_STEP, 0.28],
  ['First joint call', 0.16],
  ['Go-to-market plan', 0.14],
];

const requiredModules = [
  'Product fundamentals',
  'Discovery & qualification',
  'Demo essentials',
  'Security & compliance',
  'Deal registration',
];
const optionalModules = ['Advanced integrations', 'Pricing & packaging', 'Renewals & expansion'];

/** Days before as-of at which the new, shorter onboarding began (a program change). */
export const NEW_ONBOARDING_DAYS = 230;

/** Days before as-of at which the faller's certifications ran out. */
export const FALLER_EXPIRY_DAYS = 48;

export interface Onboarding {
  readonly started: number | null;
  readonly completed: number | null;
  readonly rows: readonly Row<'onboarding_steps'>[];
}

/** The onboarding of every partner by id; a few old ones have no record of it. */
export function onboardings(partners: readonly Partner[], calendar: Calendar, random: Random): Map<string, Onboarding> {
  const result = new Map<string, Onboarding>();
  for (const partner of partners) {
    const own = random.fork(partner.id);
    const old = calendar.asOf - partner.joined > 900 * DAY && partner.story === null;
    const plan =
      old && own.chance(0.2) ? { started: null, completed: null, rows: [] } : onboard(partner, calendar, own);
    result.set(partner.id, plan);
  }
  return result;
}

function onboard(partner: Partner, calendar: Calendar, random: Random): Onboarding {
  const { stalled } = partner;
  const start = stalled
    ? calendar.dayStart(calendar.asOf, -stalled.started) + 9 * HOUR
    : Math.min(calendar.asOf, calendar.working(partner.joined + random.int(0, 4) * DAY, random.next()));
  const isNew = start > calendar.asOf - NEW_ONBOARDING_DAYS * DAY;
  const duration = random.logNormal(isNew ? 30 : 43, 0.3) * (1.35 - 0.6 * partner.quality);
  const rows: Row<'onboarding_steps'>[] = [];
  let at: number | null = start;
  for (const [index, [step, share]] of steps.entries()) {
    const position = index + 1;
    const began: number | null = at;
    if (began !== null) {
      if (stalled) at = stalledEnd(stalled, position, start, calendar);
      else at = later(began, Math.min(24, duration * share * random.logNormal(1, 0.35)), calendar, random);
    }
    rows.push({
      partner_id: partner.id,
      step,
      position: String(position),
      started_at: iso(began),
      completed_at: iso(began === null ? null : at),
    });
  }
  return { started: start, completed: at, rows };
}

function stalledEnd(
  stalled: NonNullable<Partner['stalled']>,
  position: number,
  start: number,
  calendar: Calendar,
): number | null {
  if (position >= stalled.step) return null;
  const reached = calendar.dayStart(calendar.asOf, -stalled.standing) + 14 * HOUR;
  return position === stalled.step - 1
    ? reached
    : start + Math.floor(((reached - start) * position) / stalled.step / HOUR) * HOUR;
}

/** A working time about `days` after the instant, null when that is still to come. */
function later(instant: number, days: number, calendar: Calendar, random: Random): number | null {
  const target = instant + days * DAY;
  if (target > calendar.asOf) return null;
  const result = Math.max(days < 0 ? target : instant + HOUR, calendar.working(target, random.next()));
  return result <= calendar.asOf ? result : null;
}

/** The rows of trainings.csv: several people per partner, five required and three optional modules. */
export function trainings(
  partners: readonly Partner[],
  onboarding: ReadonlyMap<string, Onboarding>,
  calendar: Calendar,
  random: Random,
): Row<'trainings'>[] {
  const rows: Row<'trainings'>[] = [];
  for (const partner of partners) {
    const own = random.fork(partner.id);
    const begin = onboarding.get(partner.id)?.started ?? partner.joined;
    for (const [index, person] of partner.people.entries()) {
      const assigned = calendar.dayStart(index < 2 ? begin : begin + own.int(0, 400) * DAY);
      if (assigned > partner.until) continue;
      const diligence = partner.quality * own.between(0.7, 1.1);
      for (const module of [...requiredModules, ...optionalModules]) {
        const required = requiredModules.includes(module);
        if (!required && !own.chance(0.4)) continue;
        const done = own.chance(required ? 0.3 + 0.65 * diligence : 0.2 + 0.5 * diligence);
        const completed = done ? later(assigned, own.logNormal(20 / (0.4 + diligence), 0.7), calendar, own) : null;
        rows.push({
          partner_id: partner.id,
          person_id: person,
          module,
          required: own.chance(0.01) ? '' : String(required),
          assigned_at: own.chance(0.02) ? '' : calendar.day(assigned),
          completed_at: iso(completed !== null && completed <= partner.until ? completed : null),
        });
      }
    }
  }
  return rows;
}

export interface Certification {
  readonly partner: Partner;
  readonly person: string;
  readonly name: string;
  readonly earned: number;
  /** The local midnight after its last day. */
  readonly expires: number;
  readonly revoked: number | null;
}

/** Yearly certifications, renewed or not; a few were revoked. */
export function certifications(
  partners: readonly Partner[],
  onboarding: ReadonlyMap<string, Onboarding>,
  calendar: Calendar,
  random: Random,
): Certification[] {
  const all = partners.flatMap((partner) => {
    const own = random.fork(partner.id);
    if (partner.story === 'faller') return fallersCertifications(partner, calendar);
    if (partner.story === 'channelConflict') return expiringSoon(partner, calendar);
    const plan = onboarding.get(partner.id);
    const completed = plan?.rows.length === 0 ? partner.joined + 60 * DAY : (plan?.completed ?? null);
    if (completed === null || !own.chance(partner.quality * 1.15 - 0.1)) return [];
    const count = partner.story === 'star' ? 3 : own.int(1, Math.max(1, Math.floor(partner.people.length * 0.7)));
    return partner.people.slice(0, count).flatMap((person) => careerOf(partner, person, completed, calendar, own));
  });
  const revoked = new Set(
    random.sample(
      all.filter(({ partner, earned }) => partner.story === null && calendar.asOf - earned > 30 * DAY),
      4,
    ),
  );
  return all.map((item) => (revoked.has(item) ? { ...item, revoked: revokedAt(item, calendar, random) } : item));
}

function careerOf(
  partner: Partner,
  person: string,
  completed: number,
  calendar: Calendar,
  random: Random,
): Certification[] {
  const name = random.weighted([
    ['Certified Seller', 5] as const,
    ['Certified Implementer', 3] as const,
    ['Solution Architect', 2] as const,
  ]);
  const career: Certification[] = [];
  let earned = later(completed, partner.story === 'star' ? 20 : random.logNormal(45, 0.8), calendar, random);
  while (earned !== null && earned <= partner.until) {
    const expires = calendar.dayStart(earned, 366);
    career.push({ partner, person, name, earned, expires, revoked: null });
    if (partner.story !== 'star' && !random.chance(0.45 + 0.45 * partner.quality)) break;
    earned = later(expires, partner.story === 'star' ? -20 : random.between(-25, 30), calendar, random);
  }
  return career;
}

/** Every program has some that run out within the next 60 days, whatever the seed. */
function expiringSoon(partner: Partner, calendar: Calendar): Certification[] {
  return partner.people.slice(0, 2).map((person, index) => ({
    partner,
    person,
    name: 'Certified Seller',
    earned: calendar.dayStart(calendar.asOf, 20 + 20 * index - 365) + 10 * HOUR,
    expires: calendar.dayStart(calendar.asOf, 21 + 20 * index),
    revoked: null,
  }));
}

function fallersCertifications(partner: Partner, calendar: Calendar): Certification[] {
  const [first = '', second = ''] = partner.people;
  return [first, second].flatMap((person, index) =>
    [730, 365].map((days) => {
      const expired = FALLER_EXPIRY_DAYS + index;
      const earned = calendar.dayStart(calendar.asOf, -days - expired) + 10 * HOUR;
      const expires = calendar.dayStart(calendar.asOf, 1 - expired - (days === 730 ? 365 : 0));
      return {
        partner,
        person,
        name: index === 0 ? 'Certified Seller' : 'Certified Implementer',
        earned,
        expires,
        revoked: null,
      };
    }),
  );
}

function revokedAt({ earned, expires }: Certification, calendar: Calendar, random: Random): number {
  return calendar.dayStart(random.between(earned + DAY, Math.min(expires, calendar.asOf)));
}

export function certificationRows(all: readonly Certification[], calendar: Calendar): Row<'certifications'>[] {
  return all.map(({ partner, person, name, earned, expires, revoked }) => ({
    partner_id: partner.id,
    person_id: person,
    name,
    earned_at: iso(earned),
    expires_at: calendar.day(expires - HOUR),
    revoked_at: iso(revoked),
  }));
}

/** Whether the partner holds a valid certification at the instant. */
export function certifiedAt(all: readonly Certification[], partner: Partner, instant: number): boolean {
  return all.some(
    (item) =>
      item.partner === partner &&
      item.earned <= instant &&
      instant < item.expires &&
      (item.revoked === null || instant < item.revoked),
  );
}
