import { compareCodePoints } from '../../records/order.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import { type Figures, type FigureValue, iso, ratio } from '../figures.ts';
import { isActive } from '../program/activity.ts';
import type { AssetFacts, ContentFacts, PartnerFacts } from '../program/facts.ts';
import { inScope } from '../program/scope.ts';
import { contentIn } from '../program/windows.ts';
import { Tally } from '../tally.ts';

const LOW_SHARE = 0.1;
const LOW_AGE_DAYS = 30;
const LOW_USE_DAYS = 90;
const LOW_MIN_PARTNERS = 10;

/** Rule 3.6: how many active partners use the content, which asset is used, and which hardly at all. */
export const contentAdoptionKpi = defineKpi({
  id: 'content-adoption',
  area: 'engagement',
  kind: 'leading',
  cadence: 'weekly',
  unit: 'share',
  better: 'higher',
  decision: 'stop',
  headline: 'rate',
  units: { activePartners: 'count', adopters: 'count', rate: 'share' },
  compute,
  partnerState,
});

function compute(ask: Ask): Outcome {
  const { program, scope, window } = ask;
  const leftOut = new Tally();
  const active = new Set(
    program.partners.filter((p) => inScope(program, scope, p, window.last) && isActive(program, p, window.last)),
  );
  const events = contentIn(program, scope, window);
  const adopters = new Set(events.map((e) => e.partner).filter((p) => active.has(p)));
  return {
    figures: {
      activePartners: active.size,
      adopters: adopters.size,
      rate: scope.partner === null ? ratio(adopters.size, active.size) : null,
      assets: assetFigures(ask, events, active),
      lowAdoption: lowAdoption(ask, active, leftOut),
    },
    leftOut,
    behind: events
      .filter((e) => inScope(program, scope, e.partner, e.at))
      .map(() => ({ record: 'content-event', id: null, url: null })),
  };
}

/** Per asset used in the period: distinct active partners in scope at the end, beside everybody's events in scope when they happened. */
function assetFigures(
  { program, scope }: Ask,
  events: readonly ContentFacts[],
  active: ReadonlySet<PartnerFacts>,
): FigureValue {
  const byAsset = new Map<AssetFacts, { partners: Set<PartnerFacts>; view: number; download: number; share: number }>();
  for (const event of events) {
    const counted = inScope(program, scope, event.partner, event.at);
    const user = active.has(event.partner);
    if (!counted && !user) continue;
    const entry = byAsset.get(event.asset) ?? { partners: new Set(), view: 0, download: 0, share: 0 };
    byAsset.set(event.asset, entry);
    if (user) entry.partners.add(event.partner);
    if (counted) entry[event.kind]++;
  }
  return [...byAsset]
    .sort(([a], [b]) => compareCodePoints(a.id, b.id))
    .map(([asset, { partners, view, download, share }]) => ({
      asset: asset.id,
      title: asset.title,
      partners: partners.size,
      share: scope.partner === null ? ratio(partners.size, active.size) : null,
      views: view,
      downloads: download,
      shares: share,
    }));
}

/** Published 30 days or more before the end, not retired, used by under 10 % of active partners in the 90 days before it. */
function lowAdoption({ program, scope, window }: Ask, active: ReadonlySet<PartnerFacts>, leftOut: Tally): FigureValue {
  const { zone } = program.calendar;
  const { last, lastDay } = window;
  if (active.size < LOW_MIN_PARTNERS) return [];
  const from = zone.startOf(lastDay - LOW_USE_DAYS);
  const users = new Map<AssetFacts, Set<PartnerFacts>>();
  for (const event of contentIn(program, scope, { start: from, until: last + 1 })) {
    if (!active.has(event.partner)) continue;
    const set = users.get(event.asset);
    if (set === undefined) users.set(event.asset, new Set([event.partner]));
    else set.add(event.partner);
  }
  const low: string[] = [];
  for (const asset of program.assets) {
    if (asset.knownFrom > last || (asset.retiredAt !== null && asset.retiredAt <= last)) continue;
    if (asset.publishedAt === null) {
      leftOut.add('no-publication-date');
      continue;
    }
    if (lastDay - zone.dayOf(asset.publishedAt) < LOW_AGE_DAYS) continue;
    if ((users.get(asset)?.size ?? 0) < LOW_SHARE * active.size) low.push(asset.id);
  }
  return low.sort(compareCodePoints);
}

/** Rule 3.10: distinct assets ever used, and the last use. */
function partnerState({ scope, window }: Ask): Figures {
  const events = scope.partner?.content.filter((e) => e.at <= window.last) ?? [];
  const lastEvent = events.at(-1);
  return {
    assets: new Set(events.map((e) => e.asset)).size,
    lastAt: lastEvent === undefined ? null : iso(lastEvent.at),
  };
}
