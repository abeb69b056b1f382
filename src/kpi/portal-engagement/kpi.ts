import { median } from '../../statistics/median.ts';
import { behind, tellPartner } from '../behind.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import { type Figures, iso, ratio } from '../figures.ts';
import { isActive } from '../program/activity.ts';
import { inScope, partnersOf } from '../program/scope.ts';
import { failedLoginsIn, loginsIn } from '../program/windows.ts';
import { within } from '../revenue.ts';
import { Tally } from '../tally.ts';

/** Rule 3.7: who uses the portal, how hard it is to get in, and who is engaged without it. */
export const portalEngagementKpi = defineKpi({
  id: 'portal-engagement',
  area: 'engagement',
  kind: 'leading',
  cadence: 'weekly',
  rests: ['portal-session', 'touch'],
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
  const { start, until } = window;
  const active = partnersOf(program, scope).filter(
    (p) => inScope(program, scope, p, window.last) && isActive(program, p, window.last),
  );
  const loginsOf = new Map(active.map((p) => [p, program.logins.of(p).count(start, until)]));
  const engaged = active.filter((p) => (loginsOf.get(p) ?? 0) > 0);
  const offPortal = active.filter(
    (p) =>
      loginsOf.get(p) === 0 &&
      (program.touches.of(p).count(start, until) > 0 || p.registrations.some((r) => within(r.at, window))),
  );
  const { logins, lengths, pages, pagesKnown } = scopedLogins({ program, scope, window });
  const failed = scopedFailures({ program, scope, window });
  const engagedOverall = engaged.length + offPortal.length;
  const shares = scope.partner === null;
  return {
    figures: {
      activePartners: active.length,
      engaged: engaged.length,
      rate: shares ? ratio(engaged.length, active.length) : null,
      logins,
      sessionsPerEngaged: ratio(
        engaged.reduce((sum, p) => sum + (loginsOf.get(p) ?? 0), 0),
        engaged.length,
      ),
      medianSeconds: median(lengths),
      pagesPerSession: ratio(pages, pagesKnown),
      attempts: logins + failed,
      failed,
      loginFriction: ratio(failed, logins + failed),
      offPortal: offPortal.length,
      engagedOverall,
      overallRate: shares ? ratio(engagedOverall, active.length) : null,
    },
    leftOut: new Tally(),
    behind: behind(active, tellPartner),
  };
}

/** Everybody's successful sessions in the period, in the segment of their partner when they happened. */
function scopedLogins({ program, scope, window }: Ask) {
  const lengths: number[] = [];
  let logins = 0;
  let pages = 0;
  let pagesKnown = 0;
  for (const login of loginsIn(program, scope, window)) {
    if (!inScope(program, scope, login.partner, login.at)) continue;
    logins++;
    if (login.seconds !== null) lengths.push(login.seconds);
    if (login.pages !== null) {
      pages += login.pages;
      pagesKnown++;
    }
  }
  return { logins, lengths, pages, pagesKnown };
}

function scopedFailures({ program, scope, window }: Ask): number {
  let failed = 0;
  for (const attempt of failedLoginsIn(program, scope, window)) {
    if (inScope(program, scope, attempt.partner, attempt.at)) failed++;
  }
  return failed;
}

/** Rule 3.10: logins ever, last login, last touch. */
function partnerState({ program, scope, window }: Ask): Figures {
  if (scope.partner === null) return {};
  const logins = program.logins.of(scope.partner);
  const at = (event: { readonly at: number } | null) => (event === null ? null : iso(event.at));
  return {
    logins: logins.count(Number.NEGATIVE_INFINITY, window.last + 1),
    lastLoginAt: at(logins.latest(window.last)),
    lastTouchAt: at(program.touches.of(scope.partner).latest(window.last)),
  };
}
