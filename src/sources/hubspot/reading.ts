import type { CrmLink, CrmRow, LinkSet, PassPage, RowName } from '../crm/contract.ts';
import { meets } from '../mapping/conditions.ts';
import type { HubSpotClient, HubSpotRow } from './client.ts';
import type { HubSpotFacts, HubSpotObject, KnownWay } from './hubspot-facts.ts';
import { plainLabels } from './labels.ts';
import { ASSOCIATION_IDS } from './rest.ts';
import { mergedIds } from './rows.ts';
import { type Walk, wayName } from './ways.ts';

export type Part = Pick<PassPage, 'rows' | 'gone' | 'merged' | 'links'>;

/** Questions about rows and links of one account, whose answers are parts of pages. */
export class Reading {
  readonly client: HubSpotClient;
  readonly facts: HubSpotFacts;

  readonly #onVanished: () => void;

  /** `onVanished` is told when HubSpot knows a property no more that was asked for. */
  constructor(client: HubSpotClient, facts: HubSpotFacts, onVanished: () => void) {
    this.client = client;
    this.facts = facts;
    this.#onVanished = onVanished;
  }

  /** Properties of a row that are asked for, merges included. */
  namesOf({ names }: HubSpotObject): readonly string[] {
    return ['hs_object_id', 'hs_merged_object_ids', ...names];
  }

  /** Whether the mapping wants it. Judged here: search reads conditions in its own way. */
  isWanted({ need }: HubSpotObject, { id, values }: HubSpotRow): boolean {
    return need.filters === null || need.filters.some((conditions) => meets({ id, url: null, values }, conditions));
  }

  /** Rows as they came, those with histories read once more together with these; what is no longer wanted is gone. */
  async part(object: HubSpotObject, found: readonly HubSpotRow[], signal: AbortSignal): Promise<Required<Part>> {
    const wanted = found.filter((row) => this.isWanted(object, row));
    const gone = this.#unwanted(object, found);
    if (object.need.histories.length === 0) return this.#whole(object, wanted, gone);
    const ids = wanted.map(({ id }) => id);
    const again = await this.byId(object, ids, signal);
    return { ...again, gone: [...gone, ...again.gone] };
  }

  /** Rows by id, as they are now. */
  async byId(object: HubSpotObject, ids: readonly string[], signal: AbortSignal): Promise<Required<Part>> {
    const rows: HubSpotRow[] = [];
    const gone: RowName[] = [];
    const options = { properties: this.namesOf(object), histories: object.need.histories, signal };
    for await (const page of this.client.batch(object.path, ids, options)) {
      rows.push(...page.rows);
      gone.push(...page.gone.map((id) => nameOf(object, id)));
    }
    const wanted = rows.filter((row) => this.isWanted(object, row));
    return this.#whole(object, wanted, [...gone, ...this.#unwanted(object, rows)]);
  }

  /** Rows that the mapping does not want, and what became a part of them: gone, as far as it is concerned. */
  #unwanted(object: HubSpotObject, rows: readonly HubSpotRow[]): RowName[] {
    const unwanted = rows.filter((row) => !this.isWanted(object, row));
    return unwanted.flatMap((row) => [row.id, ...mergedIds(row)].map((id) => nameOf(object, id)));
  }

  #whole(object: HubSpotObject, wanted: readonly HubSpotRow[], gone: readonly RowName[]): Required<Part> {
    // A property without a value is null; one that is left out is gone since the facts were read.
    const [first] = wanted;
    if (first !== undefined && object.names.some((name) => first.values[name] === undefined)) this.#onVanished();
    // A row that became a part of another is told as that, which says more.
    const merged = wanted.flatMap((row) => mergedIds(row).map((id) => ({ ...nameOf(object, id), into: row.id })));
    const isMerged = new Set(merged.map(({ id }) => id));
    const rows = new Map(wanted.map((row) => [row.id, rowFrom(object, row)]));
    return { rows: [...rows.values()], gone: gone.filter(({ id }) => !isMerged.has(id)), merged, links: [] };
  }

  /** The links that hang on rows by all walks of their object. */
  async walked(object: HubSpotObject, ids: readonly string[], signal: AbortSignal): Promise<readonly LinkSet[]> {
    const sets = await Promise.all(object.walks.map((walk) => this.walk(walk, ids, signal)));
    return sets.flat();
  }

  /** The links of rows along a walk: a complete set for each step. */
  async walk(walk: Walk, ids: readonly string[], signal: AbortSignal): Promise<readonly LinkSet[]> {
    const sets: LinkSet[] = [];
    let from = [...new Set(ids)];
    for (const step of walk) {
      const links = await this.linksFrom(this.way(step), from, signal);
      sets.push(...links);
      from = [...new Set(links.flatMap((set) => set.links.map(({ to }) => to)))];
    }
    return sets;
  }

  /** All links of a way that begin at these rows. */
  async linksFrom(way: KnownWay, ids: readonly string[], signal: AbortSignal): Promise<readonly LinkSet[]> {
    const sets: LinkSet[] = [];
    for (let start = 0; start < ids.length; start += ASSOCIATION_IDS) {
      const asked = ids.slice(start, start + ASSOCIATION_IDS);
      const found = await this.client.associations(way.fromPath, way.toPath, asked, signal);
      const links = found.map(
        (link): CrmLink => ({ from: link.from, to: link.to, labels: way.labels ? plainLabels(link) : [] }),
      );
      sets.push({ fromObject: way.from, toObject: way.to, side: 'from', ids: asked, links });
    }
    return sets;
  }

  way(step: Pick<KnownWay, 'from' | 'to'>): KnownWay {
    const found = this.facts.ways.find((way) => wayName(way) === wayName(step));
    if (found === undefined) throw new Error(`no way ${wayName(step)} in these facts`);
    return found;
  }
}

export const nameOf = ({ need }: HubSpotObject, id: string): RowName => ({ object: need.object, id });

function rowFrom(object: HubSpotObject, { id, values, histories, updatedAt, url }: HubSpotRow): CrmRow {
  return {
    object: object.need.object,
    id,
    url,
    changedAt: updatedAt,
    values: Object.fromEntries(object.names.map((name) => [name, values[name] ?? ''])),
    ...(histories !== null && {
      histories: Object.fromEntries(
        object.need.histories.map((name) => [
          name,
          (histories[name] ?? []).map(({ value, timestamp }) => ({
            value,
            at: new Date(timestamp).toISOString(),
          })),
        ]),
      ),
    }),
  };
}
