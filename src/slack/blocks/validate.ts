import { block, homeShape, modalShape } from './limits-table.ts';
import { list, type Place, type Problem, type Surface, text } from './rules.ts';

export type { Problem, Surface } from './rules.ts';

/** Slack answers `msg_blocks_too_long` at about 13,200 characters over all blocks; this stays below. */
export const MESSAGE_CHARACTERS = 12_000;
export const MESSAGE_BLOCKS = 50;
const VIEW_BYTES = 250_000;

const start = (surface: Surface, path: string): Place => ({
  path,
  surface,
  totals: { charts: 0, tables: 0, characters: 0, markdown: 0, blockIds: new Set() },
  actionIds: new Set(),
  problems: [],
});

/** What Slack would refuse in a message; empty when it would take it. A message also needs its text. */
export function validateMessage(message: {
  readonly text: string;
  readonly blocks: readonly unknown[];
}): readonly Problem[] {
  const place = start('message', 'blocks');
  list(block, 0, MESSAGE_BLOCKS)(message.blocks, place);
  if (place.totals.characters > MESSAGE_CHARACTERS) {
    place.problems.push({
      path: 'blocks',
      problem: `at most ${MESSAGE_CHARACTERS} characters over all, has ${place.totals.characters}`,
    });
  }
  text(40_000, { counts: false })(message.text, { ...place, path: 'text' });
  return place.problems;
}

/** What Slack would refuse in a modal or the Home tab. */
export function validateView(view: unknown, surface: 'modal' | 'home'): readonly Problem[] {
  const place = start(surface, 'view');
  (surface === 'modal' ? modalShape : homeShape)(view, place);
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES)
    place.problems.push({ path: 'view', problem: 'at most 250 KB' });
  return place.problems;
}

/** Characters that count towards a message's limit. */
export function charactersOf(blocks: readonly unknown[]): number {
  const place = start('message', 'blocks');
  list(block, 0, Number.POSITIVE_INFINITY)(blocks, place);
  return place.totals.characters;
}
