import { type Access, type AuthContext, signIn } from './auth.ts';

/** The one access token that all calls of a source share. It stays in memory. */
export class Session {
  readonly #context: AuthContext;
  #access: Access | undefined;
  #flight: Promise<Access> | undefined;

  constructor(context: AuthContext) {
    this.#context = context;
  }

  /** The present access, or a new one. */
  async access(signal: AbortSignal): Promise<Access> {
    return this.#access ?? (await this.#signIn(signal));
  }

  /** Another access than the one that was refused; calls that were refused together sign in once. */
  async renew(refused: Access, signal: AbortSignal): Promise<Access> {
    if (this.#access === refused) this.#access = undefined;
    return await this.access(signal);
  }

  #signIn(signal: AbortSignal): Promise<Access> {
    this.#flight ??= signIn(this.#context, signal)
      .then((access) => {
        this.#access = access;
        return access;
      })
      .finally(() => {
        this.#flight = undefined;
      });
    return this.#flight;
  }
}
