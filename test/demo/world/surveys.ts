import { type Calendar, DAY, HOUR, iso } from './calendar.ts';
import { NEW_ONBOARDING_DAYS } from './enablement.ts';
import type { Partner } from './partners.ts';
import type { Random } from './random.ts';
import type { Row } from './tables.ts';

interface Invitation {
  readonly partner: Partner;
  readonly person: string;
  readonly kind: 'nps' | 'csat';
  readonly milestone: string;
  readonly topic: string;
  readonly at: number;
}

/** The rows of surveys.csv: after the onboarding, every quarter and after the program change; about half of them answered. */
export function surveys(
  partners: readonly Partner[],
  onboarding: ReadonlyMap<string, { readonly completed: number | null }>,
  start: number,
  calendar: Calendar,
  random: Random,
): Row<'surveys'>[] {
  return partners.flatMap((partner) => {
    const own = random.fork(partner.id);
    const completed = onboarding.get(partner.id)?.completed ?? null;
    return [
      ...afterOnboarding(partner, completed, start, calendar),
      ...quarterly(partner, completed, start, calendar, own),
      ...afterChange(partner, calendar, own),
    ]
      .filter(({ at }) => at <= Math.min(partner.until, calendar.asOf))
      .map((invitation) => answer(invitation, calendar, own));
  });
}

function afterOnboarding(partner: Partner, completed: number | null, start: number, calendar: Calendar): Invitation[] {
  if (completed === null || completed < start) return [];
  const at = calendar.dayStart(completed, 3) + 9 * HOUR;
  const common = { partner, milestone: 'onboarding', topic: 'onboarding', at };
  return partner.people.slice(0, 2).flatMap((person) => [
    { ...common, person, kind: 'csat' as const },
    { ...common, person, kind: 'nps' as const },
  ]);
}

function quarterly(
  partner: Partner,
  completed: number | null,
  start: number,
  calendar: Calendar,
  random: Random,
): Invitation[] {
  const invitations: Invitation[] = [];
  for (let quarter = start; quarter < calendar.asOf; quarter = calendar.quarterStart(quarter, 1)) {
    const at = calendar.dayStart(quarter, 28) + 9 * HOUR;
    if (at < (completed ?? partner.joined + 90 * DAY)) continue;
    for (const person of random.sample(partner.people, 2)) {
      invitations.push({ partner, person, kind: 'nps', milestone: 'quarterly', topic: '', at });
      if (!random.chance(0.6)) continue;
      const topic = random.pick(['portal', 'training', 'deal registration', 'support', 'content', '']);
      invitations.push({ partner, person, kind: 'csat', milestone: 'quarterly', topic, at });
    }
  }
  return invitations;
}

function afterChange(partner: Partner, calendar: Calendar, random: Random): Invitation[] {
  const at = calendar.dayStart(calendar.asOf, 10 - NEW_ONBOARDING_DAYS) + 9 * HOUR;
  if (at < partner.joined + 30 * DAY || !random.chance(0.7)) return [];
  const common = { partner, kind: 'csat' as const, milestone: 'program-change', topic: 'onboarding', at };
  return partner.people.slice(0, 1).map((person) => ({ ...common, person }));
}

function answer(invitation: Invitation, calendar: Calendar, random: Random): Row<'surveys'> {
  const { partner, person, kind, milestone, topic, at } = invitation;
  const delay = random.logNormal(2.5, 0.9) * DAY;
  const isAnswered =
    random.chance(0.35 + 0.35 * partner.quality) && at + delay <= Math.min(partner.until, calendar.asOf);
  return {
    partner_id: partner.id,
    respondent_id: random.chance(0.03) ? '' : person,
    kind,
    score: isAnswered ? String(score(invitation, calendar, random)) : '',
    milestone,
    topic,
    invited_at: iso(at),
    at: isAnswered ? iso(calendar.working(at + delay, random.next())) : '',
  };
}

function score({ partner, kind, topic, at }: Invitation, calendar: Calendar, random: Random): number {
  const sours = partner.story === 'faller' && at > calendar.asOf - 130 * DAY ? -0.4 : 0;
  const topical = topic === 'portal' ? -0.12 : topic === 'support' ? 0.08 : 0;
  const mood = 0.6 + 0.3 * partner.quality + sours + topical + 0.14 * random.normal();
  if (kind === 'nps') return Math.max(0, Math.min(10, Math.round(mood * 10)));
  return Math.max(1, Math.min(5, Math.round(mood * 5)));
}
