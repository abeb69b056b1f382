import type { z } from 'zod';

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

/** A zod error as problems, in the order found. `raw` tells whether an entry stands alone or in a list. */
export function problemsOf(error: z.ZodError, raw: unknown): readonly MappingProblem[] {
  return error.issues.flatMap((issue) => {
    const path = asWritten(
      issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
      raw,
    );
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: reasons.get(key.toLowerCase()) ?? 'no such key here',
    }));
  });
}

/** An entry that stands alone has no index in the file. */
export function asWritten(path: readonly (string | number)[], raw: unknown): (string | number)[] {
  const [record, index, ...rest] = path;
  if (typeof record !== 'string' || index !== 0 || typeof raw !== 'object' || raw === null) return [...path];
  const written: unknown = Object.entries(raw).find(([key]) => key === record)?.[1];
  return Array.isArray(written) ? [...path] : [record, ...rest];
}
