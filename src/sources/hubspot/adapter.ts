import type { Asked, CrmAdapter, Facts, Known, Pass, PassPage, RowName } from '../crm/contract.ts';
import { isCrmFailure, unreachable } from '../http/failure.ts';
import type { HttpClock } from '../http/types.ts';
import type { Mapping } from '../mapping/index.ts';
import type { Renewals } from './cache.ts';
import { type Caches, openCaches } from './caches.ts';
import type { HubSpotClient } from './client.ts';
import { hashOf, readFacts } from './facts.ts';
import { type KnownWay, ours } from './hubspot-facts.ts';
import { LabelPairs } from './labels.ts';
import { isId } from './names.ts';
import { linksOfPartners } from './partner-passes.ts';
import { planned } from './plan.ts';
import { Reading } from './reading.ts';
import { refreshed } from './refresh.ts';
import { type Shape, shapeOf } from './ways.ts';

const MINUTE = 60_000;
const REFRESH_MS = 10_000;
const SLICE = 100;
/** At four runs an hour, all that is kept is renewed within two. */
const RENEWED = 5;

export interface HubSpotAdapterOptions {
  readonly client: HubSpotClient;
  readonly mapping: Mapping;
  readonly clock: HttpClock;
  /** How far before its last reading an increment begins; 60 by default. */
  readonly overlapMinutes?: number;
  /** Calls that a run may take for all links of activities; 20 by default. Where it is more, they are read once a day. */
  readonly activitySweepCalls?: number;
}

/** HubSpot as a source of rows, by the mapping. Keep it between runs: it remembers for an hour what seldom changes. */
export function hubspotAdapter(options: HubSpotAdapterOptions): CrmAdapter {
  return new HubSpotAdapter(options);
}

class HubSpotAdapter implements CrmAdapter {
  readonly crm = 'hubspot';
  readonly #client: HubSpotClient;
  readonly #shape: Shape;
  readonly #overlapMs: number;
  readonly #activitySweepCalls: number;
  readonly #caches: Caches;
  readonly #renewals: Renewals = { left: 0 };
  /** What is known of labels’ names in both directions, by the kinds of association. */
  readonly #pairs = new Map<string, LabelPairs>();

  constructor({ client, mapping, clock, overlapMinutes = 60, activitySweepCalls = 20 }: HubSpotAdapterOptions) {
    this.#activitySweepCalls = activitySweepCalls;
    this.#client = client;
    this.#shape = shapeOf(mapping);
    this.#overlapMs = overlapMinutes * MINUTE;
    this.#caches = openCaches(clock, this.#renewals);
  }

  async facts(_known: Known, signal: AbortSignal): Promise<Facts> {
    this.#renewals.left = RENEWED;
    try {
      return await readFacts({ client: this.#client, shape: this.#shape, caches: this.#caches }, signal);
    } catch (error) {
      // Whoever puts it right does not want to wait for an hour.
      this.#forget();
      throw error;
    }
  }

  plan(facts: Facts, known: Known, asked: Asked): readonly Pass[] {
    const reading = this.#reading(facts);
    const passes = planned({
      reading,
      known,
      asked,
      overlapMs: this.#overlapMs,
      activitySweepCalls: this.#activitySweepCalls,
      pairs: (way) => this.#pairsOf(way),
    });
    return passes.map((pass) => ({ ...pass, read: (start) => this.#watched(pass.read(start)) }));
  }

  async *fetch(facts: Facts, object: string, ids: readonly string[], signal: AbortSignal): AsyncIterable<PassPage> {
    const reading = this.#reading(facts);
    const found = reading.facts.objects.find(({ need }) => need.object === object);
    // Rates and events are read whole, or never missing.
    if (found === undefined || found.kind !== 'records') return;
    const missing = [...new Set(ids)].filter(isId);
    for (let start = 0; start < missing.length; start += SLICE) {
      const chunk = missing.slice(start, start + SLICE);
      const part = await reading.byId(found, chunk, signal);
      const ids = part.rows.map(({ id }) => id);
      const walked = await reading.walked(found, ids, signal);
      const brought = await linksOfPartners(reading, found, ids, (way) => this.#pairsOf(way), signal);
      const links = [...walked, ...brought];
      const done = start + chunk.length;
      yield { ...part, links, cursor: null, done, total: missing.length };
    }
  }

  async *refresh(
    facts: Facts,
    _known: Known,
    partners: readonly RowName[],
    signal: AbortSignal,
  ): AsyncIterable<PassPage> {
    const late = AbortSignal.timeout(REFRESH_MS);
    const reading = this.#reading(facts);
    const asked = partners.filter(({ id }) => isId(id));
    const either = AbortSignal.any([signal, late]);
    try {
      yield* refreshed(reading, asked, (way) => this.#pairsOf(way), either);
    } catch (error) {
      if (late.aborted && !signal.aborted && error === late.reason) throw unreachable(this.#client.host, 'timeout');
      throw error;
    }
  }

  #reading(facts: Facts): Reading {
    return new Reading(this.#client, ours(facts), () => this.#forget());
  }

  #forget(): void {
    for (const cache of Object.values(this.#caches)) cache.clear();
  }

  /** What fails because the account is not as it was is asked anew the next time. */
  async *#watched(pages: AsyncIterable<PassPage>): AsyncGenerator<PassPage> {
    try {
      yield* pages;
    } catch (error) {
      const isOther = isCrmFailure(error, 'crm-schema') || isCrmFailure(error, 'crm-query');
      if (isOther || isCrmFailure(error, 'crm-forbidden')) this.#forget();
      throw error;
    }
  }

  #pairsOf({ basis, forth, back }: KnownWay): LabelPairs {
    const key = hashOf([basis, forth, back]);
    const known = this.#pairs.get(key) ?? new LabelPairs(forth, back);
    this.#pairs.set(key, known);
    return known;
  }
}
