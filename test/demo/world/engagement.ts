import { type Calendar, DAY, iso } from './calendar.ts';
import type { Deal } from './deals.ts';
import { type Certification, certifiedAt } from './enablement.ts';
import type { Partner } from './partners.ts';
import type { Random } from './random.ts';
import { type Business, SILENT_DAYS } from './registrations.ts';
import type { Row } from './tables.ts';

/** Title, days before as-of of publication (null = not recorded) and of retirement. The first are the popular ones. */
const assetList: readonly (readonly [string, number | null, number | null])[] = [
  ['Partner pitch deck', 700, null],
  ['Deal registration in five minutes', 690, null],
  ['Competitive battlecard', 520, null],
  ['Price list and discount rules', 640, null],
  ['Demo script: Pulse Platform', 600, null],
  ['Customer story: Polar Shipping', 480, null],
  ['Security whitepaper', 655, null],
  ['ROI calculator', 410, null],
  ['Co-marketing kit', 380, null],
  ['Technical architecture guide', 610, null],
  ['Discovery call checklist', 300, null],
  ['Onboarding handbook', 720, null],
  ['Integration cookbook', 350, null],
  ['Objection handling guide', 280, null],
  ['Data Hub datasheet', 560, null],
  ['Insight Suite launch deck', 190, null],
  ['Customer story: Northgate Insurance', 230, null],
  ['Renewal playbook', 210, null],
  ['Webinar: quarter-end closing', 140, null],
  ['Secure Edge "quick facts"', null, null],
  ['Template: joint business plan', 330, null],
  ['Workflow connector guide', 250, null],
  ['Brand guidelines, 2nd edition', 460, null],
  ['Legacy migration handbook', 715, 160],
  ['Secure Edge comparison sheet', 12, null],
];

const UNPOPULAR = 20;
const BATTLECARD = 'A-03';

/** The rows of assets.csv: 25, some hardly used, one retired, one without a publication date. */
export function assets(calendar: Calendar): Row<'assets'>[] {
  const ago = (days: number | null): string =>
    days === null ? '' : calendar.day(calendar.dayStart(calendar.asOf, -days));
  return assetList.map(([title, published, retired], index) => ({
    id: assetId(index),
    title,
    published_at: ago(published),
    retired_at: ago(retired),
  }));
}

function assetId(index: number): string {
  return `A-${String(index + 1).padStart(2, '0')}`;
}

/** How many events a week a partner has in each week from `start` until it stops; calls back with a time in that week. */
function weekly(
  partner: Partner,
  start: number,
  mean: (week: number) => number,
  calendar: Calendar,
  random: Random,
): number[] {
  const times: number[] = [];
  const from = Math.max(start, partner.joined);
  for (let week = from; week < partner.until; week = calendar.dayStart(week, 7)) {
    for (let left = random.poisson(mean(week)); left > 0; left--) {
      const at = calendar.working(week + random.next() * 7 * DAY, random.next());
      if (at >= partner.joined && at <= partner.until) times.push(at);
    }
  }
  return times;
}

function isSilent(partner: Partner, instant: number, calendar: Calendar): boolean {
  return partner.story === 'faller' && instant > calendar.asOf - SILENT_DAYS * DAY;
}

