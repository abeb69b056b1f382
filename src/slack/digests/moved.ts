import type { KpiAnswer } from '../../kpi/answer.ts';
import { kpiOf } from '../../kpi/list.ts';
import type { Phrase } from '../../text/phrase.ts';
import { figureText, numeric, trend } from '../../text/say/trend.ts';
import type { Voice } from '../messages/voice.ts';

interface Move {
  readonly answer: KpiAnswer;
  readonly figure: string;
  readonly size: number;
}

/** Which KPI's headline moved most against the period before, in a sentence. */
export function movedMost(answers: readonly KpiAnswer[], { speak }: Voice): Phrase {
  const { digest, kpis } = speak.words;
  const moves = answers.flatMap(moveOf);
  const most = moves.toSorted((a, b) => b.size - a.size)[0];
  if (most === undefined) return digest.noEarlier();
  if (most.size === 0) return digest.nothingMoved();
  const { answer, figure } = most;
  const unit = kpiOf(answer.kpi).units[figure] ?? 'count';
  const [now, before] = [answer.figures[figure], answer.previous?.figures[figure]];
  return digest.movedMost({
    kpi: kpis[answer.kpi].name,
    value: figureText(now, unit, speak),
    trend: trend(now, before, unit, speak),
  });
}

/** Sizes that can be compared: the change as a share of the larger of the two; scores have a scale of their own. */
function moveOf(answer: KpiAnswer): readonly Move[] {
  const { headline: figure, units } = kpiOf(answer.kpi);
  const [now, before] = [numeric(answer.figures[figure]), numeric(answer.previous?.figures[figure])];
  if (now === null || before === null) return [];
  const scale = units[figure] === 'score' ? 100 : Math.max(Math.abs(now), Math.abs(before));
  return [{ answer, figure, size: scale === 0 ? 0 : Math.abs(now - before) / scale }];
}
