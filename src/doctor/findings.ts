import { type ErrorCode, type ErrorParams, PulseError } from '../errors.ts';

export const levels = ['ok', 'note', 'warning', 'error'] as const;
/** `error`: the bot cannot run, or a source not be read. `warning`: it runs, but some number is wrong or missing. */
export type Level = (typeof levels)[number];

/** Everything that an examination can find, with what it means. The words stand in the catalogue, under the same names. */
export const findings = {
  'not-asked': 'note',
  'signed-in': 'ok',
  'test-account': 'warning',
  'scopes-ok': 'ok',
  'scopes-missing': 'error',
  'scopes-too-many': 'warning',
  'scopes-unsaid': 'note',
  'reads-only': 'ok',
  'may-write': 'warning',
  'sees-all-rows': 'ok',
  'sees-some-rows': 'warning',
  'sees-rows-unsaid': 'note',
  'version-ok': 'ok',
  'version-old': 'warning',
  'version-gone': 'error',
  'clock-ok': 'ok',
  'clock-off': 'warning',
  'zone-same': 'ok',
  'zone-differs': 'note',
  'currency-same': 'ok',
  'currency-differs': 'warning',
  'limit-left': 'ok',
  'limit-low': 'warning',
  'limit-unsaid': 'note',
  'calls-predicted': 'ok',
  'calls-too-many': 'warning',
  'object-ok': 'ok',
  'object-missing': 'error',
  'object-absent': 'note',
  'object-forbidden': 'error',
  'field-missing': 'error',
  'field-absent': 'note',
  'field-kind': 'warning',
  'field-calculated': 'note',
  'field-not-filterable': 'warning',
  'values-ok': 'ok',
  'values-unmapped': 'warning',
  'values-kept': 'note',
  'values-unused': 'note',
  'labels-ok': 'ok',
  'labels-unmapped': 'note',
  'labels-lost': 'warning',
  'stages-ok': 'ok',
  'stages-none': 'warning',
  'stages-unmapped': 'warning',
  'stages-unused': 'note',
  'stage-closed-like': 'warning',
  'object-empty': 'note',
  'filter-takes': 'ok',
  'filter-takes-none': 'warning',
  'filter-takes-no-partner': 'error',
  'fill-full': 'ok',
  'fill-ok': 'ok',
  'fill-some': 'note',
  'fill-poor': 'warning',
  'won-taken': 'ok',
  'won-converted': 'ok',
  'won-counted': 'ok',
  'won-left-out': 'note',
  'rows-equal': 'ok',
  'rows-differ': 'warning',
  'rows-none-here': 'note',
  'not-counted': 'note',
  'files-read': 'ok',
  'files-rejects': 'warning',
  'files-warning': 'note',
  'store-well': 'ok',
  'store-none': 'note',
  'store-owned-by': 'ok',
  'store-not-writable': 'error',
  'disk-free': 'ok',
  'disk-low': 'warning',
  'program-zone': 'ok',
  'kpi-full': 'ok',
  'kpi-partial': 'note',
  'kpi-none': 'warning',
} as const satisfies Readonly<Record<string, Level>>;
export type FindingCode = keyof typeof findings;

export type Params = Readonly<Record<string, string | number>>;

/** One thing that was found; `failure` where it is a failure that has words of its own. */
export type Finding =
  | { readonly level: Level; readonly code: FindingCode; readonly params: Params }
  | { readonly level: 'error'; readonly code: 'failed'; readonly failure: ErrorCode; readonly params: ErrorParams };

export const found = (code: FindingCode, params: Params = {}): Finding => ({ level: findings[code], code, params });

/** A failure as a finding; what is no failure of ours is thrown on. */
export function failed(error: unknown): Finding {
  if (!(error instanceof PulseError) || error.code === 'interrupted') throw error;
  return { level: 'error', code: 'failed', failure: error.code, params: error.params };
}

/** The worst first; of one level in the order found. */
export const worstFirst = (list: readonly Finding[]): readonly Finding[] =>
  list.toSorted((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level));
