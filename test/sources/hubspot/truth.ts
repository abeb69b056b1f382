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
    expect(Object.keys(have).sort(), object).toEqual(Object.keys(truth).sort());
    for (const [id, values] of Object.entries(have)) {
      const shown = Object.fromEntries(Object.keys(values).map((name) => [name, truth[id]?.[name] ?? '']));
      expect(values, `${object} ${id}`).toEqual(shown);
    }
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
    const touches = (a: string, b: string): boolean => {
      const isThere = start.get(a) !== undefined && end.get(b) !== undefined;
      if (!isThere) return false;
      return to === 'companies' ? partners.has(b) : engine.valuesOf(from)[a] !== undefined;
    };
    const truth = [
      ...portal.associations.all(start === undefined ? from : portal.types.get(from).name, portal.types.get(to).name),
    ]
      .filter((link) => touches(link.from, link.to))
      .map((link) => `${link.from} ${link.to}`)
      .sort();
    const have = [...known.keys()].filter((key) => {
      const [a = '', b = ''] = key.split(' ');
      return touches(a, b);
    });
    expect(have.sort(), way).toEqual(truth);
  }
}

/** The labels of a deal’s links by company, as an engine has them. */
export const labelsOf = (engine: TinyEngine, deal: string): Record<string, readonly string[]> =>
  Object.fromEntries(
    [...(engine.links.get('deals>companies') ?? [])].flatMap(([key, labels]) => {
      const [from, to = ''] = key.split(' ');
      return from === deal ? [[to, labels] as const] : [];
    }),
  );
