/** Who somebody is in Slack, as users.info knows it; `unknown` when it could not be asked. */
export type Person =
  | { readonly kind: 'unknown'; readonly userId: string }
  | {
      readonly kind: 'known';
      readonly userId: string;
      readonly homeTeam: boolean;
      readonly bot: boolean;
      readonly guest: boolean;
      readonly deleted: boolean;
      readonly email: string | null;
      readonly locale: string | null;
      /** IANA name; undefined where Slack does not say. */
      readonly zone?: string | undefined;
    };

/** What a person may see of the program: all of it, the partners that the CRM says are theirs, or no partner at all. */
export type Sees = 'everything' | 'own' | 'nothing';

/** Who is asking. */
export type Actor = Person & { readonly sees: Sees };

/** Who reads along in a channel; `guests` only where it was looked at: outsiders of any kind, unless an admin allowed them. */
export interface Audience {
  readonly external: boolean;
  readonly guests: 'unchecked' | 'none' | 'present' | 'allowed';
}

/** Where an answer would be read; `unknown` when it could not be checked. */
export type Place =
  | { readonly kind: 'direct' }
  /** A modal, a list of suggestions or the Home tab: only the person sees it. */
  | { readonly kind: 'own-view' }
  | ({ readonly kind: 'channel' } & Audience)
  | { readonly kind: 'unknown' };

/** What an answer is about. `manager`: whose partners, as the CRM says; null: nobody's. */
export type Scope =
  /** Nothing of the program: help, definitions. */
  | { readonly kind: 'none' }
  | { readonly kind: 'partner'; readonly id: string; readonly manager: string | null }
  | { readonly kind: 'segment'; readonly manager: string | null }
  | { readonly kind: 'program' };

/** What is being done. Of `share` and `subscribe` (a digest for a channel) others see the outcome. */
export type Action = 'ask' | 'read-view' | 'share' | 'subscribe' | 'keep' | 'home' | 'suggest' | 'work' | 'download';

/** Whether others than the person see what comes of it. */
export const isForOthers = (action: Action): boolean => action === 'share' || action === 'subscribe';

export type RefusalReason =
  | 'guest'
  | 'bot'
  | 'other-workspace'
  | 'deactivated'
  | 'unknown-person'
  | 'not-linked'
  | 'not-yours'
  | 'shared-channel'
  | 'guests-here'
  | 'unknown-place';

/** `where`: an answer for one person alone goes to the direct message where another organisation is in the channel. */
export type Decision =
  | { readonly allow: true; readonly where: 'here' | 'direct' }
  | { readonly allow: false; readonly reason: RefusalReason };

export interface Deed {
  readonly actor: Actor;
  readonly place: Place;
  readonly scope: Scope;
  readonly action: Action;
}

/**
 * Decides who sees what, for every answer, button, modal, suggestion and share. What only the actor sees depends on the
 * actor; what others see also on the place, and what could not be checked is refused.
 */
export function decide({ actor, place, scope, action }: Deed): Decision {
  const reason =
    personRefused(actor) ?? scopeRefused(actor, scope) ?? (isForOthers(action) ? shareRefused(place) : null);
  if (reason !== null) return { allow: false, reason };
  return { allow: true, where: place.kind === 'channel' && place.external ? 'direct' : 'here' };
}

function personRefused(actor: Person): RefusalReason | null {
  if (actor.kind === 'unknown') return 'unknown-person';
  if (actor.bot) return 'bot';
  if (actor.deleted) return 'deactivated';
  if (!actor.homeTeam) return 'other-workspace';
  return actor.guest ? 'guest' : null;
}

function scopeRefused(actor: Actor, scope: Scope): RefusalReason | null {
  if (scope.kind === 'none' || actor.sees === 'everything') return null;
  if (actor.sees === 'nothing') return 'not-linked';
  if (scope.kind === 'program') return 'not-yours';
  return isOwn(actor, scope.manager) ? null : 'not-yours';
}

/** Whether the CRM's owner is this person. */
export const isOwn = (person: Person, manager: string | null): boolean =>
  person.kind === 'known' && person.email !== null && person.email.toLowerCase() === manager?.toLowerCase();

function shareRefused(place: Place): RefusalReason | null {
  if (place.kind === 'direct') return null;
  if (place.kind !== 'channel') return 'unknown-place';
  if (place.external) return 'shared-channel';
  if (place.guests === 'present') return 'guests-here';
  return place.guests === 'unchecked' ? 'unknown-place' : null;
}
