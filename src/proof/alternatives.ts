import type { Filter } from '../sources/mapping/index.ts';
import { isFilter, type Part } from './plan.ts';

/** Conditions that must all hold. */
export type Conjunction = readonly Filter[];

/**
 * The same as alternatives of plain conditions, for whoever can ask no more than that. What is said of other rows is left
 * out: the alternatives then find more than the parts do.
 */
export function alternativesOf(parts: readonly Part[]): readonly Conjunction[] {
  return parts.reduce<readonly Conjunction[]>(
    (found, part) => found.flatMap((before) => ofPart(part).map((more) => [...before, ...more])),
    [[]],
  );
}

function ofPart(part: Part): readonly Conjunction[] {
  if (isFilter(part)) return [[part]];
  if ('any' in part) return part.any.flatMap(alternativesOf);
  return 'not' in part ? without(part.not) : [[]];
}

/** One of the parts does not hold. */
function without(parts: readonly Part[]): readonly Conjunction[] {
  // Of a link or a row elsewhere nothing is known here, so it may well be what does not hold.
  if (parts.some((part) => !isFilter(part))) return [[]];
  return parts.filter(isFilter).map((part) => [{ ...part, negated: !part.negated }]);
}

/** Whether parts say something of other rows, which `alternativesOf` leaves out. */
export const saysMore = (parts: readonly Part[]): boolean =>
  parts.some((part) => {
    if (isFilter(part)) return false;
    return 'any' in part ? part.any.some(saysMore) : 'not' in part ? saysMore(part.not) : true;
  });
