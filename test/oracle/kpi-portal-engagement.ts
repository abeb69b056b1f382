import { median, ratio } from './numbers.ts';
import { inScope, isActive } from './partner-state.ts';
import { inPeriod } from './period.ts';
import type { Kpi } from './question.ts';
import { iso, type Ms } from './time.ts';

/** Rule 3.7. */
export const portalEngagementKpi: Kpi = {
  name: 'portal-engagement',
  area: 'engagement',
  kind: 'leading',
  cadence: 'weekly',
  figures({ view, scope, period }) {
    const { world } = view;
    const single = scope.partner !== null;
    const active = world.partners.filter(
      (partner) => isActive(view, partner, period.moment) && inScope(view, scope, partner.id, period.moment),
    );
    const attemptsInPeriod = world.sessions.filter((session) => inPeriod(period, session.at));
    const sessionsOf = (partner: string): number =>
      attemptsInPeriod.filter((session) => session.partner === partner && !session.failed).length;
    const engaged = active.filter((partner) => sessionsOf(partner.id) > 0);
    const offPortal = active.filter(
      (partner) =>
        sessionsOf(partner.id) === 0 &&
        (world.registrations.some((one) => one.partner === partner.id && inPeriod(period, one.submittedAt)) ||
          world.touches.some((touch) => touch.partner === partner.id && inPeriod(period, touch.at))),
    );
    const sessionsOfEngaged = engaged.reduce((sum, partner) => sum + sessionsOf(partner.id), 0);

    const attempts = attemptsInPeriod.filter((session) => inScope(view, scope, session.partner, session.at));
    const logins = attempts.filter((session) => !session.failed);
    const pages = logins.map((session) => session.pages).filter((n) => n !== null);
    const engagedOverall = engaged.length + offPortal.length;
    return {
      figures: {
        activePartners: active.length,
        engaged: engaged.length,
        rate: single ? null : ratio(engaged.length, active.length),
        logins: logins.length,
        sessionsPerEngaged: ratio(sessionsOfEngaged, engaged.length),
        medianSeconds: median(logins.map((session) => session.seconds).filter((seconds) => seconds !== null)),
        pagesPerSession: ratio(
          pages.reduce((sum, n) => sum + n, 0),
          pages.length,
        ),
        attempts: attempts.length,
        failed: attempts.length - logins.length,
        loginFriction: ratio(attempts.length - logins.length, attempts.length),
        offPortal: offPortal.length,
        engagedOverall,
        overallRate: single ? null : ratio(engagedOverall, active.length),
      },
      leftOut: {},
    };
  },
  partnerFigures({ view, period }, partner) {
    const logins = view.world.sessions.filter(
      (session) => session.partner === partner && !session.failed && session.at <= period.moment,
    );
    const touches = view.world.touches.filter((touch) => touch.partner === partner && touch.at <= period.moment);
    return {
      logins: logins.length,
      lastLoginAt: latest(logins.map((session) => session.at)),
      lastTouchAt: latest(touches.map((touch) => touch.at)),
    };
  },
};

function latest(stamps: readonly Ms[]): string | null {
  return stamps.length === 0 ? null : iso(Math.max(...stamps));
}
