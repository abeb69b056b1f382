import { byCodePoint, ratio } from './numbers.ts';
import { inScope, isActive } from './partner-state.ts';
import { inPeriod } from './period.ts';
import { endDate, type Kpi, type Question } from './question.ts';
import type { Partner } from './records.ts';
import { dateDays, iso, localDate, type Ms } from './time.ts';

const LOW_ADOPTION = { publishedDays: 30, usedDays: 90, below: 0.1, activePartners: 10 };

/** Rule 3.6. */
export const contentAdoptionKpi: Kpi = {
  name: 'content-adoption',
  area: 'engagement',
  kind: 'leading',
  cadence: 'weekly',
  figures(question) {
    const { view, scope, period } = question;
    const { moment } = period;
    const single = scope.partner !== null;
    const active = view.world.partners.filter(
      (partner) => isActive(view, partner, moment) && inScope(view, scope, partner.id, moment),
    );
    const used = view.world.contentEvents.filter((event) => inPeriod(period, event.at));
    const usersOf = (asset: string | null): number =>
      active.filter((partner) =>
        used.some((event) => event.partner === partner.id && (asset === null || event.asset === asset)),
      ).length;

    const scoped = used.filter((event) => inScope(view, scope, event.partner, event.at));
    const byActive = used.filter((event) => active.some((partner) => partner.id === event.partner));
    const listed = [...new Set([...scoped, ...byActive].map((event) => event.asset))].sort(byCodePoint);
    const low = lowAdoption(question, active);
    return {
      figures: {
        activePartners: active.length,
        adopters: usersOf(null),
        rate: single ? null : ratio(usersOf(null), active.length),
        assets: listed.map((asset) => {
          const kinds = scoped.filter((event) => event.asset === asset).map((event) => event.kind);
          return {
            asset,
            partners: usersOf(asset),
            share: single ? null : ratio(usersOf(asset), active.length),
            views: kinds.filter((kind) => kind === 'view').length,
            downloads: kinds.filter((kind) => kind === 'download').length,
            shares: kinds.filter((kind) => kind === 'share').length,
          };
        }),
        lowAdoption: low.assets,
      },
      leftOut: { 'no-publication-date': low.withoutDate },
    };
  },
  partnerFigures({ view, period }, partner) {
    const events = view.world.contentEvents.filter((event) => event.partner === partner && event.at <= period.moment);
    return {
      assets: new Set(events.map((event) => event.asset)).size,
      lastAt: latest(events.map((event) => event.at)),
    };
  },
};

function latest(stamps: readonly Ms[]): string | null {
  return stamps.length === 0 ? null : iso(Math.max(...stamps));
}

function lowAdoption(question: Question, active: readonly Partner[]): { assets: string[]; withoutDate: number } {
  if (active.length < LOW_ADOPTION.activePartners) return { assets: [], withoutDate: 0 };
  const { view, period } = question;
  const zone = view.settings.timeZone;
  const end = endDate(question);
  const events = view.world.contentEvents.filter((event) => event.at <= period.moment);
  const assets =
    view.world.assets ??
    [...new Set(events.map((event) => event.asset))].map((id) => ({ id, publishedAt: null, retiredAt: null }));
  const standing = assets.filter((asset) => asset.retiredAt === null || asset.retiredAt > period.moment);
  const recent = events.filter((event) => dateDays(localDate(zone, event.at), end) <= LOW_ADOPTION.usedDays);
  const low = standing.filter((asset) => {
    if (asset.publishedAt === null) return false;
    if (dateDays(localDate(zone, asset.publishedAt), end) < LOW_ADOPTION.publishedDays) return false;
    const users = active.filter((partner) =>
      recent.some((event) => event.partner === partner.id && event.asset === asset.id),
    );
    return users.length / active.length < LOW_ADOPTION.below;
  });
  return {
    assets: low.map((asset) => asset.id).sort(byCodePoint),
    withoutDate: standing.filter((asset) => asset.publishedAt === null).length,
  };
}
