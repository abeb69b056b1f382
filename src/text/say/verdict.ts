import type { KpiAnswer, Scorecard, SignalMove } from '../../kpi/answer.ts';
import type { KpiId } from '../../kpi/list.ts';
import { groupAt, numberAt, textAt } from '../figure-values.ts';
import type { Phrase } from '../phrase.ts';
import { certificates, missingModules } from './partner-line.ts';
import { periodWithin } from './period.ts';
import type { Speaker } from './speaker.ts';
import { numeric, trend } from './trend.ts';

/** A change of revenue below this share of the earlier one counts as steady. */
const STEADY = 0.1;
/** From so many registrations on, a fall to this share of them is worth a word. */
const FEW_REGISTRATIONS = 3;
const FEWER = 0.7;
/** Percentile points (rule 3.12). */
const MOVED = 10;
const RENEW_DAYS = 60;
const QUIET_DAYS = 60;
const DAY = 86_400_000;

/** The facts of a scorecard that its first two lines are made of. */
interface Facts {
  readonly card: Scorecard;
  readonly revenue: number;
  readonly revenueBefore: number | null;
  readonly registrations: number;
  readonly registrationsBefore: number | null;
  readonly pipeline: number;
  readonly onboarding: string | null;
  readonly logins: number;
}

export function answerOf(card: Scorecard, kpi: KpiId): KpiAnswer | undefined {
  return card.kpis.find((answer) => answer.kpi === kpi);
}

function factsOf(card: Scorecard): Facts {
  const revenue = answerOf(card, 'sourced-revenue');
  const registered = answerOf(card, 'registered-deals');
  return {
    card,
    revenue: numeric(revenue?.figures.sourced) ?? 0,
    revenueBefore: numeric(revenue?.previous?.figures.sourced),
    registrations: numberAt(registered?.figures, 'registrations') ?? 0,
    registrationsBefore: numberAt(registered?.previous?.figures, 'registrations'),
    pipeline: numeric(revenue?.paired.sourcedPipelineCreated) ?? 0,
    onboarding: textAt(answerOf(card, 'onboarding-completion')?.partnerFigures, 'state'),
    logins: numberAt(answerOf(card, 'portal-engagement')?.figures, 'logins') ?? 0,
  };
}

/** How the partner is doing, in one sentence with its numbers. Revenue speaks first; what leads it speaks where there is none. */
export function verdict(card: Scorecard, speak: Speaker): Phrase {
  const facts = factsOf(card);
  return facts.revenue > 0 ? earning(facts, speak) : notEarning(facts, speak);
}

function earning({ card, revenue, revenueBefore, registrations, registrationsBefore }: Facts, speak: Speaker): Phrase {
  const { scorecard } = speak.words;
  const base = { partner: card.partnerInfo.name, revenue: money(revenue, speak), within: within(card, speak) };
  const fewer =
    registrationsBefore !== null &&
    registrationsBefore >= FEW_REGISTRATIONS &&
    registrations <= FEWER * registrationsBefore;
  const slowing = card.movement === 'down' || fewer;
  if (revenueBefore === null || revenueBefore <= 0) {
    // Revenue is yesterday's registrations: where those fall, the first money in a while is no reason to be calm.
    return fewer
      ? scorecard.slowing({ ...base, registrations: String(registrations), before: String(registrationsBefore) })
      : scorecard.aheadFirst(base);
  }
  const change = (revenue - revenueBefore) / revenueBefore;
  if (change < -STEADY) return scorecard.behind({ ...base, trend: trend(revenue, revenueBefore, 'money', speak) });
  if (slowing && registrationsBefore !== null && registrations < registrationsBefore) {
    return scorecard.slowing({ ...base, registrations: String(registrations), before: String(registrationsBefore) });
  }
  const lost = fellBackIn(card, speak);
  if (card.movement === 'down' && lost !== null) return scorecard.losingGround({ ...base, signals: lost });
  if (change > STEADY) return scorecard.ahead({ ...base, trend: trend(revenue, revenueBefore, 'money', speak) });
  return scorecard.steady({ ...base, before: money(revenueBefore, speak) });
}

