import { inLedger, type Ledger } from './ledger.ts';

/** What people did about a row of a digest; nothing of it goes to the CRM. */
export interface RowWorkEntry {
  /** `deal` or `registration`. */
  readonly record: string;
  /** As answers show it. */
  readonly id: string;
  /** UTC instant; null: not snoozed. */
  readonly snoozedUntil: string | null;
  readonly snoozedBy: string | null;
  /** Slack's id of the person who took it; null: nobody. */
  readonly assignedTo: string | null;
  /** UTC instant of the last change, and whose it was. */
  readonly at: string;
  readonly by: string;
}

/** Who works on what of the digests. */
export interface RowWork {
  snooze(row: { readonly record: string; readonly id: string }, until: string, by: string, at: string): Promise<void>;
  assign(row: { readonly record: string; readonly id: string }, to: string, at: string): Promise<void>;
  /** Neither snoozed nor anybody's. */
  clear(row: { readonly record: string; readonly id: string }): Promise<void>;
  all(): Promise<readonly RowWorkEntry[]>;
  /** Rows not touched since, and snoozes that are over. */
  forgetBefore(instant: string): Promise<void>;
}

/** The work on rows, in a ledger. */
export function rowWorkIn(of: Ledger): RowWork {
  const { ledger } = of;
  const put = (
    { record, id }: { readonly record: string; readonly id: string },
    change: Readonly<Partial<Record<'snoozed_until' | 'snoozed_by' | 'assigned_to', string>>>,
    by: string,
    at: string,
  ): Promise<void> =>
    inLedger(of, async () => {
      await ledger
        .insertInto('row_work')
        .values({ record, id, snoozed_until: null, snoozed_by: null, assigned_to: null, by, at, ...change })
        .onConflict((conflict) => conflict.columns(['record', 'id']).doUpdateSet({ ...change, by, at }))
        .execute();
    });
  return {
    snooze: (row, until, by, at) => put(row, { snoozed_until: until, snoozed_by: by }, by, at),
    assign: (row, to, at) => put(row, { assigned_to: to }, to, at),
    clear: ({ record, id }) =>
      inLedger(of, async () => {
        await ledger.deleteFrom('row_work').where('record', '=', record).where('id', '=', id).execute();
      }),
    all: () =>
      inLedger(of, async () => {
        if (!(await of.hasTable(ledger, 'row_work'))) return [];
        const rows = await ledger.selectFrom('row_work').selectAll().orderBy('record').orderBy('id').execute();
        return rows.map(({ snoozed_until, snoozed_by, assigned_to, ...row }) => ({
          ...row,
          snoozedUntil: snoozed_until,
          snoozedBy: snoozed_by,
          assignedTo: assigned_to,
        }));
      }),
    forgetBefore: (instant) =>
      inLedger(of, async () => {
        await ledger.deleteFrom('row_work').where('at', '<', instant).execute();
      }),
  };
}
