import type { toldKeys } from '../keys/told.ts';
import type { Words } from '../words.ts';

export const told: Words<typeof toldKeys> = {
  noticeTitle: 'Partner Pulse braucht einen Blick',
  noticeTitleOf: 'Partner Pulse braucht einen Blick auf {source}',
  notice: 'Etwas stimmt nicht: {code}.',
  noticeSince: 'Seit {since}. Das wird einmal gemeldet; „pulse status“ zeigt es, bis es vorbei ist.',
  digestWaits:
    'Dieser Bericht wartet: keine neuen Daten von {source} seit {since}. Er kommt, sobald sie da sind, spätestens {until}; dann sagt er, wie alt sie sind.',
  digestWaitsCause: 'Ursache: {cause}',
};