function notEarning(facts: Facts, speak: Speaker): Phrase {
  const { scorecard } = speak.words;
  const { card, registrations, registrationsBefore, pipeline } = facts;
  const base = { partner: card.partnerInfo.name, within: within(card, speak) };
  const onboarding = answerOf(card, 'onboarding-completion')?.partnerFigures;
  const day = numberAt(onboarding, 'days') ?? 0;
  if (facts.onboarding === 'stalled') {
    const step = textAt(onboarding, 'openStep');
    return step === null ? scorecard.stuckNoStep({ ...base, day }) : scorecard.stuck({ ...base, step, day });
  }
  if (facts.onboarding === 'in-progress') {
    const [done, steps] = [numberAt(onboarding, 'stepsDone') ?? 0, numberAt(onboarding, 'steps') ?? 0];
    return scorecard.onboarding({ ...base, done, steps, day });
  }
  const before = registrationsBefore ?? 0;
  if (pipeline > 0 && card.movement === 'up') {
    return scorecard.catchingUp({ ...base, pipeline: money(pipeline, speak), registrations });
  }
  if (facts.revenueBefore !== null && facts.revenueBefore > 0) {
    return scorecard.behindNothing({ ...base, before: money(facts.revenueBefore, speak) });
  }
  const lost = fellBackIn(card, speak);
  if (before >= 3 && registrations * 2 <= before) {
    return scorecard.fallingBehind({
      ...base,
      registrations: String(registrations),
      registrationsBefore: String(before),
    });
  }
  if (card.movement === 'down' && lost !== null) return scorecard.losingGroundNothing({ ...base, signals: lost });
  if (pipeline > 0 && registrations > before) {
    return scorecard.catchingUp({ ...base, pipeline: money(pipeline, speak), registrations });
  }
  if (registrations === 0 && facts.logins === 0 && pipeline === 0) return scorecard.quiet(base);
  return scorecard.waitingForDeal({ ...base, registrations });
}

/** The one thing to do next, the most urgent of what the records show. */
export function nextStep(card: Scorecard, speak: Speaker): Phrase {
  const { scorecard } = speak.words;
  const facts = factsOf(card);
  return (
    onboardingStep(card, speak) ??
    unhappy(card, speak) ??
    falling(facts, speak) ??
    undecided(card, speak) ??
    regain(card, speak) ??
    enablement(card, facts, speak) ??
    silence(card, speak) ??
    firstDeal(card, speak) ??
    scorecard.nextKeep()
  );
}

function onboardingStep(card: Scorecard, { words: { scorecard } }: Speaker): Phrase | null {
  const state = answerOf(card, 'onboarding-completion')?.partnerFigures;
  if (textAt(state, 'state') === 'in-progress') return scorecard.nextFinishOnboarding();
  if (textAt(state, 'state') !== 'stalled') return null;
  const step = textAt(state, 'openStep');
  if (step === null) return scorecard.nextFinishOnboarding();
  const [done, steps] = [numberAt(state, 'stepsDone') ?? 0, numberAt(state, 'steps') ?? 0];
  return scorecard.nextUnblock({ step, done, steps });
}

function unhappy(card: Scorecard, { words: { scorecard } }: Speaker): Phrase | null {
  const answer = answerOf(card, 'partner-satisfaction');
  const nps = groupAt(answer?.partnerFigures, 'nps');
  const [score, at] = [numberAt(nps, 'score'), textAt(nps, 'at')];
  const recent = at !== null && answer !== undefined && Date.parse(answer.asOf) - Date.parse(at) <= 90 * DAY;
  return score !== null && score <= 6 && recent ? scorecard.nextListen({ score }) : null;
}

