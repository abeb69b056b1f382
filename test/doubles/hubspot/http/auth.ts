// Bearer tokens: service keys and private-app tokens, their scopes and their ends.
import { type Clock, iso } from '../clock.ts';
import { badToken, expiredToken, missingScopes, noPermissions } from './errors.ts';

interface Grant {
  scopes: Set<string>;
  expiresAt?: number;
  /** The person who made a private-app token has left. */
  orphaned: boolean;
}

/** Enough to read everything that a partner program may map. */
export const allReadScopes: readonly string[] = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.companies.read',
  'crm.objects.deals.read',
  'crm.objects.leads.read',
  'crm.objects.owners.read',
  'crm.objects.custom.read',
  'crm.objects.products.read',
  'crm.objects.line_items.read',
  'crm.objects.courses.read',
  'crm.objects.feedback_submissions.read',
  'crm.schemas.custom.read',
  'e-commerce',
  'sales-email-read',
  'settings.currencies.read',
  'tickets',
];

/** Scopes for properties whose content is especially protected. */
export const sensitiveScope = 'sensitive.read';

export class Tokens {
  readonly #grants = new Map<string, Grant>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Makes a token good, with these scopes. */
  issue(token: string, scopes: Iterable<string> = allReadScopes, expiresAt?: number): void {
    this.#grants.set(token, {
      scopes: new Set(['oauth', ...scopes]),
      orphaned: false,
      ...(expiresAt !== undefined && { expiresAt }),
    });
  }

  /** Deactivated, or rotated and its grace over: nobody knows it any more. */
  revoke(token: string): void {
    this.#grants.delete(token);
  }

  /** The token's creator loses her rights. */
  orphan(token: string): void {
    this.#get(token).orphaned = true;
  }

  expire(token: string, at: number = this.#clock.now()): void {
    this.#get(token).expiresAt = at;
  }

  grant(token: string, ...scopes: string[]): void {
    for (const scope of scopes) this.#get(token).scopes.add(scope);
  }

  withdraw(token: string, ...scopes: string[]): void {
    for (const scope of scopes) this.#get(token).scopes.delete(scope);
  }

  /** The scopes of a request's token; refuses it when it is not good. */
  check(authorization: string | undefined): ReadonlySet<string> {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    const grant = token === undefined ? undefined : this.#grants.get(token);
    if (grant === undefined) throw badToken();
    const now = this.#clock.now();
    if (grant.expiresAt !== undefined && grant.expiresAt <= now) {
      throw expiredToken(Math.floor((now - grant.expiresAt) / 1000), iso(grant.expiresAt));
    }
    if (grant.orphaned) throw noPermissions();
    return grant.scopes;
  }

  #get(token: string): Grant {
    const found = this.#grants.get(token);
    if (found === undefined) throw new Error('no such token');
    return found;
  }
}

/** Refuses unless every scope is there; names those that are needed. */
export function demand(scopes: ReadonlySet<string>, needed: readonly string[]): void {
  if (needed.some((scope) => !scopes.has(scope))) throw missingScopes(needed);
}
