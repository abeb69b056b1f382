import type { Attention, AttentionReason } from './analyst.ts';
import type { Calculator } from './calculator.ts';
import { onboardingState, openStep } from './onboarding-completion/steps.ts';
import { partnerInfo } from './partner-info.ts';
import { isAnswer } from './partner-satisfaction/survey.ts';
import { isActive } from './program/activity.ts';
import { dealState } from './program/deal-state.ts';
import { isCertified, isValid } from './program/enablement.ts';
import type { PartnerFacts } from './program/facts.ts';
import type { Program } from './program/program.ts';
import { registrationState } from './program/registration-state.ts';
import { decimal, openSourcedPipeline } from './revenue.ts';

const WAITING_DAYS = 7;
const EXPIRY_DAYS = 60;
const RECENT_DAYS = 90;
const QUIET_DAYS = 60;

/** Whether a day so many days ago is one of `last-90-days` (rule 2.2): today, which is not over, is none of them. */
const isRecent = (daysAgo: number): boolean => daysAgo >= 1 && daysAgo <= RECENT_DAYS;

/** How urgent each reason is; a partner's score is the sum over its reasons, money at stake breaks ties. */
const weights: Readonly<Record<AttentionReason['code'], number>> = {
  'falling-behind': 5,
  'registrations-down': 5,
  'stuck-onboarding': 4,
  detractor: 4,
  'no-valid-certification': 3,
  'registrations-waiting': 3,
  quiet: 3,
  'certification-expiring': 2,
  'catching-up': 0,
};

/** The partners of a manager (null: of everybody) that need an eye now, most urgent first. */
export function attentionList(calculator: Calculator, managerEmail: string | null, asOf: number): readonly Attention[] {
  const { program } = calculator;
  const wanted = managerEmail?.toLowerCase();
  const moved = new Map(calculator.movements(asOf).map((m) => [m.partner, m.movement]));
  const list: { entry: Attention; stake: bigint }[] = [];
  for (const partner of program.partners) {
    if (wanted !== undefined && partner.manager.at(asOf)?.toLowerCase() !== wanted) continue;
    const pipeline = openSourcedPipeline(program, { partner, segment: {} }, asOf);
    const reasons = [
      ...movementReasons(moved.get(partner) ?? null),
      ...activityReasons(program, partner, asOf),
      ...enablementReasons(program, partner, asOf),
    ];
    if (reasons.length === 0) continue;
    reasons.sort((a, b) => weights[b.code] - weights[a.code]);
    const score = reasons.reduce((sum, reason) => sum + weights[reason.code], 0);
    const entry = {
      partner: partnerInfo(partner, asOf),
      score,
      reasons,
      openPipeline: decimal(program, pipeline.total),
    };
    list.push({ entry, stake: pipeline.total });
  }
  list.sort((a, b) => b.entry.score - a.entry.score || Number(b.stake - a.stake));
  return list.map(({ entry }) => entry);
}

const movementReasons = (movement: string | null): AttentionReason[] => {
  if (movement === 'down') return [{ code: 'falling-behind', values: {} }];
  return movement === 'up' ? [{ code: 'catching-up', values: {} }] : [];
};

function activityReasons(program: Program, partner: PartnerFacts, asOf: number): AttentionReason[] {
  const { zone } = program.calendar;
  const today = zone.dayOf(asOf);
  const daysAgo = (at: number) => today - zone.dayOf(at);
  const reasons: AttentionReason[] = [];
  const seen = partner.registrations.filter((r) => r.at <= asOf);
  const now = seen.filter((r) => isRecent(daysAgo(r.at))).length;
  const before = seen.filter((r) => isRecent(daysAgo(r.at) - RECENT_DAYS)).length;
  if (before >= 4 && now * 2 <= before) reasons.push({ code: 'registrations-down', values: { now, before } });
  const waiting = seen.filter((r) => registrationState(r, asOf) === 'submitted' && daysAgo(r.at) >= WAITING_DAYS);
  if (waiting.length > 0) {
    reasons.push({
      code: 'registrations-waiting',
      values: { count: waiting.length, days: Math.max(...waiting.map((r) => daysAgo(r.at))) },
    });
  }
  if (isActive(program, partner, asOf)) {
    const last = lastSeen(program, partner, asOf);
    if (Number.isFinite(last) && daysAgo(last) > QUIET_DAYS)
      reasons.push({ code: 'quiet', values: { days: daysAgo(last) } });
  }
  const scored = partner.surveys.filter(isAnswer).filter((a) => a.kind === 'nps' && a.at <= asOf);
  const latest = scored.sort((a, b) => a.at - b.at || a.row - b.row).at(-1);
  if (latest !== undefined && latest.score <= 6 && daysAgo(latest.at) <= RECENT_DAYS) {
    reasons.push({ code: 'detractor', values: { score: latest.score, days: daysAgo(latest.at) } });
  }
  return reasons;
}

/** The last moment at which the partner did anything; -Infinity without one. */
function lastSeen(program: Program, partner: PartnerFacts, asOf: number): number {
  const tables = [program.content, program.touches, program.logins, program.failedLogins];
  const moments = tables.map((table) => table.of(partner).latest(asOf)?.at ?? Number.NEGATIVE_INFINITY);
  return partner.registrations.reduce(
    (latest, { at }) => (at <= asOf && at > latest ? at : latest),
    Math.max(...moments),
  );
}

function enablementReasons(program: Program, partner: PartnerFacts, asOf: number): AttentionReason[] {
  const { zone } = program.calendar;
  const today = zone.dayOf(asOf);
  const reasons: AttentionReason[] = [];
  if (onboardingState(program, partner, asOf) === 'stalled') {
    const step = openStep(program, partner, asOf) ?? '';
    const days = today - zone.dayOf(partner.onboardingStartedAt ?? asOf);
    reasons.push({ code: 'stuck-onboarding', values: { step, days } });
  }
  // A deal without amount is in no sum, and yet is open.
  const openDeals = partner.sourcedDeals.filter((deal) => dealState(deal, asOf) === 'open').length;
  if (openDeals > 0 && !isCertified(program, partner, asOf)) {
    reasons.push({ code: 'no-valid-certification', values: { deals: openDeals } });
  }
  const valid = partner.certifications.filter((c) => isValid(c, asOf));
  // Renewed ones, or those that a colleague holds longer, are no reason to act.
  const lasting = new Set(
    valid.filter((c) => c.expiresAt === null || zone.dayOf(c.expiresAt) - today > EXPIRY_DAYS).map((c) => c.name),
  );
  const expiring = valid.filter((c) => !lasting.has(c.name));
  if (expiring.length > 0) {
    const days = Math.min(...expiring.map((c) => zone.dayOf(c.expiresAt ?? asOf) - today));
    reasons.push({ code: 'certification-expiring', values: { count: expiring.length, days } });
  }
  return reasons;
}
