/** Who is asking, as Slack's users.info knows them; `unknown` when it could not be asked. */
export type Actor =
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
    };

/** Where an answer would be read; `unknown` when it could not be checked. */
export type Place =
  | { readonly kind: 'direct' }
  /** A modal or the Home tab: only the person sees it. */
  | { readonly kind: 'own-view' }
  | { readonly kind: 'channel'; readonly external: boolean }
  | { readonly kind: 'unknown' };

/** What is being done. All are judged alike today; later rules may tell them apart. */
export type Action = 'ask' | 'read-view' | 'share' | 'keep' | 'home' | 'suggest';

export type RefusalReason =
  | 'guest'
  | 'bot'
  | 'other-workspace'
  | 'deactivated'
  | 'unknown-person'
  | 'shared-channel'
  | 'unknown-place';

export type Decision = { readonly allow: true } | { readonly allow: false; readonly reason: RefusalReason };

/**
 * Decides who sees what: every answer, button, modal and share passes here. Refuses whatever could not be checked.
 * Full members of the home workspace see everything, but nothing is shown where another organisation reads along.
 */
export function decide({
  actor,
  place,
}: {
  readonly actor: Actor;
  readonly place: Place;
  readonly action: Action;
}): Decision {
  const reason = personRefused(actor) ?? placeRefused(place);
  return reason === null ? { allow: true } : { allow: false, reason };
}

function personRefused(actor: Actor): RefusalReason | null {
  if (actor.kind === 'unknown') return 'unknown-person';
  if (actor.bot) return 'bot';
  if (actor.deleted) return 'deactivated';
  if (!actor.homeTeam) return 'other-workspace';
  return actor.guest ? 'guest' : null;
}

function placeRefused(place: Place): RefusalReason | null {
  if (place.kind === 'unknown') return 'unknown-place';
  return place.kind === 'channel' && place.external ? 'shared-channel' : null;
}