function falling(
  { card, revenue, revenueBefore, registrations, registrationsBefore }: Facts,
  speak: Speaker,
): Phrase | null {
  const { scorecard } = speak.words;
  const before = registrationsBefore ?? 0;
  if (before >= 3 && registrations * 2 <= before) {
    return scorecard.nextAskWhy({ now: String(registrations), before: String(before) });
  }
  const lost = revenueBefore !== null && revenueBefore > 0 && revenue < revenueBefore / 2;
  return lost && card.movement !== 'up' ? scorecard.nextWinBack({ before: money(revenueBefore, speak) }) : null;
}

function regain(card: Scorecard, speak: Speaker): Phrase | null {
  const lost = card.movement === 'down' ? fellBackIn(card, speak) : null;
  return lost === null ? null : speak.words.scorecard.nextRegain({ signals: lost });
}

/** The signals in which the partner ranks lower than 90 days ago by what rule 3.12 calls a move. */
function fellBackIn({ movementSignals: signals }: Scorecard, { words: { scorecard }, format }: Speaker): string | null {
  if (signals === null) return null;
  const fell = ({ before, now }: SignalMove): boolean => before - now >= MOVED;
  const names = [
    ...(fell(signals.registrations) ? [scorecard.signalRegistrations().text] : []),
    ...(fell(signals.engagement) ? [scorecard.signalEngagement().text] : []),
    ...(fell(signals.pipeline) ? [scorecard.signalPipeline().text] : []),
  ];
  return names.length === 0 ? null : format.list(names);
}

function undecided(card: Scorecard, { words: { scorecard } }: Speaker): Phrase | null {
  const count = numberAt(answerOf(card, 'registered-deals')?.figures, 'waiting') ?? 0;
  return count > 0 ? scorecard.nextDecide({ count }) : null;
}

function enablement(card: Scorecard, facts: Facts, { words: { scorecard }, format }: Speaker): Phrase | null {
  const answer = answerOf(card, 'training-certification');
  const state = answer?.partnerFigures;
  if (answer === undefined || state === null || state === undefined) return null;
  const held = certificates(state);
  const active = facts.revenue > 0 || facts.registrations > 0 || facts.pipeline > 0;
  if (held.length === 0 && active) return scorecard.nextCertify();
  const soon = Date.parse(answer.asOf) + RENEW_DAYS * DAY;
  const ending = held.find(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) <= soon);
  if (ending !== undefined && ending.expiresAt !== null) {
    return scorecard.nextRenew({ name: ending.name, date: format.date(ending.expiresAt) });
  }
  const [module] = missingModules(state);
  return module === undefined ? null : scorecard.nextTrain({ module });
}

function silence(card: Scorecard, { words: { scorecard }, format }: Speaker): Phrase | null {
  const portal = answerOf(card, 'portal-engagement');
  const content = answerOf(card, 'content-adoption')?.partnerFigures;
  const moments = [
    textAt(portal?.partnerFigures, 'lastLoginAt'),
    textAt(portal?.partnerFigures, 'lastTouchAt'),
    textAt(content, 'lastAt'),
  ].filter((moment) => moment !== null);
  const registered = numberAt(answerOf(card, 'registered-deals')?.figures, 'registrations') ?? 0;
  if (portal === undefined || registered > 0) return null;
  const last = moments.toSorted().at(-1);
  if (last === undefined) return scorecard.nextContactNever();
  const silent = Date.parse(portal.asOf) - Date.parse(last) > QUIET_DAYS * DAY;
  return silent ? scorecard.nextContact({ date: format.date(last) }) : null;
}

function firstDeal(card: Scorecard, { words: { scorecard } }: Speaker): Phrase | null {
  const state = answerOf(card, 'time-to-first-deal')?.partnerFigures;
  const day = numberAt(state, 'days');
  return state?.reached === false && day !== null ? scorecard.nextFirstDeal({ day }) : null;
}

const money = (amount: number, { format }: Speaker): string => format.moneyShort(amount);

function within(card: Scorecard, speak: Speaker): Phrase {
  return periodWithin(card.kpis[0]?.period.name ?? 'last-90-days', speak);
}
