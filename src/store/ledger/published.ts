import { z } from 'zod';
import { inLedger, type Ledger } from './ledger.ts';

/** A record behind a figure, with its part in it. */
const part = z.object({
  /** `deal`, `registration` … */
  record: z.string(),
  id: z.string(),
  /** Its share of the figure: a decimal in the reporting currency, or 1 where records are counted. */
  value: z.string(),
  /** Its state then, in the words of whoever published: what changed is read from it. */
  state: z.string(),
});
export type FigurePart = z.infer<typeof part>;

/** A figure as a digest told it. */
export interface PublishedFigure {
  readonly subscription: string;
  readonly kpi: string;
  readonly figure: string;
  /** Name of an ended period, e.g. `2026-Q2`. */
  readonly period: string;
  readonly value: string;
  readonly parts: readonly FigurePart[];
  /** What it was computed by: definition version, mapping, program settings; another one is a reason of its own. */
  readonly basis: string;
  /** UTC instant: as-of. */
  readonly asOf: string;
}

/** A figure that was told, and is another one now. */
export interface Restatement {
  readonly subscription: string;
  readonly kpi: string;
  readonly figure: string;
  readonly period: string;
  readonly before: string;
  readonly after: string;
  /** Codes with counts and record ids, in the words of whoever compared. */
  readonly reasons: unknown;
  /** UTC instant. */
  readonly at: string;
}

/** What digests told, kept so that a later, other number is said and explained. */
export interface Published {
  /** As last told. */
  of(subscription: string): Promise<readonly PublishedFigure[]>;
  /** Takes the place of what was told of the same period. */
  put(figures: readonly PublishedFigure[]): Promise<void>;
  restate(restatements: readonly Restatement[]): Promise<void>;
  /** Newest first. */
  restatements(last: number): Promise<readonly Restatement[]>;
  /** What a subscription that is gone, or is about something else now, has told. */
  forget(subscription: string): Promise<void>;
  forgetBefore(instant: string): Promise<void>;
}

const parts = z.array(part);

/** What was published, in a ledger. */
export function publishedIn(of: Ledger): Published {
  const { ledger } = of;
  return {
    of: (subscription) =>
      inLedger(of, async () => {
        if (!(await of.hasTable(ledger, 'published'))) return [];
        const rows = await ledger
          .selectFrom('published')
          .selectAll()
          .where('subscription', '=', subscription)
          .orderBy('period')
          .orderBy('kpi')
          .orderBy('figure')
          .execute();
        return rows.map(({ as_of, parts: told, ...row }) => ({
          ...row,
          asOf: as_of,
          parts: parts.parse(JSON.parse(told)),
        }));
      }),
    put: (figures) =>
      inLedger(of, async () => {
        for (const { asOf, parts: told, value, basis, ...key } of figures) {
          const fresh = { value, basis, as_of: asOf, parts: JSON.stringify(told) };
          await ledger
            .insertInto('published')
            .values({ ...key, ...fresh })
            .onConflict((conflict) => conflict.columns(['subscription', 'kpi', 'figure', 'period']).doUpdateSet(fresh))
            .execute();
        }
      }),
    restate: (restatements) =>
      inLedger(of, async () => {
        for (const { reasons, ...row } of restatements)
          await ledger
            .insertInto('restatement')
            .values({ ...row, reasons: JSON.stringify(reasons) })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
      }),
    restatements: (last) =>
      inLedger(of, async () => {
        if (!(await of.hasTable(ledger, 'restatement'))) return [];
        const rows = await ledger
          .selectFrom('restatement')
          .selectAll()
          .orderBy('at', 'desc')
          .orderBy('period')
          .orderBy('kpi')
          .orderBy('figure')
          .limit(last)
          .execute();
        return rows.map(({ reasons, ...row }) => ({ ...row, reasons: JSON.parse(reasons) }));
      }),
    forget: (subscription) =>
      inLedger(of, async () => {
        await ledger.deleteFrom('published').where('subscription', '=', subscription).execute();
      }),
    forgetBefore: (instant) =>
      inLedger(of, async () => {
        await ledger.deleteFrom('published').where('as_of', '<', instant).execute();
        await ledger.deleteFrom('restatement').where('at', '<', instant).execute();
      }),
  };
}
