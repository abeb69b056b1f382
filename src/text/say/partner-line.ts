import type { KpiAnswer } from '../../kpi/answer.ts';
import type { Figures } from '../../kpi/figures.ts';
import { asGroup, groupAt, listAt, numberAt, textAt } from '../figure-values.ts';
import type { Phrase } from '../phrase.ts';
import { registrationsLine, revenueLine } from './event-lines.ts';
import type { Speaker } from './speaker.ts';

/** Names shown before “… n more”. */
const NAMES = 3;

/** A single partner's state in a KPI (rule 3.10). */
export function partnerLine(answer: KpiAnswer, speak: Speaker): readonly Phrase[] {
  const { figures } = answer;
  const state = answer.partnerFigures ?? {};
  switch (answer.kpi) {
    case 'sourced-revenue':
      return revenueLine(figures, speak);
    case 'registered-deals':
      return registrationsLine(figures, speak);
    case 'time-to-first-deal':
      return firstDeal(state, speak);
    case 'onboarding-completion':
      return onboarding(state, speak);
    case 'training-certification':
      return training(state, speak);
    case 'content-adoption':
      return content(state, speak);
    case 'portal-engagement':
      return portal(figures, state, speak);
    case 'partner-satisfaction':
      return satisfaction(state, speak);
  }
}

function cohortMedian(state: Figures, { words, format }: Speaker): readonly Phrase[] {
  const days = numberAt(state, 'cohortMedianDays');
  return days === null ? [] : [words.lines.cohortMedian({ days: format.days(days) })];
}

function firstDeal(state: Figures, speak: Speaker): readonly Phrase[] {
  const { lines } = speak.words;
  const days = numberAt(state, 'days');
  if (days === null) return [lines.firstDealNotStarted()];
  if (state.reached !== true) return [lines.firstDealWaiting({ day: days }), ...cohortMedian(state, speak)];
  if (days === 0) return [lines.firstDealSameDay(), ...cohortMedian(state, speak)];
  return [
    days < 0 ? lines.firstDealEarlier({ days: speak.format.days(-days) }) : lines.firstDealAfter({ days }),
    ...cohortMedian(state, speak),
  ];
}

function onboarding(figures: Figures, speak: Speaker): readonly Phrase[] {
  const { lines } = speak.words;
  const state = textAt(figures, 'state');
  const [done, steps] = [numberAt(figures, 'stepsDone') ?? 0, numberAt(figures, 'steps') ?? 0];
  const days = numberAt(figures, 'days');
  const day = days ?? 0;
  const step = textAt(figures, 'openStep');
  if (state === 'completed') {
    const first =
      days === null ? lines.onboardingCompletedPlain() : lines.onboardingCompleted({ days: speak.format.days(days) });
    return [first, ...cohortMedian(figures, speak)];
  }
  if (state === 'in-progress') return [lines.onboardingRunning({ done, steps, day }), ...cohortMedian(figures, speak)];
  if (state === 'stalled') {
    const first =
      step === null
        ? lines.onboardingStalledNoStep({ done, steps, day })
        : lines.onboardingStalled({ step, done, steps, day });
    return [first, ...cohortMedian(figures, speak)];
  }
  return [lines.onboardingNotStarted()];
}

export interface Certificate {
  readonly name: string;
  /** null: never. */
  readonly expiresAt: string | null;
}

/** Valid certificates, each name once with the day on which its last holder's ends; soonest first. */
export function certificates(state: Figures): readonly Certificate[] {
  const latest = new Map<string, string | null>();
  for (const entry of listAt(state, 'certifications')) {
    const name = textAt(asGroup(entry), 'name');
    if (name === null) continue;
    const [known, expiresAt] = [latest.get(name), textAt(asGroup(entry), 'expiresAt')];
    const longer = known === undefined || (known !== null && (expiresAt === null || expiresAt > known));
    if (longer) latest.set(name, expiresAt);
  }
  return [...latest]
    .map(([name, expiresAt]) => ({ name, expiresAt }))
    .toSorted((a, b) => (a.expiresAt ?? '9999').localeCompare(b.expiresAt ?? '9999'));
}

export const missingModules = (state: Figures): readonly string[] =>
  listAt(state, 'missing').flatMap((module) => (typeof module === 'string' ? [module] : []));

function some(names: readonly string[], { words, format }: Speaker): string {
  if (names.length <= NAMES) return format.list(names);
  return `${names.slice(0, NAMES).join(', ')} ${words.lines.andMore({ count: names.length - NAMES }).text}`;
}

function training(state: Figures, speak: Speaker): readonly Phrase[] {
  const { lines } = speak.words;
  const [done, required] = [numberAt(state, 'requiredDone') ?? 0, numberAt(state, 'required') ?? 0];
  const missing = missingModules(state);
  const held = certificates(state).map(({ name, expiresAt }) =>
    expiresAt === null ? name : lines.certificateUntil({ name, date: speak.format.date(expiresAt) }).text,
  );
  return [
    required === 0 ? lines.modulesNone() : lines.modules({ done, required }),
    ...(missing.length === 0 ? [] : [lines.missing({ modules: some(missing, speak) })]),
    held.length === 0 ? lines.certificateNone() : lines.certificates({ names: some(held, speak) }),
  ];
}

function content(state: Figures, { words: { lines }, format }: Speaker): readonly Phrase[] {
  const [assets, lastAt] = [numberAt(state, 'assets') ?? 0, textAt(state, 'lastAt')];
  return [
    assets === 0 || lastAt === null ? lines.contentNever() : lines.contentAssets({ assets, date: format.date(lastAt) }),
  ];
}

function portal(figures: Figures, state: Figures, { words: { lines }, format }: Speaker): readonly Phrase[] {
  const [logins, last] = [numberAt(figures, 'logins') ?? 0, textAt(state, 'lastLoginAt')];
  const touch = textAt(state, 'lastTouchAt');
  const beside = touch === null ? [] : [lines.lastTouch({ date: format.date(touch) })];
  if (last === null) return [lines.portalNever(), ...beside];
  const date = format.date(last);
  return [logins === 0 ? lines.portalNoLogin({ date }) : lines.portalLogins({ logins, date }), ...beside];
}

function satisfaction(state: Figures, { words: { lines }, format }: Speaker): readonly Phrase[] {
  const of = (kind: string) => {
    const entry = groupAt(state, kind);
    const [score, at] = [numberAt(entry, 'score'), textAt(entry, 'at')];
    return score === null || at === null ? null : { score, date: format.date(at), before: beforeScore(entry) };
  };
  const [nps, csat] = [of('nps'), of('csat')];
  if (nps === null && csat === null) return [lines.notAsked()];
  return [
    ...(nps === null
      ? []
      : [lines.npsOf(nps), ...(nps.before === null ? [] : [lines.npsBefore({ score: nps.before })])]),
    ...(csat === null ? [] : [lines.csatOf(csat)]),
  ];
}

/** `before` is the earlier score, or an answer of its own with a score. */
function beforeScore(entry: Figures | null): number | null {
  return numberAt(entry, 'before') ?? numberAt(groupAt(entry, 'before'), 'score');
}
