import { hash } from 'node:crypto';
import { z } from 'zod';
import program from '../../../package.json' with { type: 'json' };
import type { AnyRecord, Deal } from '../../records/records.ts';
import type { FirstSeen, PublishResult, Store } from '../../store/store.ts';
import type { Derived, Mirror, Run } from '../mirror/index.ts';
import type { Facts } from './contract.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { CrmSource } from './source.ts';

export interface PublishCrm {
  readonly source: CrmSource;
  readonly store: Store;
  readonly mirror: Mirror;
  /** Without stages, those that are known stay. */
  readonly facts: Pick<Facts, 'at' | 'currency'> & Partial<Pick<Facts, 'stages'>>;
  /** The program's; undefined: not compared. */
  readonly currency: string | undefined;
  readonly elsewhere: Elsewhere;
  readonly seenAt: string;
  readonly acceptDeletions: boolean;
  readonly keepFrom: string | null;
  readonly rejected: () => { readonly rows: number; readonly fields: number };
}

/** What the records of a CRM depend on beside its rows. */
const basisOf = ({ source, elsewhere, facts, currency }: PublishCrm): string =>
  hash(
    'sha256',
    JSON.stringify([
      program.version,
      source.basis,
      elsewhere.version,
      facts.currency,
      hasForeignRates(facts, currency),
    ]),
  );

/** Whether the CRM's exchange rates lead to another currency than the program's, so that they would convert wrongly. */
export const hasForeignRates = (facts: Pick<Facts, 'currency'>, currency: string | undefined): boolean =>
  currency !== undefined && facts.currency !== null && facts.currency !== currency;

/** A deal whose amount says nothing of its currency. */
const isBare = (record: AnyRecord): record is Deal =>
  record.record === 'deal' && record.amount !== null && record.currency === null;

/** Records as the account's currency makes them: an amount without a currency is in it, rates that lead elsewhere are left out. */
async function* inMoney(
  chunks: AsyncIterable<readonly Derived[]>,
  { currency: own }: Pick<Facts, 'currency'>,
  isForeign: boolean,
): AsyncGenerator<readonly Derived[]> {
  const inOwn = (record: Derived): Derived =>
    own !== null && 'record' in record && isBare(record) ? { ...record, currency: own } : record;
  const isLeftOut = (record: Derived): boolean => isForeign && 'record' in record && record.record === 'exchange-rate';
  for await (const records of chunks) yield records.filter((record) => !isLeftOut(record)).map(inOwn);
}

const cursor = z.object({
  mirror: z.string(),
  revision: z.int(),
  /** Up to when the CRM was read, by its own clock. */
  readUntil: z.string(),
  /** The account's currency, and the program's at that time. */
  currency: z.string().nullable(),
  programCurrency: z.string().nullable(),
});
/** How far the store's records are those of a mirror, and a mirror's rows those of the CRM. */
export type CrmCursor = z.infer<typeof cursor>;

/** What `Store.cursor` keeps of a CRM; null where there is nothing, or of another program. */
export function readCursor(text: string | null): CrmCursor | null {
  if (text === null) return null;
  try {
    return cursor.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** A store from a backup, or a mirror that was lost, is not of the other one's last time: then only all of the rows will do. */
function belongs(published: CrmCursor | null, mirror: Mirror): boolean {
  if (published === null || published.mirror !== mirror.id) return false;
  return published.revision >= mirror.publishedRevision && published.revision <= mirror.revision;
}

/**
 * Brings what the mirror holds into the store: the rows that changed since, or all of them where that would not do (another mapping,
 * partners that are named otherwise, a store or a mirror that is not of the last time). Both give the same records.
 */
export async function publishCrm(work: PublishCrm): Promise<PublishResult & { readonly whole: boolean }> {
  const { source, store, mirror, facts, elsewhere, seenAt } = work;
  const known = new Map((await store.firstSeen(source.name)).map((seen) => [nameOf(seen), seen.at] as const));
  const fresh: FirstSeen[] = [];
  const run: Run = {
    basis: basisOf(work),
    at: seenAt,
    elsewhere: elsewhere.find,
    firstSeen: (object, id, property, value) => known.get(nameOf({ object, id, property, value })) ?? null,
    onFirstSeen: (seen) => void fresh.push(seen),
  };
  const whole = !belongs(readCursor(await store.cursor(source.name)), mirror) || mirror.needsWhole(run);
  const common = (revision: number) => ({
    source: source.name,
    kind: source.kind,
    seenAt,
    acceptDeletions: work.acceptDeletions,
    keepFrom: work.keepFrom,
    rejected: work.rejected,
    beside: {
      cursor: JSON.stringify({
        mirror: mirror.id,
        revision,
        readUntil: facts.at,
        currency: facts.currency,
        programCurrency: work.currency ?? null,
      } satisfies CrmCursor),
      firstSeen: fresh,
      ...(facts.stages === undefined ? {} : { stages: facts.stages }),
      unmatched: () => mirror.unmatched(),
      matchKeys: whole ? mirror.partnerNames('all') : mirror.partnerNames(changed),
    },
  });
  const isForeign = hasForeignRates(facts, work.currency);
  let changed: readonly string[] = [];
  if (whole) {
    const { revision, chunks } = mirror.deriveAll(run);
    const result = await store.publish({ ...common(revision), records: inMoney(chunks, facts, isForeign) });
    mirror.published(revision);
    return { ...result, whole };
  }
  const { revision, origins, chunks } = mirror.deriveDirty(run);
  changed = origins;
  const result = await store.patch({ ...common(revision), origins, records: inMoney(chunks, facts, isForeign) });
  mirror.published(revision);
  return { ...result, whole };
}

const nameOf = ({ object, id, property, value }: Omit<FirstSeen, 'at'>): string =>
  JSON.stringify([object, id, property, value]);
