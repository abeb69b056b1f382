import type { AttentionReason } from '../../kpi/analyst.ts';

/**
 * Why a partner needs attention, by the code of the reason. The messages may use the values that the reason carries;
 * one that is missing reads “?”.
 */
export type AttentionWords = { readonly [Code in AttentionReason['code']]: string };
