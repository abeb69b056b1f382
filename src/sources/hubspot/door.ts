import { CrmFailure, isCrmFailure } from '../http/failure.ts';
import type { Mask } from '../http/mask.ts';
import type { HttpAnswer, HttpClock, HttpRequest, Transport } from '../http/types.ts';
import type { Bucket } from './bucket.ts';
import { dayIsOver } from './refusal.ts';
import type { SecretName, Secrets } from './settings.ts';

/** After a day's limit, how long nothing is asked before one call tries again. */
const PROBE_MS = 900_000;

/** What is asked: the token is added. Everything that is sent reads only, so all of it may be sent again. */
export type DoorRequest = Pick<HttpRequest, 'check'> & { readonly url: string; readonly body?: object };

export interface Lane {
  readonly transport: Transport;
  readonly bucket: Bucket;
}

/** Limits that the account has met, shared by all lanes. */
export class DayLimit {
  readonly #clock: HttpClock;
  /** When the account's day ends; null while its zone is unknown. */
  endOfDay: (now: number) => number | null = () => null;
  #closedUntil = 0;

  constructor(clock: HttpClock) {
    this.#clock = clock;
  }

  get reset(): number | null {
    return this.endOfDay(this.#clock.now());
  }

  meet(): void {
    const now = this.#clock.now();
    this.#closedUntil = Math.min(this.reset ?? Number.POSITIVE_INFINITY, now + PROBE_MS);
  }

  /** Throws `crm-limit` without asking while the day is known to be over. */
  demandOpen(host: string): void {
    const now = this.#clock.now();
    if (now < this.#closedUntil) throw dayIsOver(host, this.reset, now);
  }
}

/** Calls with the bot's token. One that is refused is replaced by the next one of a rotation, once. */
export class Door {
  readonly #lanes: { readonly search: Lane; readonly usual: Lane };
  readonly #secrets: Secrets;
  readonly #mask: Mask;
  readonly #limit: DayLimit;
  #token: string | undefined;

  constructor(lanes: { search: Lane; usual: Lane }, secrets: Secrets, mask: Mask, limit: DayLimit) {
    this.#lanes = lanes;
    this.#secrets = secrets;
    this.#mask = mask;
    this.#limit = limit;
  }

  get host(): string {
    return this.#lanes.usual.transport.base.host;
  }

  async json(
    request: DoorRequest,
    signal: AbortSignal,
    lane: 'search' | 'usual' = 'usual',
  ): Promise<HttpAnswer<unknown>> {
    const token = this.#token ?? (await this.#first());
    try {
      const answer = await this.#send(token, request, signal, lane);
      this.#token = token;
      return answer;
    } catch (error) {
      if (!isCrmFailure(error, 'crm-refused')) throw error;
      const other = await this.#other(token);
      if (other === undefined) throw error;
      const answer = await this.#send(other, request, signal, lane);
      this.#token = other;
      return answer;
    }
  }

  async #send(
    token: string,
    { url, body, check }: DoorRequest,
    signal: AbortSignal,
    lane: 'search' | 'usual',
  ): Promise<HttpAnswer<unknown>> {
    const { transport, bucket } = this.#lanes[lane];
    this.#limit.demandOpen(transport.base.host);
    await bucket.take(signal);
    return await transport.request({
      url,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      ...(check !== undefined && { check }),
      idempotent: true,
      expect: 'json',
      signal,
    });
  }

  async #first(): Promise<string> {
    const token = (await this.#read('token')) ?? (await this.#read('nextToken'));
    if (token !== undefined) return token;
    throw new CrmFailure('crm-secret', { name: this.#secrets.label('token'), why: 'missing' });
  }

  /** The token that is to follow the refused one. */
  async #other(refused: string): Promise<string | undefined> {
    for (const name of ['token', 'nextToken'] as const) {
      const token = await this.#read(name);
      if (token !== undefined && token !== refused) return token;
    }
    return undefined;
  }

  async #read(name: SecretName): Promise<string | undefined> {
    const value = (await this.#secrets.read(name))?.trim();
    if (value === undefined || value === '') return undefined;
    // A line break would end the header.
    if (!/^[\x21-\x7e]+$/.test(value))
      throw new CrmFailure('crm-secret', { name: this.#secrets.label(name), why: 'malformed' });
    this.#mask.add(value);
    return value;
  }
}
