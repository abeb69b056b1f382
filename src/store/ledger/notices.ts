import { z } from 'zod';
import type { ErrorParams } from '../../errors.ts';
import type { Db } from '../database.ts';
import { atomic } from './atomic.ts';
import { inLedger, type Ledger } from './ledger.ts';

/** Something that somebody is to be told until it is over. */
export interface NewNotice {
  /** Stable, e.g. `crm-budget/salesforce`: the same trouble has the same one. */
  readonly id: string;
  readonly source: string | null;
  readonly code: string;
  readonly params: ErrorParams;
  /** UTC instant. */
  readonly at: string;
}

export interface Notice extends Omit<NewNotice, 'at'> {
  /** UTC instants: when it was raised first, and last. */
  readonly since: string;
  readonly lastAt: string;
}

/** What somebody is to be told, once in each place. Written beside publications. */
export interface Notices {
  /** Opens it, or says again that it holds: it is not shown again for that. */
  raise(notice: NewNotice): Promise<void>;
  /** It is over; what is raised under its id later is new. Nothing happens where it is not open. */
  end(id: string, at: string): Promise<void>;
  /** Oldest first. */
  open(): Promise<readonly Notice[]>;
  /** Those open that were not shown in a place (`log`, `slack`), oldest first. */
  unshown(place: string): Promise<readonly Notice[]>;
  markShown(id: string, place: string): Promise<void>;
}

const params = z.record(z.string(), z.union([z.string(), z.number()]));

async function raise(db: Db, { id, source, code, params: told, at }: NewNotice): Promise<void> {
  const text = JSON.stringify(told);
  const { numUpdatedRows } = await db
    .updateTable('notice')
    .set({ source, code, params: text, last_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  await db.deleteFrom('notice_shown').where('id', '=', id).execute();
  const fresh = { source, code, params: text, since: at, last_at: at, ended_at: null };
  await db
    .insertInto('notice')
    .values({ id, ...fresh })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(fresh))
    .execute();
}

async function openOnes(db: Db, unshownIn: string | null): Promise<readonly Notice[]> {
  const rows = await db
    .selectFrom('notice')
    .select(['id', 'source', 'code', 'params', 'since', 'last_at as lastAt'])
    .where('ended_at', 'is', null)
    .$if(unshownIn !== null, (query) =>
      query.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('notice_shown')
              .select('place')
              .whereRef('notice_shown.id', '=', 'notice.id')
              .where('place', '=', unshownIn ?? ''),
          ),
        ),
      ),
    )
    .orderBy('since')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, params: params.parse(JSON.parse(row.params)) }));
}

/** The notices in a ledger. */
export function noticesIn(of: Ledger): Notices {
  const { ledger } = of;
  const list = (unshownIn: string | null): Promise<readonly Notice[]> =>
    // A reader may come before any owner has made it.
    inLedger(of, async () => ((await of.hasTable(ledger, 'notice')) ? openOnes(ledger, unshownIn) : []));
  return {
    raise: (notice) => inLedger(of, () => atomic(ledger, (db) => raise(db, notice))),
    end: (id, at) =>
      inLedger(of, async () => {
        await ledger
          .updateTable('notice')
          .set({ ended_at: at })
          .where('id', '=', id)
          .where('ended_at', 'is', null)
          .execute();
      }),
    open: () => list(null),
    unshown: (place) => list(place),
    markShown: (id, place) =>
      inLedger(of, async () => {
        await ledger
          .insertInto('notice_shown')
          .values({ id, place })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }),
  };
}
