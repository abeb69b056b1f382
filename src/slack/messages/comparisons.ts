import type { BenchmarkGroup, KpiAnswer } from '../../kpi/answer.ts';
import { kpiOf } from '../../kpi/list.ts';
import { joined, type Phrase } from '../../text/phrase.ts';
import { figureText, numeric } from '../../text/say/trend.ts';
import { context, type OurBlock } from '../blocks/build.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import type { Voice } from './voice.ts';

/** The partner's tier, motion and cohort beside it, the goal, and targets (rule 3.11); nothing where there is none. */
export function comparisons(answer: KpiAnswer, voice: Voice): readonly OurBlock[] {
  const { words } = voice.speak;
  const { tier, motion, cohort } = answer.benchmark;
  const groups = [
    ...group(tier, (value) => words.answer.yourTier({ value }), answer, voice),
    ...group(motion, (value) => words.answer.yourMotion({ value }), answer, voice),
    ...group(cohort, (value) => words.answer.yourCohort({ value }), answer, voice),
  ];
  const lines = [
    ...(groups.length === 0 ? [] : [words.answer.benchmark({ parts: joined(groups, ' · ') })]),
    ...goal(answer, voice),
    ...targets(answer, voice),
  ];
  return lines.length === 0 ? [] : [context(lines.map((line) => mrkdwn`${line}`))];
}

function group(
  entry: BenchmarkGroup | null,
  name: (value: string) => Phrase,
  answer: KpiAnswer,
  { speak }: Voice,
): readonly Phrase[] {
  if (entry === null) return [];
  const { words } = speak;
  const label = name(entry.value ?? words.lines.unknown().text);
  const { headline, units } = kpiOf(answer.kpi);
  const value = entry.figures?.[headline];
  if (entry.few || numeric(value) === null) {
    return entry.few ? [words.answer.groupFew({ name: label, n: entry.n })] : [];
  }
  const unit = units[headline] ?? 'count';
  const values = { name: label, value: figureText(value, unit, speak), n: String(entry.n) };
  // A sum of many partners says little beside one partner's, so its share per partner stands with it.
  if (unit !== 'money' && unit !== 'count') return [words.answer.group(values)];
  const each = (numeric(value) ?? 0) / entry.n;
  const eachText = unit === 'money' ? speak.format.moneyShort(each) : speak.format.count(each, 1);
  return [words.answer.groupSum({ ...values, each: eachText })];
}

function goal(answer: KpiAnswer, { speak }: Voice): readonly Phrase[] {
  const entry = answer.benchmark.goal;
  if (entry === null) return [];
  const unit = kpiOf(answer.kpi).units[entry.figure] ?? 'count';
  const values = { value: figureText(entry.value, unit, speak), actual: figureText(entry.actual, unit, speak) };
  return [entry.reached ? speak.words.answer.goalReached(values) : speak.words.answer.goalMissed(values)];
}

function targets(answer: KpiAnswer, { speak }: Voice): readonly Phrase[] {
  const { words, format } = speak;
  const { units } = kpiOf(answer.kpi);
  return answer.targets.map((target) => {
    const unit = units[target.figure] ?? 'count';
    const gap = numeric(target.gap);
    const line = words.answer.target({
      figure: words.figure(target.figure),
      value: figureText(target.value, unit, speak),
      actual: figureText(target.actual, unit, speak),
      gap: gap === null ? words.lines.unknown() : `${gap >= 0 ? '+' : '−'}${figureText(Math.abs(gap), unit, speak)}`,
    });
    const pace = target.pace === null ? [] : [words.answer.targetPace({ share: format.share(target.pace) })];
    return joined([line, ...pace], ', ');
  });
}
