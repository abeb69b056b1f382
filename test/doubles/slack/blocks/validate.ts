// The doors of the validator: what Slack would refuse in a message, a modal or a Home tab.
import { isObject, type Json } from '../json.ts';
import { anyBlock } from './blocks.ts';
import { plainText } from './composition.ts';
import { boolean, list, literal, type Problem, type Rule, type Spot, type Surface, shape, string } from './rules.ts';

/** Observed ceiling for all text of a message's blocks together. */
const MESSAGE_CHARS = 13_200;
const VIEW_BYTES = 250_000;

export type { Problem, Surface } from './rules.ts';

function start(surface: Surface, pointer: string): Spot {
  return {
    pointer,
    surface,
    problems: [],
    actionIds: new Set(),
    tally: { tables: 0, charts: 0, textLength: 0, tableLength: 0, markdownLength: 0, blockIds: new Set() },
  };
}

function blockList(surface: Surface): Rule {
  return list(anyBlock, surface === 'message' ? 0 : 1, surface === 'message' ? 50 : 100);
}

/** What is wrong with a list of blocks on a surface; an empty list when Slack would take it. */
export function validateBlocks(blocks: Json, surface: Surface): Problem[] {
  const spot = start(surface, '/blocks');
  blockList(surface)(blocks, spot);
  if (surface === 'message' && spot.tally.textLength > MESSAGE_CHARS) {
    spot.problems.push({
      pointer: '/blocks',
      code: 'msg_blocks_too_long',
      message: `all text together must be at most ${MESSAGE_CHARS} characters, is ${spot.tally.textLength}`,
    });
  }
  return spot.problems;
}

const shared = { private_metadata: string(0, 3000), callback_id: string(0, 255), external_id: string(0, 255) };
const modal = shape(
  { type: literal('modal'), title: plainText(24), blocks: blockList('modal') },
  {
    ...shared,
    close: plainText(24),
    submit: plainText(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
  (view, spot) => {
    const blocks = view.blocks;
    const hasInput = Array.isArray(blocks) && blocks.some((one) => isObject(one) && one.type === 'input');
    if (hasInput && view.submit === undefined) {
      spot.problems.push({ pointer: '/view', code: 'missing_field', message: 'submit is required with input blocks' });
    }
  },
);
const home = shape({ type: literal('home'), blocks: blockList('home') }, shared);

/** What is wrong with a view; code `view_too_large` when it is over 250 KB. */
export function validateView(view: Json, type: 'modal' | 'home'): Problem[] {
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES) {
    return [{ pointer: '/view', code: 'view_too_large', message: 'a view holds at most 250 KB' }];
  }
  const spot = start(type, '/view');
  (type === 'modal' ? modal : home)(view, spot);
  return spot.problems;
}
