import type { NewSubscription } from '../../store/ledger/subscriptions.ts';
import type { Phrase } from '../../text/phrase.ts';
import type { DeskSettings } from '../desk.ts';
import { refusedPhrase } from '../messages/plain-words.ts';
import type { Voice } from '../messages/voice.ts';
import { type ChannelState, lookAtChannel } from './channel.ts';
import { entitled, type Unentitled } from './entitled.ts';

/** Why a digest may not go where it is wanted: for its place, or for what it is about. */
export interface Refusal {
  readonly at: 'place' | 'scope';
  readonly phrase: Phrase;
}

/** Asks Slack and the data afresh whether a digest may go where it is wanted. Null: it may. */
export async function refusalOf(
  claim: Pick<NewSubscription, 'report' | 'scope' | 'destination' | 'owner'>,
  voice: Voice,
  settings: DeskSettings,
): Promise<Refusal | null> {
  const { destination, owner } = claim;
  const channel =
    destination.kind === 'direct' ? 'ready' : await lookAtChannel(settings.reading, destination.id, owner);
  if (channel !== 'ready') return { at: 'place', phrase: channelWords(channel, voice) };
  const reason = await entitled(claim, settings);
  if (reason === null) return null;
  const isAboutWhom = reason === 'not-yours' || reason === 'not-linked' || reason === 'no-data';
  return { at: isAboutWhom ? 'scope' : 'place', phrase: refusalWords(reason, voice) };
}

function channelWords(state: Exclude<ChannelState, 'ready'>, { speak: { words } }: Voice): Phrase {
  const say = words.subscriptions;
  const sentences: Readonly<Record<typeof state, Phrase>> = {
    'not-in-channel': say.notInChannel(),
    archived: say.archived(),
    'no-channel': say.noChannel(),
    'not-member': say.notMember(),
    unclear: say.channelUnclear(),
  };
  return sentences[state];
}

const refusalWords = (reason: Unentitled, voice: Voice): Phrase =>
  reason === 'no-data' ? voice.speak.words.talk.loading() : refusedPhrase(reason, voice);
