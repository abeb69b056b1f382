import { compareCodePoints } from '../../records/order.ts';
import { countedEvents } from '../behind.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import { type Figures, type FigureValue, iso, ratio } from '../figures.ts';
import { isActive } from '../program/activity.ts';
import type { AssetFacts, PartnerFacts } from '../program/facts.ts';
import { inScope, partnersOf } from '../program/scope.ts';
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
  rests: ['asset', 'content-event'],
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
    partnersOf(program, scope).filter(
      (p) => inScope(program, scope, p, window.last) && isActive(program, p, window.last),
    ),
  );
  const use = assetUse(ask, active);
  return {
    figures: {
      activePartners: active.size,
      adopters: use.adopters.size,
      rate: scope.partner === null ? ratio(use.adopters.size, active.size) : null,
      assets: assetFigures(use.assets, scope.partner === null ? active.size : null),
      lowAdoption: lowAdoption(ask, active, leftOut),
    },
    leftOut,
    behind: countedEvents('content-event', use.events),
  };
}

interface AssetUse {
  readonly partners: Set<PartnerFacts>;
  view: number;
  download: number;
  share: number;
}

/** Per asset used in the period: distinct active partners in scope at the end, beside everybody's events in scope when they happened. */
function assetUse({ program, scope, window }: Ask, active: ReadonlySet<PartnerFacts>) {
  const adopters = new Set<PartnerFacts>();
  const assets = new Map<AssetFacts, AssetUse>();
  let events = 0;
  for (const event of contentIn(program, scope, window)) {
    const counted = inScope(program, scope, event.partner, event.at);
    const user = active.has(event.partner);
    if (user) adopters.add(event.partner);
    if (!counted && !user) continue;
    const entry = assets.get(event.asset) ?? { partners: new Set(), view: 0, download: 0, share: 0 };
    assets.set(event.asset, entry);
    if (user) entry.partners.add(event.partner);
    if (!counted) continue;
    entry[event.kind]++;
    events++;
  }
  return { adopters, assets, events };
}

const assetFigures = (assets: ReadonlyMap<AssetFacts, AssetUse>, activePartners: number | null): FigureValue =>
  [...assets]
    .sort(([a], [b]) => compareCodePoints(a.id, b.id))
    .map(([asset, { partners, view, download, share }]) => ({
      asset: asset.id,
      title: asset.title,
      partners: partners.size,
      share: activePartners === null ? null : ratio(partners.size, activePartners),
      views: view,
      downloads: download,
      shares: share,
    }));

/** Published 30 days or more before the end, not retired, used by under 10 % of active partners in the 90 days before it. */
function lowAdoption({ program, scope, window }: Ask, active: ReadonlySet<PartnerFacts>, leftOut: Tally): FigureValue {
  const { zone } = program.calendar;
  const { last, endDay } = window;
  if (active.size < LOW_MIN_PARTNERS) return [];
  const from = zone.startOf(endDay - LOW_USE_DAYS);
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
    if (endDay - zone.dayOf(asset.publishedAt) < LOW_AGE_DAYS) continue;
    if ((users.get(asset)?.size ?? 0) < LOW_SHARE * active.size) low.push(asset.id);
  }
  return low.sort(compareCodePoints);
}

/** Rule 3.10: distinct assets ever used, and the last use. */
function partnerState({ program, scope, window }: Ask): Figures {
  if (scope.partner === null) return {};
  const events = program.content.of(scope.partner);
  const used = new Set<AssetFacts>();
  for (const event of events.between(Number.NEGATIVE_INFINITY, window.last + 1)) used.add(event.asset);
  const lastEvent = events.latest(window.last);
  return { assets: used.size, lastAt: lastEvent === null ? null : iso(lastEvent.at) };
}
