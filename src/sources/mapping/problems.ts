import type { z } from 'zod';
import { mappedTypes, recordFields } from './record-fields.ts';

/** One mistake in a mapping: where it stands, and what was expected there. */
export interface MappingProblem {
  /** From the block down, as the file writes it. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** `registration.fields.status`, `deal[1].where[0].op`. */
export const keyText = (path: MappingProblem['path']): string =>
  path.reduce<string>(
    (key, step) => (typeof step === 'number' ? `${key}[${step}]` : key === '' ? step : `${key}.${step}`),
    '',
  );

const reasons: ReadonlyMap<string, string> = new Map(
  ['soql', 'sql', 'query', 'filter', 'filters', 'condition'].map((key) => [
    key,
    'no such key: rows are chosen by where, a list of {field, op, value}; query text is refused, because it would reach the CRM as it stands',
  ]),
);

/** A zod error as problems, in the order found. `raw` tells how the file writes what the schema read. */
export function problemsOf(error: z.ZodError, raw: unknown): readonly MappingProblem[] {
  return error.issues.flatMap((issue) => {
    const path = asWritten(
      issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
      raw,
    );
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(path, key) }));
  });
}

function unknownKey(path: MappingProblem['path'], key: string): string {
  const query = reasons.get(key.toLowerCase());
  if (query !== undefined) return query;
  if (path.length === 0) return `no record that a mapping fills: one of ${mappedTypes.join(', ')}`;
  const record = mappedTypes.find((type) => type === path[0]);
  if (record === undefined || path.at(-1) !== 'fields') return 'no such key here';
  return `no field of a ${record}: one of ${Object.keys(recordFields[record]).join(', ')}`;
}

/**
 * A path of the schema as the file has it: an entry that stands alone has no index, a field that is a mere property no key
 * below it.
 */
export function asWritten(path: readonly (string | number)[], raw: unknown): (string | number)[] {
  const written: (string | number)[] = [];
  let here = raw;
  for (const [depth, step] of path.entries()) {
    if (typeof here !== 'object' || here === null) return written;
    if (depth === 1 && step === 0 && !Array.isArray(here)) continue;
    written.push(step);
    here = Object.entries(here).find(([key]) => key === String(step))?.[1];
    if (here === undefined) return [...written, ...path.slice(depth + 1)];
  }
  return written;
}
