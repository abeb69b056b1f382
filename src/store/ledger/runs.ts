import { z } from 'zod';
import type { ErrorParams } from '../../errors.ts';
import type { Db } from '../database.ts';
import { inLedger, type Ledger } from './ledger.ts';

/** How often a source was asked. Written beside publications. */
export interface Calls {
  /** `day` is the source's own day of its quota, e.g. `2026-09-01`. */
  add(source: string, day: string, calls: number): Promise<void>;
  of(source: string, day: string): Promise<number>;
}

/** How a run of a source ended. */
export interface Run {
  readonly source: string;
  /** UTC instants. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly ok: boolean;
  /** Why it failed: an error's code and what its words are filled with. */
  readonly code: string | null;
  readonly params: ErrorParams | null;
  readonly mode: string;
  readonly calls: number;
  /** When the next one is due; null: not by itself. */
  readonly nextAt: string | null;
}

export interface LastRun extends Run {
  /** When a run last ended well; null: never. */
  readonly lastSuccessAt: string | null;
}

/** The last run of each source. Written beside publications. */
export interface Runs {
  note(run: Run): Promise<void>;
  last(source: string): Promise<LastRun | undefined>;
}

const params = z.record(z.string(), z.union([z.string(), z.number()])).nullable();

/** The calls in a ledger. */
export function callsIn(of: Ledger): Calls {
  const { ledger } = of;
  return {
    add: (source, day, calls) =>
      inLedger(of, async () => {
        await ledger
          .insertInto('source_calls')
          .values({ source, day, calls })
          .onConflict((conflict) =>
            conflict.columns(['source', 'day']).doUpdateSet(({ eb }) => ({
              calls: eb('source_calls.calls', '+', calls),
            })),
          )
          .execute();
      }),
    of: (source, day) =>
      inLedger(of, async () => {
        // A reader may come before any owner has made it.
        if (!(await of.hasTable(ledger, 'source_calls'))) return 0;
        const row = await ledger
          .selectFrom('source_calls')
          .select('calls')
          .where('source', '=', source)
          .where('day', '=', day)
          .executeTakeFirst();
        return row?.calls ?? 0;
      }),
  };
}

async function note(db: Db, run: Run): Promise<void> {
  const told = {
    started_at: run.startedAt,
    ended_at: run.endedAt,
    ok: run.ok ? 1 : 0,
    code: run.code,
    params: JSON.stringify(run.params),
    mode: run.mode,
    calls: run.calls,
    next_at: run.nextAt,
  };
  const success = run.ok ? { last_success_at: run.endedAt } : {};
  await db
    .insertInto('source_run')
    .values({ source: run.source, last_success_at: null, ...told, ...success })
    .onConflict((conflict) => conflict.column('source').doUpdateSet({ ...told, ...success }))
    .execute();
}

async function last(db: Db, source: string): Promise<LastRun | undefined> {
  const row = await db.selectFrom('source_run').selectAll().where('source', '=', source).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    source,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    ok: row.ok === 1,
    code: row.code,
    params: params.parse(JSON.parse(row.params)),
    mode: row.mode,
    calls: row.calls,
    nextAt: row.next_at,
    lastSuccessAt: row.last_success_at,
  };
}

/** The runs in a ledger. */
export function runsIn(of: Ledger): Runs {
  const { ledger } = of;
  return {
    note: (run) => inLedger(of, () => note(ledger, run)),
    last: (source) =>
      inLedger(of, async () => ((await of.hasTable(ledger, 'source_run')) ? last(ledger, source) : undefined)),
  };
}

/** Removes what a ledger holds of a source. */
export const forgetInLedger = (of: Ledger, source: string): Promise<void> =>
  inLedger(of, () =>
    of.ledger.transaction().execute(async (db) => {
      const notices = db.selectFrom('notice').select('id').where('source', '=', source);
      await db.deleteFrom('notice_shown').where('id', 'in', notices).execute();
      for (const table of ['notice', 'source_calls', 'source_run'] as const) {
        await db.deleteFrom(table).where('source', '=', source).execute();
      }
    }),
  );
