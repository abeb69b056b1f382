import { median } from '../../statistics/median.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import { type Figures, iso, ratio } from '../figures.ts';
import { isActive } from '../program/activity.ts';
import type { PartnerFacts } from '../program/facts.ts';
import { inScope } from '../program/scope.ts';
import { sessionsIn } from '../program/windows.ts';
import { within } from '../revenue.ts';
import { Tally } from '../tally.ts';

/** Rule 3.7: who uses the portal, how hard it is to get in, and who is engaged without it. */
export const portalEngagementKpi = defineKpi({
  id: 'portal-engagement',
  area: 'engagement',
  kind: 'leading',
  cadence: 'weekly',
  unit: 'share',
  better: 'higher',
  decision: 'fix',
  headline: 'rate',
  units: {
    activePartners: 'count',
    engaged: 'count',
    rate: 'share',
    logins: 'count',
    sessionsPerEngaged: 'ratio',
    medianSeconds: 'seconds',
    pagesPerSession: 'ratio',
    attempts: 'count',
    failed: 'count',
    loginFriction: 'share',
    offPortal: 'count',
    engagedOverall: 'count',
    overallRate: 'share',
  },
  compute,
  partnerState,
});

function compute({ program, scope, window }: Ask): Outcome {
  const happened = (event: { readonly at: number }) => within(event.at, window);
  const active = program.partners.filter(
    (p) => inScope(program, scope, p, window.last) && isActive(program, p, window.last),
  );
  const sessionsOf = new Map<PartnerFacts, number>();
  const attempts = sessionsIn(program, scope, window);
  for (const session of attempts) {
    if (!session.failed) sessionsOf.set(session.partner, (sessionsOf.get(session.partner) ?? 0) + 1);
  }
  const engaged = active.filter((p) => sessionsOf.has(p));
  const offPortal = active.filter(
    (p) => !sessionsOf.has(p) && (p.registrations.some(happened) || p.touches.some(happened)),
  );
  const scoped = attempts.filter((s) => inScope(program, scope, s.partner, s.at));
  const sessions = scoped.filter((s) => !s.failed);
  const lengths = sessions.flatMap((s) => s.seconds ?? []);
  const pages = sessions.flatMap((s) => s.pages ?? []);
  const engagedOverall = engaged.length + offPortal.length;
  const shares = scope.partner === null;
  return {
    figures: {
      activePartners: active.length,
      engaged: engaged.length,
      rate: shares ? ratio(engaged.length, active.length) : null,
      logins: sessions.length,
      sessionsPerEngaged: ratio(
        engaged.reduce((sum, p) => sum + (sessionsOf.get(p) ?? 0), 0),
        engaged.length,
      ),
      medianSeconds: median(lengths),
      pagesPerSession: ratio(
        pages.reduce((sum, n) => sum + n, 0),
        pages.length,
      ),
      attempts: scoped.length,
      failed: scoped.length - sessions.length,
      loginFriction: ratio(scoped.length - sessions.length, scoped.length),
      offPortal: offPortal.length,
      engagedOverall,
      overallRate: shares ? ratio(engagedOverall, active.length) : null,
    },
    leftOut: new Tally(),
    behind: active.map((p) => ({ record: 'partner', id: p.id, url: p.url })),
  };
}

/** Rule 3.10: logins ever, last login, last touch. */
function partnerState({ scope, window }: Ask): Figures {
  const upTo = (event: { readonly at: number }) => event.at <= window.last;
  const logins = scope.partner?.sessions.filter((s) => !s.failed && upTo(s)) ?? [];
  const touches = scope.partner?.touches.filter(upTo) ?? [];
  const at = (event: { readonly at: number } | undefined) => (event === undefined ? null : iso(event.at));
  return { logins: logins.length, lastLoginAt: at(logins.at(-1)), lastTouchAt: at(touches.at(-1)) };
}
