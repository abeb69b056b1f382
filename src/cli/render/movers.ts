import type { Mover } from '../../kpi/answer.ts';
import type { Words } from '../words.ts';
import { tableLines } from './table.ts';

/** Who moves, ups first; partners that stay are counted by leaving them out. */
export function moversText(movers: readonly Mover[], words: Words, width: number): string[] {
  const moving = [
    ...movers.filter(({ movement }) => movement === 'up'),
    ...movers.filter(({ movement }) => movement === 'down'),
  ];
  if (moving.length === 0) return [words('movers.nobody')];
  const rank = (signal: { readonly now: number; readonly before: number } | undefined): string =>
    signal ? `${Math.round(signal.now)} ← ${Math.round(signal.before)}` : words('answer.none');
  return [
    ...tableLines(
      {
        heading: [
          words('movers.partner'),
          words('movers.movement'),
          words('movers.registrations'),
          words('movers.engagement'),
          words('movers.pipeline'),
        ],
        rows: moving.map(({ name, movement, signals }) => [
          name,
          words(movement === 'up' ? 'movers.up' : 'movers.down'),
          rank(signals?.registrations),
          rank(signals?.engagement),
          rank(signals?.pipeline),
        ]),
      },
      width,
    ),
    '',
    words('movers.note'),
  ];
}
