import type { Keys } from '../words.ts';

/** What the bot tells by itself beside figures: trouble, to those who look after it, and digests that wait. */
export const toldKeys = {
  noticeTitle: [],
  noticeTitleOf: ['source'],
  notice: ['code'],
  noticeSince: ['since'],
  digestWaits: ['source', 'since', 'until'],
  digestWaitsCause: ['cause'],
} as const satisfies Keys;
