import { expect } from 'vitest';
import type { HttpClock } from '../../../src/sources/http/types.ts';
import { type HubSpotAdapterOptions, hubspotAdapter } from '../../../src/sources/hubspot/index.ts';
import { meets } from '../../../src/sources/mapping/conditions.ts';
import { fieldsNeeded, type Mapping } from '../../../src/sources/mapping/index.ts';
import type { HubSpotOptions, HubSpotStandIn, PartnerProgram } from '../../doubles/hubspot/index.ts';
import { seedPartnerProgram } from '../../doubles/hubspot/index.ts';
import { mappingOf } from '../mapping/support.ts';
import { type Bench, bench } from './support.ts';
import { TinyEngine } from './tiny-engine.ts';

export interface Synced extends Bench {
  readonly ids: PartnerProgram;
  readonly mapping: Mapping;
  readonly engine: TinyEngine;
  /** Another adapter, as after a restart, with the same rows. */
  restart(options?: Partial<HubSpotAdapterOptions>): TinyEngine;
}

/** The ready mapping of an Enterprise account, as the seeded one has it. */
export const enterprise = { ready: 'hubspot-custom-objects' };

/** A seeded account, and an engine that reads it by a mapping. */
export async function synced(raw: unknown = enterprise, options: HubSpotOptions = {}): Promise<Synced> {
  const made = await bench(options);
  const ids = seedPartnerProgram(made.hubspot.portal);
  const mapping = mappingOf('hubspot', raw);
  const clock: HttpClock = made.clock;
  const adapter = (more: Partial<HubSpotAdapterOptions> = {}) =>
    hubspotAdapter({ client: made.client, mapping, clock, ...more });
  const now = (): number => clock.now();
  const restart = (more?: Partial<HubSpotAdapterOptions>) => new TinyEngine(adapter(more), mapping, now);
  return { ...made, ids, mapping, engine: restart(), restart };
}

/** Rows of the account that the mapping wants, as an engine should have them. */
function wanted(hubspot: HubSpotStandIn, mapping: Mapping, object: string): Record<string, Record<string, string>> {
  const need = fieldsNeeded(mapping).find((one) => one.object === object);
  const live = hubspot.portal.live(object).map((record) => {
    const created = new Date(record.createdAt).toISOString().replace('.000Z', 'Z');
    const values: Record<string, string> = { createdate: created, hs_createdate: created, ...record.values };
    return { id: record.id, url: null, values };
  });
  const filters = need?.filters ?? null;
  return Object.fromEntries(
    live
      .filter((row) => filters === null || filters.some((conditions) => meets(row, conditions)))
      .map((row) => [row.id, row.values]),
  );
}

/** Every row and every link that matters is here as it is there; `objects` names those that are compared. */
export function expectTruth(
  { hubspot, mapping, engine }: Pick<Synced, 'hubspot' | 'mapping' | 'engine'>,
  objects: readonly string[] = ['companies', 'deals', 'p_registration', 'p_enrollment', 'p_certification'],
): void {
  for (const object of objects) {
    const truth = wanted(hubspot, mapping, object);
    const have = engine.valuesOf(object);
    expect(Object.keys(have).sort().join(), object).toEqual(Object.keys(truth).sort().join());
    const differing = Object.entries(have).filter(([id, values]) =>
      Object.entries(values).some(([name, value]) => value !== (truth[id]?.[name] ?? '')),
    );
    expect(differing, object).toEqual([]);
  }
  expectLinks({ hubspot, engine });
}

/** The links to partners, and those of rows that are here, are as they are there. */
export function expectLinks({ hubspot, engine }: Pick<Synced, 'hubspot' | 'engine'>): void {
  const partners = new Set(engine.partners().flatMap(({ ids }) => ids));
  for (const [way, known] of engine.links) {
    const [from = '', to = ''] = way.split('>');
    if (from.startsWith('event:')) continue;
    const { portal } = hubspot;
    const [start, end] = [portal.records(from).live, portal.records(to).live];
    const own = engine.rows.get(from);
    const touches = (a: string, b: string): boolean => {
      const isThere = start.get(a) !== undefined && end.get(b) !== undefined;
      if (!isThere) return false;
      return to === 'companies' ? partners.has(b) : own?.has(a) === true;
    };
    const isLabelled = way === 'deals>companies';
    const shown = (key: string, labels: readonly string[]): string =>
      isLabelled ? `${key}: ${labels.toSorted().join()}` : key;
    const truth = [...portal.associations.all(portal.types.get(from).name, portal.types.get(to).name)]
      .filter((link) => touches(link.from, link.to))
      .map((link) => shown(`${link.from} ${link.to}`, link.labels));
    const have = [...known].flatMap(([key, labels]) => {
      const [a = '', b = ''] = key.split(' ');
      return touches(a, b) ? [shown(key, labels)] : [];
    });
    expect(have.sort().join('\n'), way).toEqual(truth.sort().join('\n'));
  }
}

/** The calls that live partners are linked to are here, as they are there. */
export function expectTouches({ hubspot, engine }: Pick<Synced, 'hubspot' | 'engine'>): void {
  const { portal } = hubspot;
  const partners = new Set(engine.partners().flatMap(({ ids }) => ids));
  const calls = portal.records('calls').live;
  const linked = new Set(
    [...portal.associations.all('calls', 'companies')].flatMap(({ from, to }) => (partners.has(to) ? [from] : [])),
  );
  const have = engine.valuesOf('calls');
  const named = (id: string, at: string | undefined): string => `${id} ${at ?? ''}`;
  const truth = [...linked].flatMap((id) => {
    const call = calls.get(id);
    return call === undefined ? [] : [named(id, call.values.hs_timestamp)];
  });
  const kept = [...linked].flatMap((id) => {
    const at = have[id]?.hs_timestamp;
    return calls.get(id) === undefined || at === undefined ? [] : [named(id, String(at))];
  });
  expect(kept).toEqual(truth);
}

/** The labels of a deal’s links by partner, as an engine has them. */
export const labelsOf = (engine: TinyEngine, deal: string): Record<string, readonly string[]> =>
  Object.fromEntries(
    [...(engine.links.get('deals>companies') ?? [])].flatMap(([key, labels]) => {
      const [from, to = ''] = key.split(' ');
      return from === deal && engine.rows.get('companies')?.has(to) === true ? [[to, labels] as const] : [];
    }),
  );
