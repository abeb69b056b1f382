import type { LeftOutReason } from '../../kpi/tally.ts';

/** Why records are not in a number; each takes `count`. */
export type LeftOutKeys = { readonly [Reason in LeftOutReason]: readonly ['count'] };
