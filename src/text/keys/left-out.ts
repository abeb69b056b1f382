import type { AnswerNote } from '../../kpi/answer.ts';
import type { LeftOutReason } from '../../kpi/tally.ts';

/** Why records are not in a number; each takes `count`. */
export type LeftOutKeys = { readonly [Reason in LeftOutReason]: readonly ['count'] };

/** What an answer rests on. */
export type NoteKeys = { readonly [Note in AnswerNote]: readonly [] };
