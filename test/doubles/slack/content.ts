// The content of a message: text and blocks, checked as Slack checks them.

import { ApiFailure, explain } from './api/method.ts';
import { validateBlocks } from './blocks/validate.ts';
import { isObject, type Json, type JsonObject, objectsAt, parseJson, stringAt } from './json.ts';
import { newId } from './workspace.ts';

const MAX_TEXT = 40_000;

/** A member that may arrive as JSON or as JSON in a form field. */
export function structured(args: JsonObject, key: string, code: string): Json | undefined {
  const value = args[key];
  if (typeof value !== 'string') return value;
  if (value === '') return undefined;
  const parsed = parseJson(value);
  if (parsed === undefined) throw new ApiFailure(code);
  return parsed;
}

function elementsOf(block: JsonObject): JsonObject[] {
  const elements = [...objectsAt(block, 'elements'), ...objectsAt(block, 'actions')];
  for (const key of ['accessory', 'element']) {
    const one = block[key];
    if (isObject(one)) elements.push(one);
  }
  return elements;
}

const ACTIVE = /button|select|overflow|checkboxes|picker|input/;

/** Blocks within blocks: children of containers, cards of carousels. */
export function nestedBlocks(block: JsonObject): JsonObject[] {
  const cards = block.type === 'carousel' ? objectsAt(block, 'elements') : [];
  return [...objectsAt(block, 'child_blocks'), ...cards];
}

/** The blocks with a block_id each and an action_id on every interactive element. */
export function withIds(blocks: JsonObject[]): JsonObject[] {
  for (const block of blocks) {
    block.block_id ??= newId('').slice(0, 5);
    for (const element of elementsOf(block)) {
      const type = stringAt(element, 'type') ?? '';
      if (ACTIVE.test(type)) element.action_id ??= newId('').slice(0, 5);
    }
    withIds(nestedBlocks(block));
  }
  return blocks;
}

export interface Content {
  text: string;
  blocks: JsonObject[];
}

/** Text and blocks of a post. Fails with no_text, invalid_blocks, invalid_blocks_format or msg_blocks_too_long. */
export function readContent(args: JsonObject): Content {
  const blocks = structured(args, 'blocks', 'invalid_blocks_format') ?? [];
  const markdown = stringAt(args, 'markdown_text');
  const text = (stringAt(args, 'text') ?? '').slice(0, MAX_TEXT);
  const all: Json = markdown === undefined ? blocks : [{ type: 'markdown', text: markdown }];
  const problems = validateBlocks(all, 'message');
  const first = problems[0];
  if (first !== undefined) {
    throw new ApiFailure(first.code === 'msg_blocks_too_long' ? first.code : 'invalid_blocks', explain(problems));
  }
  const list = Array.isArray(all) ? all.filter(isObject) : [];
  if (text === '' && list.length === 0) throw new ApiFailure('no_text');
  return { text, blocks: withIds(structuredClone(list)) };
}

/** An element by its action_id (and block_id), wherever it is nested. */
export function findElement(
  blocks: JsonObject[],
  actionId: string,
  blockId?: string,
): { block: JsonObject; element: JsonObject } | undefined {
  for (const block of blocks) {
    const element = elementsOf(block).find((one) => one.action_id === actionId);
    if (element !== undefined && (blockId === undefined || block.block_id === blockId)) return { block, element };
    const deeper = findElement(nestedBlocks(block), actionId, blockId);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
