import type { FigureUnit } from '../../kpi/definition.ts';
import type { FigureValue } from '../../kpi/figures.ts';
import { joined, type Phrase } from '../phrase.ts';
import type { Speaker } from './speaker.ts';

/** A figure as a reader sees it: money short, shares in percent, unknown in words. */
export function figureText(value: FigureValue | undefined, unit: FigureUnit, { words, format }: Speaker): string {
  const number = numeric(value);
  if (number === null) return words.lines.unknown().text;
  if (unit === 'money') return format.moneyShort(number);
  if (unit === 'share') return format.share(number);
  if (unit === 'days') return format.days(number);
  if (unit === 'seconds') return `${format.count(number / 60, 1)} min`;
  return format.count(number, unit === 'count' ? 0 : 1);
}

/** Money is a decimal string; for a comparison its binary neighbour is near enough, for display of sums it is not used. */
export function numeric(value: FigureValue | undefined): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}

/** Whether a figure rose or fell against an earlier one; null where either is unknown. */
export function direction(
  now: FigureValue | undefined,
  before: FigureValue | undefined,
): 'up' | 'down' | 'same' | null {
  const [a, b] = [numeric(now), numeric(before)];
  if (a === null || b === null) return null;
  if (a === b) return 'same';
  return a > b ? 'up' : 'down';
}

/** The same with an arrow in front, for lists; the word says it all without the arrow. */
export function arrowTrend(
  now: FigureValue | undefined,
  before: FigureValue | undefined,
  unit: FigureUnit,
  speak: Speaker,
): Phrase {
  const words = trend(now, before, unit, speak);
  const way = direction(now, before);
  return way === null ? words : joined([ARROWS[way], words], ' ');
}

const ARROWS = { up: '▲', down: '▼', same: '→' } as const;

/** “up 18% from €349k”: a word and both numbers. */
export function trend(
  now: FigureValue | undefined,
  before: FigureValue | undefined,
  unit: FigureUnit,
  speak: Speaker,
): Phrase {
  const { lines } = speak.words;
  const way = direction(now, before);
  if (way === null) return lines.noEarlier();
  if (way === 'same') return lines.same();
  const values = { before: figureText(before, unit, speak) };
  const change = changeText(numeric(now) ?? 0, numeric(before) ?? 0, unit, speak);
  if (change === null) return way === 'up' ? lines.upFrom(values) : lines.downFrom(values);
  return way === 'up' ? lines.up({ ...values, change }) : lines.down({ ...values, change });
}

/** The size of a change without its sign; null where the two numbers alone say more. */
function changeText(now: number, before: number, unit: FigureUnit, { words, format }: Speaker): string | null {
  const difference = Math.abs(now - before);
  if (unit === 'share') return words.lines.points({ n: format.count(difference * 100, 1) }).text;
  if (unit === 'score') return words.lines.points({ n: format.count(difference, 1) }).text;
  if (unit === 'days') return format.days(Math.round(difference * 10) / 10);
  if (now === 0) return null;
  if (unit === 'money' && before > 0 && difference / before < 10) return format.share(difference / before);
  // Percent of a handful misleads: 1 after 3 is said as such.
  if (unit === 'count' && before >= 20) return format.share(difference / before);
  return null;
}
