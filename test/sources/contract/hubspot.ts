import { sourceSettings } from '../../../src/sources/index.ts';
import type { Random } from '../../demo/world/random.ts';
import {
  type HubSpotStandIn,
  type PartnerProgram,
  passingFaults,
  seedPartnerProgram,
  startHubSpot,
} from '../../doubles/hubspot/index.ts';
import { plainHubSpot } from '../mapping/fixtures.ts';
import { mappingOf } from '../mapping/support.ts';
import { HubSpotChanges } from './hubspot-changes.ts';
import type { RemoteService, Settling } from './service.ts';
import { naiveRecords, sourceName } from './truth.ts';

/** Of amounts that name none. */
const accountCurrency = 'EUR';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An Enterprise account: labels, custom objects, onboarding by tickets. */
export const hubspotMapping = {
  ready: 'hubspot-custom-objects',
  'onboarding-step': {
    object: 'tickets',
    pipelines: ['7700'],
    fields: { partner: { association: 'companies' } },
    steps: [
      { step: 'Contract', startedAt: 'createdate', completedAt: 'hs_v2_date_entered_7702' },
      { step: 'Portal', startedAt: 'hs_v2_date_entered_7702', completedAt: 'hs_v2_date_entered_7703' },
    ],
  },
};

export interface HubSpotServiceOptions {
  readonly mapping?: unknown;
  /** How late search is, at most. */
  readonly lagMs?: number;
  readonly more?: object;
}

export class HubSpotService implements RemoteService {
  readonly hubspot: HubSpotStandIn;
  settings: RemoteService['settings'];
  readonly #changes: HubSpotChanges;
  #mapping;
  readonly #ids: PartnerProgram;
  readonly #lagMs: number;

  private constructor(hubspot: HubSpotStandIn, ids: PartnerProgram, options: HubSpotServiceOptions) {
    const { mapping = hubspotMapping, more, lagMs = 0 } = options;
    this.hubspot = hubspot;
    this.#ids = ids;
    this.#lagMs = lagMs;
    this.#mapping = mappingOf('hubspot', mapping);
    this.settings = sourceSettings.parse({
      kind: 'hubspot',
      name: sourceName,
      baseUrl: hubspot.url,
      dailyPercent: 100,
      mapping,
      ...more,
    });
    this.#changes = new HubSpotChanges(hubspot, ids);
  }

  static async start(options: HubSpotServiceOptions = {}): Promise<HubSpotService> {
    const found: PartnerProgram[] = [];
    const { lagMs = 0 } = options;
    let turn = 0;
    const hubspot = await startHubSpot({
      // Each change is late in its own way, so that they arrive in another order.
      lag: () => {
        turn += 1;
        return (lagMs * ((turn * 7) % 11)) / 10;
      },
      msPerRequest: 20,
      limits: { daily: 100_000_000 },
      seed: (portal) => void found.push(seedPartnerProgram(portal)),
    });
    const [ids] = found;
    if (ids === undefined) throw new Error('not seeded');
    return new HubSpotService(hubspot, ids, options);
  }

  get secrets() {
    return { token: this.hubspot.token };
  }

  get changes() {
    return this.#changes.all;
  }

  now(): number {
    return this.hubspot.clock.now();
  }

  advance(ms: number): void {
    this.hubspot.advance(Math.ceil(ms));
  }

  settle(settling: Settling): void {
    // Where links of activities are left to the daily sweep, what they tell is a day late.
    const isDaily = this.settings.kind === 'hubspot' && this.settings.activitySweepCalls === 0;
    this.advance(this.#lagMs + (settling === 'day' || isDaily ? 25 * HOUR : 61 * MINUTE));
  }

  truth(personHash: (id: string) => string) {
    return naiveRecords(this.#mapping, plainHubSpot(this.hubspot), personHash).map((record) =>
      record.record === 'deal' && record.amount !== null
        ? { ...record, currency: record.currency ?? accountCurrency }
        : record,
    );
  }

  merged(): ReadonlyMap<string, string> {
    return this.#changes.merged();
  }

  calls(): number {
    return this.hubspot.calls.length;
  }

  plague(random: Random): void {
    if (random.chance(0.5))
      this.hubspot.storm({ rate: random.between(0.05, 0.4), seed: random.int(1, 1_000_000), faults: passingFaults });
    for (const route of ['list', 'search', 'batch', 'associations', '*'])
      if (random.chance(0.3))
        this.hubspot.fail(route, {
          ...random.pick(passingFaults),
          skip: random.int(0, 3),
          times: random.chance(0.2) ? 8 : 1,
        });
    if (random.chance(0.05)) this.hubspot.fail('*', { status: 401, skip: random.int(0, 20) });
    if (random.chance(0.05)) this.hubspot.fail('*', { delayMs: 10, skip: random.int(0, 20) });
  }

  breakDown(after: number): void {
    this.hubspot.fail('*', { status: 503, skip: after, times: Number.POSITIVE_INFINITY });
  }

  heal(): void {
    this.hubspot.heal();
  }

  async goAway(): Promise<void> {
    await this.hubspot.goAway();
  }

  async comeBack(): Promise<void> {
    await this.hubspot.comeBack();
  }

  refuseSecret(): void {
    this.hubspot.tokens.revoke(this.hubspot.token);
  }

  acceptSecret(): void {
    this.hubspot.tokens.issue(this.hubspot.token);
  }

  fill(): void {
    for (let i = 0; i < 30; i += 1)
      this.hubspot.portal.create('deals', {
        dealname: `Deal ${i} of many`,
        pipeline: 'default',
        dealstage: 'contractsent',
      });
  }

  wipe(): void {
    const { portal } = this.hubspot;
    for (const { id } of portal.live('deals').slice(2)) portal.archive('deals', id);
  }

  vanish(): void {
    this.hubspot.portal.gdprDelete('registration', this.#ids.registrations.submitted);
  }

  appear(): void {
    const properties = { dealname: 'Old', pipeline: 'default', dealstage: 'contractsent' };
    this.hubspot.portal.create('deals', properties, { at: Date.parse('2026-01-01') });
  }

  changeOfPartner(): string {
    const { portal } = this.hubspot;
    const { partners, deals } = this.#ids;
    portal.update('companies', partners.nordwind, { name: 'Renamed' });
    portal.update('deals', deals.sourced, { amount: '1234.50' });
    portal.dissociate('deals', deals.influenced, 'companies', partners.nordwind, ['Influenced by']);
    return partners.nordwind;
  }

  remap(): void {
    const role = {
      label: 'partner',
      values: { sourced: ['Influenced by'], influenced: ['Sourced by'] },
      skip: ['Primary'],
    };
    const fields = { deal: 'self', partner: { association: 'companies' }, role };
    const mapping = { ...hubspotMapping, attribution: { object: 'deals', pipelines: ['default'], fields } };
    this.#mapping = mappingOf('hubspot', mapping);
    this.settings = sourceSettings.parse({ ...this.settings, mapping });
  }

  async close(): Promise<void> {
    this.heal();
    await this.hubspot.close();
  }
}
