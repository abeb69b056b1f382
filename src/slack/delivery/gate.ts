import type { Destination, PauseReason, SubscriptionScope } from '../../store/ledger/subscriptions.ts';
import { configuration } from '../access/configuration.ts';
import {
  type Actor,
  type Decision,
  type Deed,
  decide,
  type Person,
  type Place,
  type RefusalReason,
  type Scope,
} from '../access/decide.ts';
import { type AccessSettings, isAdmin, seenBy } from '../access/rights.ts';
import { type AnalystState, unreadable } from '../analyst-state.ts';
import type { Directory } from '../directory/index.ts';
import { failureOf, isScopeMissing } from './outcome.ts';

/** Who answers for a message, and what it tells. */
export interface Cause {
  /** Null: the configuration does. */
  readonly owner: string | null;
  readonly destination: Destination;
  /** Null: nobody says what it tells, so it may be anything. */
  readonly scope: SubscriptionScope | null;
}

export type Verdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly reason: PauseReason }
  /** Slack or the data cannot say now. `wait` in milliseconds, where Slack names one. */
  | { readonly kind: 'later'; readonly error: string; readonly wait: number | null }
  /** Slack does not accept our token. */
  | { readonly kind: 'token'; readonly error: string };

export interface Judged {
  readonly verdict: Verdict;
  /** What was decided on, for the audit; null: it did not come to that. */
  readonly decided: { readonly deed: Deed; readonly decision: Decision } | null;
}

export interface Gate {
  /** Whether figures may go there at this moment. Asks Slack afresh; what cannot be checked is not allowed. */
  judge(cause: Cause): Promise<Judged>;
}

export interface GateSettings {
  readonly directory: Directory;
  readonly access: AccessSettings;
  readonly analyst: () => Promise<AnalystState>;
}

/** Ends the way to a decision. */
class Ended extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict) {
    super(verdict.kind);
    this.verdict = verdict;
  }
}

export function createGate({ directory, access, analyst }: GateSettings): Gate {
  return {
    async judge(cause) {
      try {
        return await decided(cause);
      } catch (error) {
        if (error instanceof Ended) return { verdict: error.verdict, decided: null };
        throw error;
      }
    },
  };

  async function decided({ owner, destination, scope }: Cause): Promise<Judged> {
    const place = await placeOf(destination);
    const answering = owner === null ? configuration : await actorOf(owner, 'owner-deactivated');
    const reader =
      destination.kind === 'channel' || destination.id === owner
        ? null
        : await actorOf(destination.id, 'recipient-gone');
    let last: Judged = { verdict: { kind: 'refused', reason: 'owner-may-not-see' }, decided: null };
    for (const actor of reader === null ? [answering] : [answering, reader]) {
      for (const one of await scopesOf(scope, actor)) {
        const deed: Deed = { actor, place, scope: one, action: 'share' };
        const decision = decide(deed);
        const verdict: Verdict = decision.allow
          ? { kind: 'allowed' }
          : { kind: 'refused', reason: pauseFor(decision.reason, actor === reader) };
        last = { verdict, decided: { deed, decision } };
        if (!decision.allow) return last;
      }
    }
    return last;
  }

  async function placeOf({ kind, id }: Destination): Promise<Place> {
    if (kind === 'direct') return { kind };
    const { archived, member, external, guests } = await asked(() => directory.channelNow(id), 'channel-gone');
    if (archived) throw new Ended({ kind: 'refused', reason: 'channel-archived' });
    // Shared before absent: what stands there has to be taken away.
    if (!member && !external) throw new Ended({ kind: 'refused', reason: 'not-in-channel' });
    return { kind: 'channel', external, guests };
  }

  async function actorOf(userId: string, gone: PauseReason): Promise<Actor> {
    const person = await asked(() => directory.look(userId), gone);
    if (person.kind === 'known' && person.deleted) throw new Ended({ kind: 'refused', reason: gone });
    return { ...person, sees: await rightsOf(person) };
  }

  async function rightsOf(person: Person): Promise<Actor['sees']> {
    if (access.everyone || (await isAdmin(person, access, directory))) return 'everything';
    return seenBy(person, access, directory, await data());
  }

  /** While nothing is loaded nobody can say whose partners these are. */
  async function data() {
    const state = await analyst().catch(unreadable);
    const loaded = state.kind === 'loading' ? null : state.analyst;
    if (loaded === null) throw new Ended({ kind: 'later', error: 'no-data', wait: null });
    return loaded;
  }

  async function scopesOf(scope: SubscriptionScope | null, { sees }: Actor): Promise<readonly Scope[]> {
    if (scope === null || sees === 'everything') return [{ kind: 'program' }];
    const { segment, partners } = scope;
    if (partners === null) {
      return [
        Object.keys(segment).length === 0 ? { kind: 'program' } : { kind: 'segment', manager: segment.manager ?? null },
      ];
    }
    const loaded = await data();
    const found = await Promise.all(partners.map((id) => loaded.findPartner(id)));
    // Of a partner that is gone nothing is told.
    const scopes = found.flatMap((match, at): Scope[] => {
      if (match.kind === 'none') return [];
      const id = partners[at] ?? '';
      return [{ kind: 'partner', id, manager: match.kind === 'one' ? match.partner.manager : null }];
    });
    return scopes.length === 0 ? [{ kind: 'none' }] : scopes;
  }
}

/** Asks Slack, and reads why it does not say. */
async function asked<T>(look: () => Promise<T>, gone: PauseReason): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw new Ended(verdictOf(error, gone));
  }
}

function verdictOf(error: unknown, gone: PauseReason): Verdict {
  if (isScopeMissing(error)) return { kind: 'refused', reason: 'audience-unknown' };
  const failure = failureOf(error);
  switch (failure.kind) {
    case 'place':
      return { kind: 'refused', reason: failure.reason === 'recipient-gone' ? gone : failure.reason };
    case 'token':
      return { kind: 'token', error: failure.error };
    case 'too-fast':
      return { kind: 'later', error: failure.error, wait: failure.wait };
    default:
      return { kind: 'later', error: failure.error, wait: null };
  }
}

function pauseFor(reason: RefusalReason, reader: boolean): PauseReason {
  switch (reason) {
    case 'shared-channel':
      return 'channel-shared';
    case 'guests-here':
      return 'guests-here';
    case 'unknown-place':
      return 'audience-unknown';
    case 'deactivated':
      return reader ? 'recipient-gone' : 'owner-deactivated';
    default:
      return 'owner-may-not-see';
  }
}
