import { type SegmentKey, segmentKeys } from '../../kpi/segment.ts';
import type { NewSubscription, Subscription, SubscriptionScope } from '../../store/ledger/subscriptions.ts';
import { joined, type Phrase, verbatim } from '../../text/phrase.ts';
import { momentIn, schedulePhrase } from '../../text/say/schedule.ts';
import { channelMention, type Inline, joinedMarks, type Mark, mention, mrkdwn } from '../blocks/mrkdwn.ts';
import { segmentPhrase } from '../messages/scope.ts';
import type { Voice } from '../messages/voice.ts';
import { nextOf } from './rules.ts';

/** The keys of a stored segment that there are. */
export function segmentOf(stored: SubscriptionScope['segment']): { readonly [K in SegmentKey]?: string } {
  const segment: { [K in SegmentKey]?: string } = {};
  for (const key of segmentKeys) {
    const value = stored[key];
    if (value !== undefined) segment[key] = value;
  }
  return segment;
}

/** “tier Gold”, “3 partners of a list”, “whole program”: never a partner's name, which others could not see. */
export function scopePhrase({ segment, partners }: SubscriptionScope, { speak: { words } }: Voice): Phrase {
  const parts = [
    ...(partners === null ? [] : [words.subscriptions.partnerList({ count: partners.length })]),
    ...(Object.keys(segment).length === 0 ? [] : [segmentPhrase(segmentOf(segment), { words })]),
  ];
  return parts.length === 0 ? words.subscriptions.program() : joined(parts, ', ');
}

/** Where it goes, as `reader` calls it. */
function placeOf(
  { destination: { kind, id } }: Pick<NewSubscription, 'destination'>,
  reader: string,
  voice: Voice,
): Mark {
  const say = voice.speak.words.subscriptions;
  if (kind === 'channel') return channelMention(id);
  if (id === reader) return mrkdwn`${say.yourDirect()}`;
  const [before = '', after = ''] = say.directTo({ person: '\u0000' }).text.split('\u0000');
  return mrkdwn`${before}${mention(id)}${after}`;
}

/** What, about whom, where and how often, in one line. */
export function summaryOf(
  one: Omit<NewSubscription, 'id' | 'createdAt' | 'origin' | 'owner'>,
  reader: string,
  voice: Voice,
): Mark {
  const { words } = voice.speak;
  const { quiet, holidays } = one;
  const parts: Inline[] = [
    mrkdwn`*${words.subscriptions[one.report]()}*`,
    scopePhrase(one.scope, voice),
    placeOf(one, reader, voice),
    schedulePhrase(one.report, one.schedule, words),
    ...(quiet === null ? [] : [words.subscriptions.quietBetween(quiet)]),
    ...(holidays.length === 0 ? [] : [words.subscriptions.notOnHolidays({ count: holidays.length })]),
  ];
  return joinedMarks(parts, ' · ');
}

/** When it comes next, in its own zone. */
export function nextPhrase(
  one: Pick<NewSubscription, 'report' | 'schedule' | 'quiet' | 'holidays'>,
  fiscalYearStart: number,
  { speak: { words }, now }: Voice,
): Phrase {
  const next = nextOf(one, fiscalYearStart, now);
  if (next === null) return words.subscriptions.nextUnknown();
  return words.subscriptions.next({ when: momentIn(next, one.schedule.zone, words) });
}

/** Why it does not come, and what helps. */
export const pausedPhrase = (
  { reason, since }: NonNullable<Subscription['pause']>,
  { speak: { words, format } }: Voice,
): Phrase => words.subscriptions.paused({ since: verbatim(format.date(since)), reason: words.pauses[reason]() });
