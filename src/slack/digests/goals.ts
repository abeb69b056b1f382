import type { FigureUnit } from '../../kpi/definition.ts';
import { type KpiId, kpiIds, kpiOf } from '../../kpi/list.ts';
import type { GoalRow } from '../../reports/report.ts';
import { type Phrase, verbatim } from '../../text/phrase.ts';
import { figureText } from '../../text/say/trend.ts';
import { header, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from '../messages/voice.ts';

const isKpi = (id: string): id is KpiId => kpiIds.some((known) => known === id);

/** “Onboarding completion, Share: goal 70%, actual 65%: missed”. */
export function goalLine({ kpi, figure, value, actual, reached }: GoalRow, { speak }: Voice): Phrase {
  const { words } = speak;
  const unit = (isKpi(kpi) ? kpiOf(kpi).units[figure] : undefined) ?? 'count';
  const values = {
    name: goalName(isKpi(kpi) ? words.kpis[kpi].name : kpi, words.figure(figure), words),
    ...told(value, actual, unit, speak),
  };
  if (reached === null) return words.digest.goalUnknown(values);
  return reached ? words.digest.goalReached(values) : words.digest.goalMissed(values);
}

/** Short money may look the same on both sides of a goal; then both are said to the cent. */
function told(value: GoalRow['value'], actual: GoalRow['actual'], unit: FigureUnit, speak: Voice['speak']) {
  const [goal, now] = [figureText(value, unit, speak), figureText(actual, unit, speak)];
  if (goal !== now || unit !== 'money' || actual === null) return { goal, actual: now };
  return { goal: speak.format.money(String(value)), actual: speak.format.money(String(actual)) };
}

/** The headline figure of a KPI may be called as the KPI is. */
const goalName = (kpi: string, figure: string, { digest }: Voice['speak']['words']): Phrase =>
  kpi === figure ? verbatim(kpi) : digest.goalName({ kpi, figure });

/** How many goals were reached and missed, for the root; null without goals. */
export function goalCounts(goals: readonly GoalRow[], { speak: { words } }: Voice): Phrase | null {
  if (goals.length === 0) return null;
  return words.digest.goalCounts({
    reached: goals.filter(({ reached }) => reached === true).length,
    missed: goals.filter(({ reached }) => reached === false).length,
    unknown: goals.filter(({ reached }) => reached === null).length,
  });
}

/** Every goal in a line, the missed ones first. */
export function goalsMessage(goals: readonly GoalRow[], voice: Voice): readonly Message[] {
  if (goals.length === 0) return [];
  const { digest } = voice.speak.words;
  const rank = ({ reached }: GoalRow): number => (reached === false ? 0 : reached === null ? 1 : 2);
  const lines = goals.toSorted((a, b) => rank(a) - rank(b)).map((goal) => mrkdwn`${goalLine(goal, voice)}`);
  const title = digest.goalsTitle();
  const blocks: OurBlock[] = [header(title)];
  for (let at = 0; at < lines.length; at += LINES) {
    blocks.push(section(joinedMarks(lines.slice(at, at + LINES), '\n')));
  }
  return [{ text: messageText(title), blocks }];
}

/** So many lines surely fit into one text of Slack. */
const LINES = 12;
