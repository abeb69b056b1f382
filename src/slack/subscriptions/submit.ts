import type { NewSubscription, Subscription } from '../../store/ledger/subscriptions.ts';
import type { Phrase } from '../../text/phrase.ts';
import { isAdmin } from '../access/rights.ts';
import { usable } from '../analyst-state.ts';
import type { Admitted, Desk } from '../desk.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { refusalOf } from './check.ts';
import type { FormMetadata, FormState } from './form-state.ts';
import { MOST_OF_ONE, type Saved, saveSubscription } from './save.ts';
import type { DigestSettings } from './settings.ts';
import { type FieldErrors, wishOf } from './wish.ts';

/** What comes of a form that was sent. */
export type Outcome =
  | { readonly kind: 'errors'; readonly errors: FieldErrors }
  | { readonly kind: 'saved'; readonly subscription: NewSubscription; readonly replaced: boolean }
  | { readonly kind: 'message'; readonly message: Message };

/** Whether somebody may change or end a subscription: it is the person's own, or the person is an admin. */
export async function manages(
  user: string,
  { actor }: Pick<Admitted, 'actor'>,
  { access, directory }: Desk['settings'],
): Promise<(one: Subscription) => boolean> {
  const admin = await isAdmin(actor, access, directory);
  return (one) => admin || isOwnSubscription(one, user);
}

export const isOwnSubscription = ({ owner, destination }: Subscription, user: string): boolean =>
  owner === user || (destination.kind === 'direct' && destination.id === user);

/** Checks all that a form asks for afresh, whatever was so when it was opened, and saves it. */
export async function submit(
  user: string,
  state: FormState,
  metadata: FormMetadata,
  admitted: Admitted,
  desk: Desk,
  digests: DigestSettings,
): Promise<Outcome> {
  const { voice, email } = admitted;
  const say = voice.speak.words.subscriptions;
  const ready = usable(admitted.state, voice);
  if (ready.kind === 'message') return { kind: 'message', message: ready.message };
  const mayChange = await manages(user, admitted, desk.settings);
  const edited = metadata.edits === null ? undefined : await digests.store.subscriptions.find(metadata.edits);
  if (edited !== undefined && (edited.origin === 'configuration' || !mayChange(edited)))
    return { kind: 'errors', errors: { report: say.notYoursToEdit() } };
  const read = await wishOf(state, metadata, edited, { user, email, sight: ready.analyst, voice });
  if ('errors' in read) return { kind: 'errors', errors: read.errors };
  const { wish } = read;
  const owner = edited === undefined ? user : edited.owner;
  const refusal = await refusalOf({ ...wish, owner }, voice, desk.settings);
  if (refusal !== null) {
    const where = state.place === 'channel' ? 'channel' : 'place';
    return { kind: 'errors', errors: { [refusal.at === 'place' ? where : 'scope']: refusal.phrase } };
  }
  const at = new Date(voice.now).toISOString();
  const asked = { wish, owner, origin: 'slack', edits: metadata.edits, mayChange, at } as const;
  return outcomeOf(await saveSubscription(asked, digests.store), voice);
}

function outcomeOf(saved: Saved, { speak: { words } }: Voice): Outcome {
  const say = words.subscriptions;
  if (saved.kind === 'saved') return saved;
  const errors: Readonly<Record<typeof saved.kind, Phrase>> = {
    'in-configuration': say.inConfiguration(),
    'too-many': say.tooMany({ most: MOST_OF_ONE }),
    'not-yours': say.notYoursToEdit(),
  };
  return { kind: 'errors', errors: { report: errors[saved.kind] } };
}
