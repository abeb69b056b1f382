import { limits, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, type Mark } from '../blocks/mrkdwn.ts';

/** More lines than this in one block are hard to read. */
const PER_BLOCK = 10;
/** Of one list: two lists and their frame fit into a message of fifty blocks. */
const BLOCKS = 20;

/**
 * Lines as blocks of text, under a heading where there is one; no line is cut, since links make them long. `shown`: how many
 * lines found room.
 */
export function lineBlocks(
  lines: readonly Mark[],
  heading: Mark | null = null,
): { readonly blocks: readonly OurBlock[]; readonly shown: number } {
  const blocks: OurBlock[] = [];
  let shown = 0;
  while (shown < lines.length && blocks.length < BLOCKS) {
    const first = shown === 0 && heading !== null ? [heading] : [];
    const fitting = fittingLines(lines.slice(shown, shown + PER_BLOCK), first);
    blocks.push(section(joinedMarks([...first, ...fitting], '\n')));
    shown += fitting.length;
  }
  return { blocks, shown };
}

/** As many of the lines as one block has room for below what stands there; at least one. */
function fittingLines(lines: readonly Mark[], above: readonly Mark[]): readonly Mark[] {
  let length = above.reduce((sum, { text }) => sum + text.length + 1, 0);
  const beyond = lines.findIndex(({ text }) => {
    length += text.length + 1;
    return length > limits.section;
  });
  return beyond === -1 ? lines : lines.slice(0, Math.max(1, beyond));
}
