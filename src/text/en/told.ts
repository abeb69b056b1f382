import type { toldKeys } from '../keys/told.ts';
import type { Words } from '../words.ts';

export const told: Words<typeof toldKeys> = {
  noticeTitle: 'Partner Pulse needs a look',
  noticeTitleOf: 'Partner Pulse needs a look at {source}',
  notice: 'Something is wrong: {code}.',
  noticeSince: 'Since {since}. You are told once; “pulse status” shows it until it is over.',
  digestWaits:
    'This digest waits: no new data of {source} since {since}. It comes as soon as they are here, at the latest {until}; then it says how old they are.',
  digestWaitsCause: 'Cause: {cause}',
};