/** The rows of content_events.csv; the battlecard goes with won deals. */
export function contentEvents(
  partners: readonly Partner[],
  all: readonly Deal[],
  start: number,
  calendar: Calendar,
  random: Random,
): Row<'content_events'>[] {
  const choices = assetList.map(([, published, retired], index) => {
    const weight = index >= UNPOPULAR ? 0.05 : 1 / (index + 2);
    const from = calendar.asOf - (published ?? 500) * DAY;
    return { id: assetId(index), weight, from, to: retired === null ? calendar.asOf : calendar.asOf - retired * DAY };
  });
  const rows: Row<'content_events'>[] = [];
  for (const partner of partners) {
    const own = random.fork(partner.id);
    const mean = (week: number): number => (isSilent(partner, week, calendar) ? 0.1 : 1) * 0.9 * partner.quality ** 1.5;
    for (const at of weekly(partner, start, mean, calendar, own)) {
      const usable = choices.filter(({ from, to }) => from <= at && at <= to);
      if (usable.length === 0) continue;
      const asset = own.weighted(usable.map(({ id, weight }) => [id, weight] as const));
      rows.push({ partner_id: partner.id, asset_id: asset, kind: contentKind(own), at: iso(at) });
    }
  }
  const known = calendar.asOf - 520 * DAY;
  for (const deal of all) {
    const [partner] = deal.sourced;
    if (!partner || deal.closed === null || deal.created < known) continue;
    if (!random.chance(deal.status === 'won' ? 0.4 : 0.12)) continue;
    const at = calendar.working(random.between(deal.created, deal.closed), random.next());
    if (at <= deal.closed)
      rows.push({ partner_id: partner.id, asset_id: BATTLECARD, kind: contentKind(random), at: iso(at) });
  }
  return rows;
}

function contentKind(random: Random): string {
  return random.weighted([['view', 7] as const, ['download', 2] as const, ['share', 1] as const]);
}

/** The rows of portal_sessions.csv; the faller comes rarely of late and mistypes its password. */
export function portalSessions(
  partners: readonly Partner[],
  start: number,
  calendar: Calendar,
  random: Random,
): Row<'portal_sessions'>[] {
  return partners.flatMap((partner) => {
    const own = random.fork(partner.id);
    // One partner in six works by mail and telephone only.
    const shy = partner.story === null && own.chance(0.16) ? 0.04 : 1;
    const mean = (week: number): number => (isSilent(partner, week, calendar) ? 0.5 : 1.7) * shy * partner.quality;
    return weekly(partner, start, mean, calendar, own).map((at) => session(partner, at, calendar, own));
  });
}

function session(partner: Partner, at: number, calendar: Calendar, random: Random): Row<'portal_sessions'> {
  const isFailed = random.chance(isSilent(partner, at, calendar) ? 0.6 : 0.05);
  return {
    partner_id: partner.id,
    person_id: random.pick(partner.people),
    at: iso(at),
    duration_seconds: isFailed || random.chance(0.02) ? '' : String(Math.ceil(random.logNormal(340, 0.8))),
    pages: isFailed || random.chance(0.02) ? '' : String(1 + random.poisson(4.5)),
    failed: isFailed ? 'true' : random.chance(0.05) ? '' : 'false',
  };
}

/** The rows of touches.csv: support on deals (certified partners need less), and what managers do otherwise. */
export function touches(
  all: readonly Deal[],
  businesses: readonly Business[],
  certified: readonly Certification[],
  start: number,
  calendar: Calendar,
  random: Random,
): Row<'touches'>[] {
  const rows: Row<'touches'>[] = [];
  for (const deal of all) {
    const partner = deal.sourced[0] ?? deal.influenced[0];
    if (!partner) continue;
    const mean = certifiedAt(certified, partner, deal.created) ? 1 : 1.9;
    for (let left = random.poisson(mean); left > 0; left--) {
      const end = deal.closed ?? calendar.asOf;
      const at = Math.max(
        deal.created,
        Math.min(end, calendar.working(random.between(deal.created, end), random.next())),
      );
      const kind = random.weighted([
        ['email', 4] as const,
        ['call', 4] as const,
        ['co-sell', 3] as const,
        ['chat', 2] as const,
      ]);
      rows.push({ partner_id: partner.id, kind, at: iso(at), deal_id: deal.id });
    }
  }
  for (const { partner } of businesses) {
    const own = random.fork(partner.id);
    for (const at of weekly(partner, start, () => 0.14 + 0.2 * partner.quality, calendar, own)) {
      const kind = own.weighted([
        ['email', 5] as const,
        ['call', 3] as const,
        ['live-training', 1] as const,
        ['office-hours', 2] as const,
        ['chat', 2] as const,
      ]);
      rows.push({ partner_id: partner.id, kind, at: iso(at), deal_id: '' });
    }
  }
  return rows;
}
