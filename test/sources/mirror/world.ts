// long: a small CRM whose history is random, and the store that the mirror's patches make.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CrmRow, Facts, LinkSet } from '../../../src/sources/crm/contract.ts';
import { fieldsNeeded } from '../../../src/sources/mapping/index.ts';
import { type Derived, type Mirror, openMirror, type Run } from '../../../src/sources/mirror/index.ts';
import { mappingOf } from '../mapping/support.ts';

const partnerKey = (field: string) => ({ field, matchProperty: 'partner_key', split: ';' });

/** Every way in which a row of a HubSpot portal can depend on other rows. */
export const raw = {
  partner: {
    object: 'companies',
    where: [{ field: 'type', value: 'PARTNER' }],
    fields: { name: 'name', tier: 'tier', manager: { owner: 'owner' } },
    history: ['tier'],
  },
  deal: {
    object: 'deals',
    where: [{ field: 'pipeline', value: 'sales' }],
    fields: {
      name: 'dealname',
      amount: 'amount',
      status: { stage: 'stage', stages: 'auto' },
      createdAt: 'createdate',
      registration: { association: 'p_registration' },
    },
  },
  attribution: [
    {
      object: 'deals',
      where: [{ field: 'pipeline', value: 'sales' }],
      fields: {
        deal: 'self',
        partner: { association: 'companies' },
        role: { label: 'partner', values: { sourced: ['Source'], influenced: ['Influence'] } },
      },
    },
    {
      object: 'deals',
      where: [
        { field: 'pipeline', value: 'sales' },
        { field: 'sourcing_key', op: 'filled' },
      ],
      fields: { deal: 'self', partner: partnerKey('sourcing_key'), role: { constant: 'sourced' } },
    },
  ],
  registration: {
    object: 'p_registration',
    fields: {
      partner: { association: 'companies' },
      deal: { field: 'deal_name', match: 'name' },
      status: { constant: 'approved' },
      submittedAt: 'createdate',
    },
  },
  training: {
    object: 'p_enrollment',
    fields: {
      partner: { association: 'contacts.companies' },
      person: { association: 'contacts' },
      module: 'course',
      completedAt: { association: 'p_course', read: 'ended_on', pick: 'latest' },
    },
  },
  certification: {
    object: 'p_certificate',
    fields: {
      partner: { association: 'companies' },
      person: 'holder',
      name: { field: 'names', split: ';' },
      earnedAt: { since: 'names' },
    },
  },
  touch: {
    object: 'calls',
    fields: {
      partner: { association: 'companies' },
      kind: { constant: 'call' },
      at: 'at',
      deal: { association: 'deals', unmapped: 'skip' },
    },
  },
};

export const mapping = mappingOf('hubspot', raw);
export const personHash = (id: string): string => createHash('sha256').update(`key ${id}`).digest('hex').slice(0, 32);
export const runOf = (more: Partial<Run> = {}): Run => ({ basis: 'b', at: '2026-01-05T00:00:00.000Z', ...more });

export const facts: Facts = {
  at: '2026-01-01T00:00:00.000Z',
  account: 'portal-1',
  currency: 'EUR',
  timeZone: 'UTC',
  owners: new Map([['o1', 'ann@example.com']]),
  stages: (['open', 'won', 'lost'] as const).map((status, position) => ({
    object: 'deals',
    pipeline: '',
    pipelineLabel: '',
    stage: status,
    label: status,
    position,
    status,
  })),
  objects: fieldsNeeded(mapping).map((need) => ({ need, lacking: [], calculated: [], basis: 'b' })),
  warnings: [],
};

/** A folder that is removed when `work` is done. */
export async function inFolder<R>(work: (folder: string) => Promise<R> | R): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), 'mirror-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const open = (file: string, more: Partial<Parameters<typeof openMirror>[1]> = {}): Mirror =>
  openMirror(file, { source: 'crm', mapping, personHash, now: () => Date.UTC(2026, 0, 5), ...more });

export const row = (object: string, id: string, values: CrmRow['values'], more: Partial<CrmRow> = {}): CrmRow => ({
  object,
  id,
  url: null,
  values,
  changedAt: null,
  ...more,
});

export const links = (
  fromObject: string,
  toObject: string,
  id: string,
  to: readonly (string | readonly [string, ...string[]])[],
): LinkSet => ({
  fromObject,
  toObject,
  side: 'from',
  ids: [id],
  links: to.map((one) => {
    const [end, ...labels] = typeof one === 'string' ? [one] : one;
    return { from: id, to: end, labels };
  }),
});

/** Records by origin, as texts: what a store holds. */
export type Held = Map<string, string[]>;

export async function collect(records: AsyncIterable<Derived>, into: Held = new Map()): Promise<Held> {
  let origin = '';
  for await (const item of records) {
    if ('origin' in item) origin = item.origin;
    else into.set(origin, [...(into.get(origin) ?? []), JSON.stringify(item)]);
  }
  return into;
}

/** Publishes what changed, as a whole or as a patch. */
export async function publish(mirror: Mirror, held: Held, run: Run = runOf()): Promise<'whole' | 'patch'> {
  if (mirror.needsWhole(run)) {
    const { revision, records } = mirror.deriveAll(run);
    held.clear();
    await collect(records, held);
    mirror.published(revision);
    return 'whole';
  }
  const { revision, origins, records } = mirror.deriveDirty(run);
  for (const origin of origins) held.delete(origin);
  await collect(records, held);
  mirror.published(revision);
  return 'patch';
}

/** A multiset of records, comparable. */
export const sorted = (held: Held): string[] => [...held.values()].flat().sort();

/** All records of one type, as objects. */
export const ofType = (held: Held, record: string): Record<string, unknown>[] =>
  sorted(held)
    .map((text): Record<string, unknown> => JSON.parse(text))
    .filter((one) => one.record === record);
