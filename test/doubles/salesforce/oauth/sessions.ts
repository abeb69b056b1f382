// Sessions (access tokens), refresh tokens and authorization codes.
import { randomBytes } from 'node:crypto';
import type { ServiceClock } from '../clock.ts';
import type { AppSettings } from './app.ts';

interface Refresh {
  lastUsed: number;
}

export interface Code {
  redirectUri: string;
  challenge: string | undefined;
  expiresAt: number;
}

const CODE_LIFE_MS = 15 * 60_000;

export class Sessions {
  readonly #clock: ServiceClock;
  readonly #app: AppSettings;
  readonly #organizationId: string;
  readonly #sessions = new Map<string, number>();
  readonly #refresh = new Map<string, Refresh>();
  readonly #codes = new Map<string, Code>();

  constructor(clock: ServiceClock, app: AppSettings, organizationId: string) {
    this.#clock = clock;
    this.#app = app;
    this.#organizationId = organizationId;
  }

  open(): string {
    const token = `${this.#organizationId.slice(0, 15)}!AQEA${randomBytes(36).toString('base64url')}`;
    this.#sessions.set(token, this.#clock.now() + this.#app.sessionMs);
    return token;
  }

  isOpen(token: string | undefined): boolean {
    const end = token === undefined ? undefined : this.#sessions.get(token);
    return end !== undefined && this.#clock.now() < end;
  }

  /** Ends one session, or all. */
  end(token?: string): void {
    if (token === undefined) this.#sessions.clear();
    else this.#sessions.delete(token);
  }

  newRefreshToken(): string {
    const token = `5Aep${randomBytes(40).toString('base64url')}`;
    this.#refresh.set(token, { lastUsed: this.#clock.now() });
    return token;
  }

  /** Whether a refresh token is good; using it starts its idle time anew. */
  useRefreshToken(token: string): boolean {
    const known = this.#refresh.get(token);
    if (known === undefined) return false;
    if (this.#clock.now() - known.lastUsed > this.#app.refreshIdleMs) this.#refresh.delete(token);
    else known.lastUsed = this.#clock.now();
    return this.#refresh.has(token);
  }

  revokeRefreshToken(token: string): boolean {
    return this.#refresh.delete(token);
  }

  newCode(redirectUri: string, challenge: string | undefined): string {
    const code = `aPrx${randomBytes(24).toString('base64url')}`;
    this.#codes.set(code, { redirectUri, challenge, expiresAt: this.#clock.now() + CODE_LIFE_MS });
    return code;
  }

  /** A code works once and for 15 minutes. */
  takeCode(code: string): Code | undefined {
    const known = this.#codes.get(code);
    this.#codes.delete(code);
    return known !== undefined && this.#clock.now() < known.expiresAt ? known : undefined;
  }
}
